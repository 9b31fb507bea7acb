//! Logs the refusals that an operator can mend: a page's host that is missing in the configuration, an unknown sitekey.

use axum::http::HeaderValue;
use passwave_protocol::ErrorCode;

use crate::abuse::warning_interval::WarningInterval;
use crate::http::error::ApiError;
use crate::http::origin::{PageOrigin, page_origin};
use crate::limits::MAX_HOST_BYTES;

/// Each kind is logged once a minute at the most: any page can have such requests sent.
#[derive(Default)]
pub(crate) struct RefusalLog {
    origin: WarningInterval,
    sitekey: WarningInterval,
}

impl RefusalLog {
    /// The sitekey itself is not logged: it may be a secret that was written in its place.
    pub(crate) fn note(&self, error: &ApiError, origin: Option<&HeaderValue>, now_s: u64) {
        match (error.code, &error.message) {
            (ErrorCode::OriginNotAllowed, Some(message)) if self.origin.is_due(now_s) => {
                tracing::warn!("refused: {message} (said once a minute at the most)");
            }
            (ErrorCode::InvalidSitekey, _) if self.sitekey.is_due(now_s) => {
                let page = page(origin);
                tracing::warn!(
                    "refused: {page} names a sitekey that no site has: compare it with [[sites]] in the \
                     configuration (said once a minute at the most)"
                );
            }
            _ => {}
        }
    }
}

fn page(origin: Option<&HeaderValue>) -> String {
    match origin.and_then(page_origin) {
        Some(PageOrigin::Host(host)) if host.len() <= MAX_HOST_BYTES => {
            format!("a page of {host:?}")
        }
        _ => "a page".to_owned(),
    }
}
