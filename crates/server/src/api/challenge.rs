//! `GET /challenge`: asks something of a person.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::{Extension, Json};
use passwave_motion::{Gesture, Mode};
use passwave_protocol::limits::{CHALLENGE_LIFETIME_S, MAX_ACTION_CHARS, MAX_CDATA_CHARS};
use passwave_protocol::{ChallengeAnswer, ErrorCode, Way, WorkTask};
use serde::Deserialize;

use crate::abuse::client_ip::ClientIp;
use crate::abuse::difficulty::scale_work;
use crate::config::site::Site;
use crate::digest::random_id;
use crate::http::error::{ApiError, internal};
use crate::http::origin;
use crate::http::state::AppState;
use crate::ops::metrics::ChallengeLabels;
use crate::tokens::claims::{CHALLENGE_AUDIENCE, ChallengeClaims};
use crate::tokens::jwt;
use crate::tokens::kind::TokenKind;

/// The query of the request.
#[derive(Deserialize)]
pub struct Params {
    sitekey: Option<String>,
    way: Option<String>,
    mode: Option<String>,
    action: Option<String>,
    cdata: Option<String>,
}

/// What the query asks for, once it is known to make sense.
struct Ask {
    way: Way,
    mode: Mode,
    action: String,
    cdata: String,
}

/// Answers with a signed challenge.
pub async fn answer(
    State(app): State<AppState>,
    Extension(ClientIp(client_ip)): Extension<ClientIp>,
    headers: HeaderMap,
    params: Result<Query<Params>, QueryRejection>,
) -> Result<Json<ChallengeAnswer>, ApiError> {
    let Query(params) = params.map_err(|_| ErrorCode::BadRequest)?;
    let sitekey = params.sitekey.as_deref().unwrap_or_default();
    let site = app.sites.by_sitekey(sitekey).ok_or(ErrorCode::InvalidSitekey)?;
    origin::check_get(site, &headers)?;
    let ask = parse(site, params)?;
    let asked = ChallengeLabels::new(ask.way, ask.mode);
    let id = random_id().map_err(internal)?;
    let now_s = app.clock.now_s();
    let factor = app.difficulty.factor(client_ip, now_s);
    let work = scale_work(site.work(ask.way), factor);
    let claims = claims(site, ask, work, id, now_s);
    let signed = jwt::sign(TokenKind::Challenge, &app.challenge_keys, &claims).map_err(internal)?;
    app.metrics.challenged(asked, factor);
    Ok(Json(written(signed, claims)))
}

fn parse(site: &Site, params: Params) -> Result<Ask, ErrorCode> {
    let mode = given(params.mode).unwrap_or_else(|| Mode::default().name().to_owned());
    let action = params.action.unwrap_or_default();
    let cdata = params.cdata.unwrap_or_default();
    if !is_plain(&action, MAX_ACTION_CHARS) {
        return Err(ErrorCode::InvalidAction);
    }
    if !is_plain(&cdata, MAX_CDATA_CHARS) {
        return Err(ErrorCode::InvalidCdata);
    }
    Ok(Ask {
        way: offered_way(site, given(params.way))?,
        mode: Mode::from_name(&mode).ok_or(ErrorCode::InvalidMode)?,
        action,
        cdata,
    })
}

fn given(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.is_empty())
}

fn offered_way(site: &Site, name: Option<String>) -> Result<Way, ErrorCode> {
    let way = name.map_or(Some(site.first_way()), |name| Way::from_name(&name));
    way.filter(|way| *way == Way::Press || site.ways.contains(way)).ok_or(ErrorCode::InvalidWay)
}

fn is_plain(text: &str, max_chars: usize) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    text.len() <= max_chars && text.bytes().all(plain)
}

fn claims(site: &Site, ask: Ask, work: WorkTask, id: String, now_s: u64) -> ChallengeClaims {
    ChallengeClaims {
        aud: CHALLENGE_AUDIENCE.to_owned(),
        id,
        site: site.sitekey.clone(),
        way: ask.way.name().to_owned(),
        gesture: ask.way.gesture().map(Gesture::name).map(str::to_owned),
        mode: ask.mode.name().to_owned(),
        strokes: ask.way.strokes(),
        action: ask.action,
        cdata: ask.cdata,
        work,
        iat: now_s,
        exp: now_s + CHALLENGE_LIFETIME_S,
    }
}

fn written(challenge: String, claims: ChallengeClaims) -> ChallengeAnswer {
    ChallengeAnswer {
        challenge,
        id: claims.id,
        way: claims.way,
        mode: claims.mode,
        strokes: claims.strokes,
        work: claims.work,
        issued: claims.iat,
        expires: claims.exp,
        lifetime_s: CHALLENGE_LIFETIME_S,
    }
}
