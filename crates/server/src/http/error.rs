//! What a client is told when its request is refused: a code, never a cause.

use std::fmt::Display;

use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use passwave_protocol::{ErrorCode, Refusal};

use crate::limits::RETRY_AFTER_FAILURE_S;
use crate::ops::metrics::ChallengeLabels;

/// A refusal on its way to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// Why.
    pub code: ErrorCode,
    /// The recogniser's reason, for the one hint that would help most.
    pub hint: Option<&'static str>,
    /// What was asked for, where that is known; for the counters alone.
    pub labels: Option<ChallengeLabels>,
}

impl ApiError {
    /// The same refusal of something that was asked for.
    #[must_use]
    pub fn of(self, labels: Option<ChallengeLabels>) -> Self {
        Self { labels, ..self }
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self { code, hint: None, labels: None }
    }
}

impl From<BytesRejection> for ApiError {
    fn from(rejection: BytesRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::TooLarge.into(),
            _ => ErrorCode::BadRequest.into(),
        }
    }
}

/// Writes the cause of a failure of our own to the log and makes the code for the client.
pub fn internal(cause: impl Display) -> ErrorCode {
    tracing::error!(%cause, "a request failed");
    ErrorCode::InternalError
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Json(Refusal::new(self.code, self.hint));
        // The counters find it in the extensions.
        let mut response = (status(self.code), Extension(self), body).into_response();
        if self.code == ErrorCode::InternalError {
            response.headers_mut().insert(RETRY_AFTER, RETRY_AFTER_FAILURE_S.into());
        }
        response
    }
}

fn status(code: ErrorCode) -> StatusCode {
    use ErrorCode::*;
    match code {
        OriginNotAllowed => StatusCode::FORBIDDEN,
        ChallengeExpired | ChallengeSpent | EvidenceSeenBefore | RenewalOver
        | TimeoutOrDuplicate => StatusCode::CONFLICT,
        TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        EvidenceRefused => StatusCode::UNPROCESSABLE_ENTITY,
        RateLimited => StatusCode::TOO_MANY_REQUESTS,
        InternalError => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}
