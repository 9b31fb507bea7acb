//! What a client is told when its request is refused: a code, never a cause.

use std::fmt::Display;

use axum::Json;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use passwave_protocol::{ErrorCode, Refusal};

/// A refusal on its way to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub code: ErrorCode,
    /// The recogniser's reason, for the one hint that would help most.
    pub hint: Option<&'static str>,
}

impl From<ErrorCode> for Refused {
    fn from(code: ErrorCode) -> Self {
        Self { code, hint: None }
    }
}

impl From<BytesRejection> for Refused {
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

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (status(self.code), Json(Refusal::new(self.code, self.hint))).into_response()
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
