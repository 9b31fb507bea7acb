//! Up to when expired entries may be purged, whatever the clock of the computer does.
//!
//! The wall clock alone would not do: when it jumps ahead, everything seems to have expired. So it is
//! believed only as far as time has passed by the monotonic clock. Where it goes further ahead, for example
//! after the server stood still for a night, it is believed after [`STORE_RETENTION_S`]: by then whatever
//! was spent before has really expired.
//!
//! This keeps good tokens from being refused. That no spent token passes does not depend on it:
//! a store remembers the latest time of issue of all that it ever purged, and refuses what was issued no later.

use std::time::{Duration, Instant};

use crate::limits::{PURGE_CLOCK_STEP_S, STORE_RETENTION_S};

/// Time that has passed, by a clock that nobody sets.
pub(crate) type Uptime = Box<dyn Fn() -> Duration + Send>;

/// The monotonic clock of this process.
pub(crate) fn process_uptime() -> Uptime {
    let start = Instant::now();
    Box::new(move || start.elapsed())
}

/// See the module.
pub(crate) struct PurgeClock {
    uptime: Uptime,
    /// A time that was believed, and the uptime at that moment.
    base: (u64, u64),
    /// The uptime since when the wall clock has been further ahead than time has passed.
    ahead_since_s: Option<u64>,
}

impl PurgeClock {
    /// Goes on from the latest horizon that a store was purged by.
    pub(crate) fn new(horizon_s: u64, uptime: Uptime) -> Self {
        let base = (horizon_s, uptime().as_secs());
        Self { uptime, base, ahead_since_s: None }
    }

    /// What had to be kept until then may be purged.
    pub(crate) fn horizon_s(&mut self, now_s: u64) -> u64 {
        let uptime_s = (self.uptime)().as_secs();
        let (base_s, since_s) = self.base;
        let believed_s = base_s + uptime_s.saturating_sub(since_s);
        if now_s > believed_s + PURGE_CLOCK_STEP_S {
            let ahead_since_s = *self.ahead_since_s.get_or_insert(uptime_s);
            if uptime_s - ahead_since_s < STORE_RETENTION_S {
                return believed_s;
            }
        }
        (self.base, self.ahead_since_s) = ((now_s, uptime_s), None);
        now_s
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    const START_S: u64 = 1_800_000_000;
    const DAY_S: u64 = 24 * 60 * 60;

    fn clock(horizon_s: u64) -> (PurgeClock, Arc<AtomicU64>) {
        let uptime_s = Arc::new(AtomicU64::new(0));
        let read = uptime_s.clone();
        let uptime = Box::new(move || Duration::from_secs(read.load(Ordering::SeqCst)));
        (PurgeClock::new(horizon_s, uptime), uptime_s)
    }

    #[test]
    fn clock_that_goes_as_time_passes_is_believed() {
        let (mut clock, uptime_s) = clock(START_S);
        for passed_s in [0, 1, 1000, 10 * DAY_S] {
            uptime_s.store(passed_s, Ordering::SeqCst);
            assert_eq!(clock.horizon_s(START_S + passed_s), START_S + passed_s);
        }
    }

    #[test]
    fn clock_that_jumps_ahead_moves_the_horizon_by_no_more_than_the_time_that_passed() {
        let (mut clock, uptime_s) = clock(START_S);
        assert_eq!(clock.horizon_s(START_S + DAY_S), START_S);
        uptime_s.store(STORE_RETENTION_S - 1, Ordering::SeqCst);
        assert_eq!(clock.horizon_s(START_S + 2 * DAY_S), START_S + STORE_RETENTION_S - 1);
        assert_eq!(clock.horizon_s(START_S + 100), START_S + 100, "it is right again");
        assert_eq!(clock.horizon_s(START_S + DAY_S), START_S + 100, "and is not believed sooner");
    }

    #[test]
    fn clock_that_stays_ahead_for_the_retention_is_believed() {
        let (mut clock, uptime_s) = clock(START_S);
        clock.horizon_s(START_S + DAY_S);
        uptime_s.store(STORE_RETENTION_S, Ordering::SeqCst);
        assert_eq!(clock.horizon_s(START_S + 2 * DAY_S), START_S + 2 * DAY_S);
    }

    #[test]
    fn clock_that_steps_back_moves_the_horizon_back() {
        let (mut clock, _) = clock(START_S);
        assert_eq!(clock.horizon_s(START_S - DAY_S), START_S - DAY_S);
        assert_eq!(clock.horizon_s(START_S), START_S - DAY_S);
    }
}
