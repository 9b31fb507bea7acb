//! Counts of the last while, for any number of keys in a fixed amount of memory.
//!
//! No key is kept, only counters: two rows of them, each key hashed to one counter in each row with
//! a secret of this process. Strangers share both of a key's counters by rare chance only, and the
//! lower of the two counts.

use std::hash::{BuildHasher, Hash, RandomState};

use crate::limits::SLIDING_COUNTERS;

/// The counters of this period and of the one before.
pub struct SlidingSketch {
    period_s: u64,
    hashers: [RandomState; 2],
    period: u64,
    current: Vec<u32>,
    previous: Vec<u32>,
}

/// Where a key is counted.
#[derive(Clone, Copy)]
pub struct Places([usize; 2]);

impl SlidingSketch {
    /// Counts over a window of so many seconds.
    #[must_use]
    pub fn new(period_s: u64) -> Self {
        Self {
            period_s,
            hashers: [RandomState::new(), RandomState::new()],
            period: 0,
            current: vec![0; 2 * SLIDING_COUNTERS],
            previous: vec![0; 2 * SLIDING_COUNTERS],
        }
    }

    /// Where this key is counted.
    pub fn places(&self, key: impl Hash) -> Places {
        let [first, second] =
            [0, 1].map(|row| self.hashers[row].hash_one(&key) as usize % SLIDING_COUNTERS);
        Places([first, SLIDING_COUNTERS + second])
    }

    /// One more.
    pub fn count(&mut self, places: Places, now_s: u64) {
        self.turn_to(now_s / self.period_s);
        for place in places.0 {
            self.current[place] = self.current[place].saturating_add(1);
        }
    }

    fn turn_to(&mut self, period: u64) {
        if period == self.period {
            return;
        }
        std::mem::swap(&mut self.previous, &mut self.current);
        if period != self.period + 1 {
            self.previous.fill(0);
        }
        self.current.fill(0);
        self.period = period;
    }

    /// About how many there were in the window that ends at `at_s`, now or later: all of its period's
    /// and a share of those of the period before.
    #[must_use]
    pub fn seen(&self, places: Places, at_s: u64) -> u64 {
        let least =
            |counters: &[u32]| places.0.map(|place| u64::from(counters[place])).into_iter().min();
        let [current, previous] =
            [&self.current, &self.previous].map(|row| least(row).unwrap_or_default());
        let left_s = self.period_s - at_s % self.period_s;
        match (at_s / self.period_s).saturating_sub(self.period) {
            0 => current + previous * left_s / self.period_s,
            1 => current * left_s / self.period_s,
            _ => 0,
        }
    }
}
