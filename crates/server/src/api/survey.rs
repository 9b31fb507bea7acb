//! `POST /survey`: the answer to "Was that easy?", for sites that have it asked.
//!
//! Only whoever holds a verification can answer, and each verification counts once. Nothing but two
//! counters keeps it.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use passwave_protocol::limits::RENEW_LIFETIME_S;
use passwave_protocol::{ErrorCode, SurveyRequest};

use crate::api::renew::{Held, held};
use crate::digest::{digest, random_bytes};
use crate::http::error::{ApiError, internal};
use crate::http::state::AppState;
use crate::store::{Entry, Spent};

/// Counts the answer of a verification that has given none yet; another one changes nothing.
pub async fn answer(
    State(app): State<AppState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let request: SurveyRequest =
        serde_json::from_slice(&body?).map_err(|_| ErrorCode::BadRequest)?;
    let held = held(&app, &headers, &request.token, &request.renew)?;
    if !held.site.survey {
        return Err(ErrorCode::BadRequest.into());
    }
    if is_first(&app, &held).await? {
        app.metrics.survey_answered(request.easy);
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn is_first(app: &AppState, held: &Held<'_>) -> Result<bool, ErrorCode> {
    let now_s = app.clock.now_s();
    let (issued_at_s, expires_at_s) = (held.renewal.iat, held.renewal.iat + RENEW_LIFETIME_S);
    if expires_at_s <= now_s {
        return Err(ErrorCode::RenewalOver);
    }
    let key = digest("survey", &[held.site.sitekey.as_bytes(), held.renewal.fid.as_bytes()]);
    let mark = random_bytes().map_err(internal)?;
    let entry = Entry { key, mark, issued_at_s, expires_at_s };
    Ok(app.store.spend(entry, now_s).await.map_err(internal)? == Spent::First)
}
