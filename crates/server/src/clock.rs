//! The clock, and times as text.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// A source of the current time; tests pass their own and never sleep.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    /// The system clock.
    #[must_use]
    pub fn system() -> Self {
        Self::from_fn(|| {
            SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
        })
    }

    /// A clock that calls this function.
    pub fn from_fn(now_s: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now_s))
    }

    /// The current time, in Unix seconds.
    #[must_use]
    pub fn now_s(&self) -> u64 {
        (self.0)()
    }
}

/// Formats Unix seconds as ISO 8601, for example `2026-01-31T08:00:00Z`.
#[must_use]
pub(crate) fn iso_8601(at_s: u64) -> String {
    let at = i64::try_from(at_s).ok().and_then(|at_s| jiff::Timestamp::from_second(at_s).ok());
    at.unwrap_or(jiff::Timestamp::MAX).to_string()
}

/// Parses a time in ISO 8601 into Unix seconds.
#[must_use]
pub(crate) fn from_iso_8601(text: &str) -> Option<u64> {
    let at: jiff::Timestamp = text.parse().ok()?;
    u64::try_from(at.as_second()).ok()
}

#[cfg(test)]
mod tests {
    use super::{from_iso_8601, iso_8601};

    #[test]
    fn times_are_formatted_and_parsed_as_iso_8601() {
        assert_eq!(iso_8601(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso_8601(1_769_846_400), "2026-01-31T08:00:00Z");
        assert!(iso_8601(u64::MAX).starts_with("9999-"));
        assert_eq!(from_iso_8601("2026-01-31T08:00:00Z"), Some(1_769_846_400));
        assert_eq!(from_iso_8601("yesterday"), None);
    }
}
