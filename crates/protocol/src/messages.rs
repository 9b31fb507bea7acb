//! The bodies of requests and responses.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::ErrorCode;

/// The body of `POST redeem`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedeemRequest {
    /// The signed challenge, unchanged.
    pub challenge: String,
    /// The accepted window, by [`crate::evidence::encode`]; absent without a gesture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// One nonce for each puzzle, in order.
    pub work: Vec<u32>,
    /// A report for the operator's counters; nothing depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
}

/// What the widget reports of a verification: nothing that says who it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// From the first press to this redeem, in tenths of a second.
    pub took_ds: u32,
    /// The hints that were given, by [`crate::Hint::name`]; at most [`crate::limits::MAX_REPORT_HINTS`],
    /// each of at most [`crate::limits::MAX_HINT_CHARS`]. A server must expect names it does not know.
    pub hints: Vec<String>,
    /// The language the widget speaks, as the tag of its strings.
    pub lang: String,
}

/// The response to a redeem that succeeded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RedeemResponse {
    /// The token: the form sends it to the site, and the site to siteverify.
    pub token: String,
    /// The score, from 0.7 to 1.0.
    pub score: f64,
    /// The renewal key, with which `renew` is authenticated; it never goes into the form.
    pub renew: String,
    /// How long the token may be renewed from now on, in seconds.
    pub renew_for_s: u64,
    /// How long the token is fresh from now on, in seconds.
    pub expires_in_s: u64,
    /// Whether the widget may ask "Was that easy?" and send [`SurveyRequest`].
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub survey: bool,
}

/// The body of `POST survey`: the answer to "Was that easy?".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyRequest {
    /// The latest token, fresh, expired or used.
    pub token: String,
    /// The `renew` of [`RedeemResponse`].
    pub renew: String,
    /// Whether it was easy.
    pub easy: bool,
}

/// The body of `POST renew`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewRequest {
    /// The latest token, fresh or expired.
    pub token: String,
    /// The `renew` of [`RedeemResponse`].
    pub renew: String,
}

/// The response to a renewal that succeeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewResponse {
    /// The fresh token.
    pub token: String,
    /// How long it is fresh from now on, in seconds.
    pub expires_in_s: u64,
    /// How long it may be renewed from now on, in seconds.
    pub renew_for_s: u64,
}

/// The response to a challenge, redeem, renewal or survey that was refused; its HTTP status is not 2xx.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorResponse {
    /// The codes, by [`ErrorCode::as_str`]; a client must expect codes it does not know.
    #[serde(rename = "error-codes")]
    pub error_codes: Vec<String>,
    /// The recogniser's reason, for the one hint that would help most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What is wrong and where it is set right, for the developer who reads the browser's console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl ErrorResponse {
    /// An error response with one code.
    #[must_use]
    pub fn new(code: ErrorCode, hint: Option<&str>) -> Self {
        let error_codes = [code.as_str().to_string()].into();
        Self { error_codes, hint: hint.map(ToString::to_string), message: None }
    }

    /// The same with words for the developer.
    #[must_use]
    pub fn with_message(self, message: Option<String>) -> Self {
        Self { message, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_the_json_that_sites_expect() {
        let json =
            serde_json::to_string(&ErrorResponse::new(ErrorCode::ChallengeSpent, None)).unwrap();
        assert_eq!(json, r#"{"error-codes":["challenge-spent"]}"#);
        let json =
            serde_json::to_string(&ErrorResponse::new(ErrorCode::EvidenceRefused, Some("still")));
        assert_eq!(json.unwrap(), r#"{"error-codes":["evidence-refused"],"hint":"still"}"#);
        let refused = ErrorResponse::new(ErrorCode::OriginNotAllowed, None);
        let json = serde_json::to_string(&refused.with_message(Some("add it".to_string())));
        assert_eq!(json.unwrap(), r#"{"error-codes":["origin-not-allowed"],"message":"add it"}"#);
    }

    #[test]
    fn evidence_may_be_absent() {
        let request: RedeemRequest =
            serde_json::from_str(r#"{"challenge":"c","work":[1,2]}"#).unwrap();
        assert_eq!((request.evidence, request.report), (None, None));
        assert_eq!(request.work, [1, 2]);
    }
}
