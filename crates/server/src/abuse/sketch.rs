//! Sliding-window count-min sketch with fixed memory.
//!
//! No key is stored, only two rows of counters. Each key is hashed to one counter in each row, with random
//! keys of this process; the estimate is the lower of the two. Two keys rarely share both counters.

use std::hash::{BuildHasher, Hash, RandomState};

use crate::limits::SKETCH_COUNTERS;

/// The counters of the current and of the previous period.
pub(crate) struct SlidingSketch {
    period_s: u64,
    hashers: [RandomState; 2],
    period: u64,
    current: Vec<u32>,
    previous: Vec<u32>,
}

/// The two counters of a key.
#[derive(Clone, Copy)]
pub(crate) struct Cells([usize; 2]);

impl SlidingSketch {
    /// An empty sketch with a window of `period_s` seconds.
    pub(crate) fn new(period_s: u64) -> Self {
        Self {
            period_s,
            hashers: [RandomState::new(), RandomState::new()],
            period: 0,
            current: vec![0; 2 * SKETCH_COUNTERS],
            previous: vec![0; 2 * SKETCH_COUNTERS],
        }
    }

    /// The counters of this key.
    pub(crate) fn cells(&self, key: impl Hash) -> Cells {
        let [first, second] =
            [0, 1].map(|row| self.hashers[row].hash_one(&key) as usize % SKETCH_COUNTERS);
        Cells([first, SKETCH_COUNTERS + second])
    }

    /// Adds one to the counters of a key.
    pub(crate) fn increment(&mut self, cells: Cells, now_s: u64) {
        self.advance_to(now_s / self.period_s);
        for cell in cells.0 {
            self.current[cell] = self.current[cell].saturating_add(1);
        }
    }

    fn advance_to(&mut self, period: u64) {
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

    /// The estimated count in the window that ends at `at_s`, which is now or later: the count of its period
    /// and a proportional share of the period before.
    pub(crate) fn estimate(&self, cells: Cells, at_s: u64) -> u64 {
        let least =
            |counters: &[u32]| cells.0.map(|cell| u64::from(counters[cell])).into_iter().min();
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
