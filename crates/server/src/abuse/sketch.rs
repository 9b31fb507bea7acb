//! Sliding-window count-min sketch with fixed memory.
//!
//! No key is stored, only two rows of counters. Each key is hashed to one counter in each row, with random
//! keys of this process; the estimate is the lower of the two. Two keys rarely share both counters.

use std::hash::{BuildHasher, Hash, RandomState};

use crate::limits::SKETCH_COUNTERS;

/// The counters of the current and of the previous period.
///
/// Its own time never goes back: callers read the clock before they do their work, and clocks are set right.
pub(crate) struct SlidingSketch {
    period_s: u64,
    hashers: [RandomState; 2],
    /// The latest time, in the sketch's own seconds.
    now_s: u64,
    /// How far the sketch's own time is ahead of the clock, since the clock last stepped back.
    ahead_s: u64,
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
            now_s: 0,
            ahead_s: 0,
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

    /// Moves on to this time of the clock. An earlier time changes nothing; if it is earlier by more than a period,
    /// the clock has stepped back, and the sketch's time goes on from there.
    pub(crate) fn advance_to(&mut self, clock_s: u64) {
        if clock_s.saturating_add(self.ahead_s).saturating_add(self.period_s) < self.now_s {
            self.ahead_s = self.now_s - clock_s;
        }
        let now_s = clock_s.saturating_add(self.ahead_s).max(self.now_s);
        let periods = now_s / self.period_s - self.now_s / self.period_s;
        if periods > 0 {
            std::mem::swap(&mut self.previous, &mut self.current);
            self.current.fill(0);
        }
        if periods > 1 {
            self.previous.fill(0);
        }
        self.now_s = now_s;
    }

    /// Adds one to the counters of a key.
    pub(crate) fn increment(&mut self, cells: Cells) {
        for cell in cells.0 {
            self.current[cell] = self.current[cell].saturating_add(1);
        }
    }

    /// The estimated count in the window that ends in `later_s` seconds: the count of its period and a proportional
    /// share of the period before.
    pub(crate) fn estimate_in(&self, later_s: u64, cells: Cells) -> u64 {
        let least =
            |counters: &[u32]| cells.0.map(|cell| u64::from(counters[cell])).into_iter().min();
        let [current, previous] =
            [&self.current, &self.previous].map(|row| least(row).unwrap_or_default());
        let at_s = self.now_s.saturating_add(later_s);
        let left_s = self.period_s - at_s % self.period_s;
        match at_s / self.period_s - self.now_s / self.period_s {
            0 => current + previous * left_s / self.period_s,
            1 => current * left_s / self.period_s,
            _ => 0,
        }
    }
}
