//! `POST /renew`: a fresh token for a verification that nobody has used yet.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use passwave_protocol::limits::TOKEN_LIFETIME_S;
use passwave_protocol::{ErrorCode, RenewAnswer, RenewRequest};

use crate::config::site::Site;
use crate::digest::Digest32;
use crate::http::error::{ApiError, internal};
use crate::http::origin;
use crate::http::state::AppState;
use crate::tokens::claims::{RENEWAL_AUDIENCE, RenewalClaims, TokenClaims};
use crate::tokens::issue::{family_key, fresh_token};
use crate::tokens::jwt;
use crate::tokens::kind::TokenKind;
use crate::tokens::test_keys;

/// Answers with a fresh token of the same family.
pub async fn answer(
    State(app): State<AppState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<RenewAnswer>, ApiError> {
    let request: RenewRequest =
        serde_json::from_slice(&body?).map_err(|_| ErrorCode::BadRequest)?;
    if app.test_keys {
        return Ok(Json(renewed_dummy(&request)?));
    }
    let now_s = app.clock.now_s();
    let Held { site, renewal, token } = held(&app, &headers, &request.token, &request.renew)?;
    check_unspent(&app, site, &renewal, now_s).await?;
    let token = fresh_token(&app, site, token, now_s)?;
    let renew_for_s = renewal.exp - now_s;
    app.metrics.renewed();
    Ok(Json(RenewAnswer { token, expires_in_s: TOKEN_LIFETIME_S, renew_for_s }))
}

/// A verification that whoever asks holds.
pub(super) struct Held<'a> {
    pub site: &'a Site,
    pub renewal: RenewalClaims,
    pub token: TokenClaims,
}

/// Makes sure that the renewal key and the token are of one family, asked for by one of the site's pages.
pub(super) fn held<'a>(
    app: &'a AppState,
    headers: &HeaderMap,
    token: &str,
    renew: &str,
) -> Result<Held<'a>, ErrorCode> {
    let renewal = open(app, renew)?;
    let site = app.sites.by_sitekey(&renewal.site).ok_or(ErrorCode::InvalidRenewal)?;
    origin::hostname(site, headers)?;
    let token = open_token(site, &renewal, token)?;
    Ok(Held { site, renewal, token })
}

fn open(app: &AppState, renew: &str) -> Result<RenewalClaims, ErrorCode> {
    jwt::verify(TokenKind::Renewal, &app.renewal_keys, RENEWAL_AUDIENCE, renew)
        .map_err(|_| ErrorCode::InvalidRenewal)
}

/// The token may have expired; it must only be of the family that the renewal key names.
fn open_token(site: &Site, renewal: &RenewalClaims, token: &str) -> Result<TokenClaims, ErrorCode> {
    let claims: TokenClaims = jwt::verify(TokenKind::Token, &site.token_keys, &site.sitekey, token)
        .map_err(|_| ErrorCode::InvalidToken)?;
    if claims.fid == renewal.fid { Ok(claims) } else { Err(ErrorCode::InvalidRenewal) }
}

async fn check_unspent(
    app: &AppState,
    site: &Site,
    renewal: &RenewalClaims,
    now_s: u64,
) -> Result<(), ErrorCode> {
    let family = family_key(&site.sitekey, &renewal.fid);
    let is_over = renewal.exp <= now_s || is_spent(app, family, renewal.iat, now_s).await?;
    if is_over { Err(ErrorCode::RenewalOver) } else { Ok(()) }
}

async fn is_spent(
    app: &AppState,
    family: Digest32,
    verified_s: u64,
    now_s: u64,
) -> Result<bool, ErrorCode> {
    app.store.is_spent(family, verified_s, now_s).await.map_err(internal)
}

fn renewed_dummy(request: &RenewRequest) -> Result<RenewAnswer, ErrorCode> {
    if request.token != test_keys::TOKEN {
        return Err(ErrorCode::InvalidToken);
    }
    if request.renew != test_keys::RENEWAL {
        return Err(ErrorCode::InvalidRenewal);
    }
    let token = test_keys::TOKEN.to_owned();
    Ok(RenewAnswer { token, expires_in_s: TOKEN_LIFETIME_S, renew_for_s: TOKEN_LIFETIME_S })
}
