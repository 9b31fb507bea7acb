//! `POST /renew`: a fresh token for a verification that has not been used yet.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use passwave_protocol::limits::TOKEN_LIFETIME_S;
use passwave_protocol::{ErrorCode, RenewRequest, RenewResponse};

use crate::config::site::Site;
use crate::http::error::{ApiError, internal};
use crate::http::origin;
use crate::http::state::AppState;
use crate::tokens::claims::{RENEWAL_AUDIENCE, RenewalClaims, TokenClaims};
use crate::tokens::issue::family_key;
use crate::tokens::jwt;
use crate::tokens::kind::TokenKind;
use crate::tokens::test_keys;

/// Answers with a fresh token of the same family.
pub(crate) async fn handle(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<RenewResponse>, ApiError> {
    let request: RenewRequest =
        serde_json::from_slice(&body?).map_err(|_| ErrorCode::BadRequest)?;
    if state.test_keys {
        return Ok(Json(renew_test_token(&request)?));
    }
    let now_s = state.clock.now_s();
    let HeldVerification { site, renewal, token } =
        held_verification(&state, &headers, &request.token, &request.renew)?;
    let family = family_key(&site.sitekey, &renewal.fid);
    if renewal.exp <= now_s
        || state.store.is_spent(family, renewal.iat, now_s).await.map_err(internal)?
    {
        return Err(ErrorCode::RenewalOver.into());
    }
    let token = state.issuer(site).token(token, now_s).map_err(internal)?;
    let renew_for_s = renewal.exp - now_s;
    state.metrics.record_renewal();
    Ok(Json(RenewResponse { token, expires_in_s: TOKEN_LIFETIME_S, renew_for_s }))
}

/// A verification whose token and renewal key the sender holds.
pub(super) struct HeldVerification<'a> {
    pub(super) site: &'a Site,
    pub(super) renewal: RenewalClaims,
    pub(super) token: TokenClaims,
}

/// Checks that the token and the renewal key are of one family, and the origin. The token may have expired.
pub(super) fn held_verification<'a>(
    state: &'a AppState,
    headers: &HeaderMap,
    token: &str,
    renew: &str,
) -> Result<HeldVerification<'a>, ApiError> {
    let renewal: RenewalClaims =
        jwt::verify(TokenKind::Renewal, &state.renewal_keys, RENEWAL_AUDIENCE, renew)
            .map_err(|_| ErrorCode::InvalidRenewal)?;
    let site = state.sites.by_sitekey(&renewal.site).ok_or(ErrorCode::InvalidRenewal)?;
    origin::hostname(site, headers)?;
    let token: TokenClaims = jwt::verify(TokenKind::Token, &site.token_keys, &site.sitekey, token)
        .map_err(|_| ErrorCode::InvalidToken)?;
    if token.fid != renewal.fid {
        return Err(ErrorCode::InvalidRenewal.into());
    }
    Ok(HeldVerification { site, renewal, token })
}

fn renew_test_token(request: &RenewRequest) -> Result<RenewResponse, ErrorCode> {
    if request.token != test_keys::TOKEN {
        return Err(ErrorCode::InvalidToken);
    }
    if request.renew != test_keys::RENEWAL {
        return Err(ErrorCode::InvalidRenewal);
    }
    let token = test_keys::TOKEN.to_owned();
    Ok(RenewResponse { token, expires_in_s: TOKEN_LIFETIME_S, renew_for_s: TOKEN_LIFETIME_S })
}
