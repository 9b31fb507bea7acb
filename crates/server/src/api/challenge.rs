//! `GET /challenge`: issues a signed challenge.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::{Extension, Json};
use passwave_motion::Mode;
use passwave_protocol::limits::{CHALLENGE_LIFETIME_S, MAX_ACTION_CHARS, MAX_CDATA_CHARS};
use passwave_protocol::{ChallengeResponse, ErrorCode, Way};
use serde::Deserialize;

use crate::abuse::client_ip::ClientIp;
use crate::abuse::difficulty::scale_work;
use crate::config::site::Site;
use crate::digest::random_id;
use crate::http::error::{ApiError, internal};
use crate::http::origin;
use crate::http::state::AppState;
use crate::ops::metrics::labels::ChallengeLabels;
use crate::tokens::claims::{CHALLENGE_AUDIENCE, ChallengeClaims};
use crate::tokens::jwt;
use crate::tokens::kind::TokenKind;

/// The query of the request.
#[derive(Deserialize)]
pub(crate) struct Params {
    sitekey: Option<String>,
    way: Option<String>,
    mode: Option<String>,
    action: Option<String>,
    cdata: Option<String>,
}

/// Signs a challenge for the way and mode that the page asks for.
pub(crate) async fn handle(
    State(state): State<AppState>,
    Extension(ClientIp(client_ip)): Extension<ClientIp>,
    headers: HeaderMap,
    params: Result<Query<Params>, QueryRejection>,
) -> Result<Json<ChallengeResponse>, ApiError> {
    let Query(params) = params.map_err(|_| ErrorCode::BadRequest)?;
    let sitekey = params.sitekey.as_deref().unwrap_or_default();
    let site = state.sites.by_sitekey(sitekey).ok_or(ErrorCode::InvalidSitekey)?;
    origin::check_get(site, &headers)?;

    let action = plain_text(params.action, MAX_ACTION_CHARS, b"_-/");
    let action = action.ok_or(ErrorCode::InvalidAction)?;
    let cdata = plain_text(params.cdata, MAX_CDATA_CHARS, b"_-").ok_or(ErrorCode::InvalidCdata)?;
    let way = offered_way(site, params.way)?;
    let mode = mode(params.mode)?;

    let now_s = state.clock.now_s();
    let network = state.network(client_ip).map_err(internal)?;
    let factor = state.difficulty.factor(client_ip, network.as_deref(), now_s);
    let claims = ChallengeClaims {
        aud: CHALLENGE_AUDIENCE.to_owned(),
        id: random_id().map_err(internal)?,
        site: site.sitekey.clone(),
        way,
        mode,
        action,
        cdata,
        work: scale_work(site.work(way), factor),
        network,
        iat: now_s,
        exp: now_s + CHALLENGE_LIFETIME_S,
    };
    let challenge =
        jwt::sign(TokenKind::Challenge, &state.challenge_keys, &claims).map_err(internal)?;
    state.metrics.record_challenge(ChallengeLabels::new(way, mode), factor);
    let ChallengeClaims { id, work, .. } = claims;
    let lifetime_s = CHALLENGE_LIFETIME_S;
    Ok(Json(ChallengeResponse { challenge, id, way, mode, work, lifetime_s }))
}

/// The way of that name if the site offers it, or else its first one.
fn offered_way(site: &Site, name: Option<String>) -> Result<Way, ErrorCode> {
    let way = non_empty(name).map_or(Some(site.first_way()), |name| Way::from_name(&name));
    way.filter(|way| *way == Way::Press || site.ways.contains(way)).ok_or(ErrorCode::InvalidWay)
}

fn mode(name: Option<String>) -> Result<Mode, ErrorCode> {
    let mode = non_empty(name).map_or(Some(Mode::default()), |name| Mode::from_name(&name));
    mode.ok_or(ErrorCode::InvalidMode)
}

fn non_empty(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.is_empty())
}

/// A text of letters, digits and these signs, or nothing.
fn plain_text(text: Option<String>, max_chars: usize, signs: &[u8]) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || signs.contains(&byte);
    let text = text.unwrap_or_default();
    (text.len() <= max_chars && text.bytes().all(is_plain)).then_some(text)
}
