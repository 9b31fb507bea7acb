//! The error response of the widget's endpoints: a code for the client, while causes go to the log.

use std::fmt::Display;

use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use passwave_protocol::{ErrorCode, ErrorResponse};

use crate::limits::RETRY_AFTER_FAILURE_S;
use crate::ops::metrics::labels::ChallengeLabels;

/// A refused request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub code: ErrorCode,
    /// The recogniser's reason, from which the widget chooses a hint.
    pub hint: Option<&'static str>,
    /// For the metrics; none before a valid challenge was read.
    pub labels: Option<ChallengeLabels>,
    /// Whether it is only that too much is under way.
    pub is_busy: bool,
}

impl ApiError {
    /// Nothing has been done; the client is told when to come back.
    pub(crate) fn busy() -> Self {
        Self { is_busy: true, ..Self::from(ErrorCode::InternalError) }
    }

    pub(crate) fn with_hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    pub(crate) fn with_labels(self, labels: ChallengeLabels) -> Self {
        Self { labels: Some(labels), ..self }
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self { code, hint: None, labels: None, is_busy: false }
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

/// Logs the cause of an internal error; the client is told its code alone.
pub(crate) fn internal(cause: impl Display) -> ErrorCode {
    tracing::error!(%cause, "internal error");
    ErrorCode::InternalError
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Json(ErrorResponse::new(self.code, self.hint));
        // The metrics middleware reads it from the extensions.
        let status = if self.is_busy { StatusCode::SERVICE_UNAVAILABLE } else { status(self.code) };
        let mut response = (status, Extension(self), body).into_response();
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
