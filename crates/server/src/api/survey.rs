//! `POST /survey`: the answer to "Was that easy?", for sites with `survey = true`.
//!
//! Only the holder of a verification can answer, and each verification counts once. The answer is kept in two
//! counters and nowhere else.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use passwave_protocol::limits::RENEW_LIFETIME_S;
use passwave_protocol::{ErrorCode, SurveyRequest};

use super::renew::{HeldVerification, held_verification};
use crate::digest::{digest, random_bytes};
use crate::http::error::{ApiError, internal};
use crate::http::state::AppState;
use crate::store::{Entry, Spent};

/// Counts the first answer of a verification; later ones change nothing.
pub(crate) async fn handle(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let request: SurveyRequest =
        serde_json::from_slice(&body?).map_err(|_| ErrorCode::BadRequest)?;
    let HeldVerification { site, renewal, .. } =
        held_verification(&state, &headers, &request.token, &request.renew)?;
    if !site.survey {
        return Err(ErrorCode::BadRequest.into());
    }
    let now_s = state.clock.now_s();
    let (issued_at_s, expires_at_s) = (renewal.iat, renewal.iat + RENEW_LIFETIME_S);
    if expires_at_s <= now_s {
        return Err(ErrorCode::RenewalOver.into());
    }
    let key = digest("survey", &[site.sitekey.as_bytes(), renewal.fid.as_bytes()]);
    let mark = random_bytes().map_err(internal)?;
    let entry = Entry { key, mark, issued_at_s, expires_at_s };
    if state.store.spend(entry, now_s).await.map_err(internal)? == Spent::First {
        state.metrics.record_survey_answer(request.easy);
    }
    Ok(StatusCode::NO_CONTENT)
}
