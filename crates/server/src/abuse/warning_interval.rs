//! Keeps a warning about every request from flooding the log.

use std::sync::atomic::{AtomicU64, Ordering};

/// The shortest time between two warnings, in seconds.
const INTERVAL_S: u64 = 60;

/// When a warning was last due.
#[derive(Default)]
pub(crate) struct WarningInterval(AtomicU64);

impl WarningInterval {
    /// Whether the last warning was a minute ago or more; if so, the minute begins anew. A clock that steps back
    /// does not silence it.
    pub(crate) fn is_due(&self, now_s: u64) -> bool {
        let last_s = self.0.load(Ordering::Relaxed);
        let is_over = now_s.abs_diff(last_s) >= INTERVAL_S;
        let (set, read) = (Ordering::Relaxed, Ordering::Relaxed);
        is_over && self.0.compare_exchange(last_s, now_s, set, read).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::WarningInterval;

    #[test]
    fn warning_is_due_once_a_minute() {
        let interval = WarningInterval::default();
        let times_s = [1000, 1000, 1059, 1060, 1061, 500, 501, 560];
        let due = times_s.map(|now_s| interval.is_due(now_s));
        assert_eq!(due, [true, false, false, true, false, true, false, true]);
    }
}
