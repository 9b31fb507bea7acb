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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub code: ErrorCode,
    /// The recogniser's reason, from which the widget chooses a hint.
    pub hint: Option<&'static str>,
    /// What is wrong and where it is set right, for the console of the page's developer.
    pub message: Option<String>,
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

    pub(crate) fn with_message(self, message: String) -> Self {
        Self { message: Some(message), ..self }
    }

    pub(crate) fn with_labels(self, labels: ChallengeLabels) -> Self {
        Self { labels: Some(labels), ..self }
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self { code, hint: None, message: None, labels: None, is_busy: false }
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
        let refusal = ErrorResponse::new(self.code, self.hint);
        let message = self.message.clone().or_else(|| advice(self.code).map(ToOwned::to_owned));
        let body = Json(refusal.with_message(message));
        let code = self.code;
        let status = if self.is_busy { StatusCode::SERVICE_UNAVAILABLE } else { status(code) };
        // Metrics and log read it from the extensions.
        let mut response = (status, Extension(self), body).into_response();
        if code == ErrorCode::InternalError {
            response.headers_mut().insert(RETRY_AFTER, RETRY_AFTER_FAILURE_S.into());
        }
        response
    }
}

/// What a developer may have to change, where the code tells.
fn advice(code: ErrorCode) -> Option<&'static str> {
    use ErrorCode::*;
    Some(match code {
        InvalidSitekey => {
            "no site of this server has this sitekey: compare it with [[sites]] in the server's configuration"
        }
        InvalidAction => "an action has at most 100 characters of A-Z a-z 0-9 _ - /",
        InvalidCdata => "cdata has at most 255 characters of A-Z a-z 0-9 _ -",
        InvalidWay => {
            "the site does not offer this way: see `ways` of the site in the server's configuration"
        }
        InvalidMode => "a mode is \"standard\" or \"elder\"",
        UnknownVersion => {
            "page and server are of different versions: load the script from this server"
        }
        RateLimited => {
            "this address asks too often: see requests_per_minute and trusted_proxies in the server's configuration"
        }
        _ => return None,
    })
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
