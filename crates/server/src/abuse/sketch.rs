//! Sliding-window count-min sketch with fixed memory, which several instances can fill together.
//!
//! No key is stored, only two rows of counters. Each key is hashed to one counter in each row, with a secret that
//! all instances have; the estimate is the lower of the two. Two keys rarely share both counters.
//!
//! An instance counts for itself, and shows the others a snapshot of its own counts now and then. It adds up what it
//! was shown last; so nothing counts twice, however often a snapshot comes and whatever was lost on the way.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::digest::{Digest32, digest};
use crate::limits::SKETCH_COUNTERS;

/// The counters of one period: two rows.
const PERIOD_COUNTERS: usize = 2 * SKETCH_COUNTERS;

/// A sketch that the requests of all endpoints fill.
#[derive(Clone)]
pub(crate) struct SharedSketch(Arc<Mutex<SlidingSketch>>);

impl SharedSketch {
    /// An empty one; see [`SlidingSketch::new`].
    pub(crate) fn new(period_s: u64, secret: &Digest32) -> Self {
        Self(Arc::new(Mutex::new(SlidingSketch::new(period_s, secret))))
    }

    /// The sketch at this time of the clock.
    pub(crate) fn at(&self, clock_s: u64) -> MutexGuard<'_, SlidingSketch> {
        let mut sketch = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sketch.advance_to(clock_s);
        sketch
    }

    /// The same sketch; another secret empties it.
    pub(crate) fn with_secret(&self, secret: &Digest32) -> Self {
        let mut sketch = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sketch.secret != *secret {
            *sketch = SlidingSketch::new(sketch.period_s, secret);
        }
        drop(sketch);
        self.clone()
    }

    /// What this instance has counted: when its period began, by the clock, and the counters that are not zero, those
    /// of the previous period behind those of the current one. Requests wait for no more than a copy.
    pub(crate) fn snapshot(&self, clock_s: u64) -> Vec<u8> {
        let sketch = self.at(clock_s);
        let (start_s, own) = (sketch.period_start_s(), sketch.own.clone());
        drop(sketch);
        let counts = (0_u64..).zip(own.current.iter().chain(&own.previous));
        let counts = counts.filter(|(_, count)| **count > 0);
        let counts =
            counts.flat_map(|(cell, count)| (cell | u64::from(*count) << 32).to_le_bytes());
        start_s.to_le_bytes().into_iter().chain(counts).collect()
    }

    /// From now on, adds what these snapshots of the other instances say, and nothing else of them.
    pub(crate) fn set_others<'a>(&self, clock_s: u64, snapshots: impl Iterator<Item = &'a [u8]>) {
        let sketch = self.at(clock_s);
        let (start_s, period_s) = (sketch.period_start_s(), sketch.period_s);
        drop(sketch);
        let mut others = Counters::default();
        for snapshot in snapshots {
            others.add(snapshot, start_s, period_s);
        }
        let mut sketch = self.at(clock_s);
        // Otherwise a period has just ended; the next snapshots come soon.
        if sketch.period_start_s() == start_s {
            sketch.others = others;
        }
    }
}

/// The counters of the current and of the previous period.
///
/// Its own time never goes back: callers read the clock before they do their work, and clocks are set right.
pub(crate) struct SlidingSketch {
    period_s: u64,
    secret: Digest32,
    /// The latest time, in the sketch's own seconds.
    now_s: u64,
    /// How far the sketch's own time is ahead of the clock, since the clock last stepped back.
    ahead_s: u64,
    own: Counters,
    /// What the other instances have counted; empty if there are none.
    others: Counters,
}

#[derive(Clone, Default)]
struct Counters {
    current: Vec<u32>,
    previous: Vec<u32>,
}

/// The two counters of a key.
#[derive(Clone, Copy)]
pub(crate) struct Cells([usize; 2]);

impl Counters {
    fn zero() -> Self {
        Self { current: vec![0; PERIOD_COUNTERS], previous: vec![0; PERIOD_COUNTERS] }
    }

    /// Begins a new period, or so many.
    fn advance(&mut self, periods: u64) {
        if periods > 0 {
            std::mem::swap(&mut self.previous, &mut self.current);
            self.current.fill(0);
        }
        if periods > 1 {
            self.previous.fill(0);
        }
    }

    /// Adds a snapshot to the counters of a period that began at `start_s`. What is none adds nothing.
    fn add(&mut self, snapshot: &[u8], start_s: i64, period_s: u64) -> Option<()> {
        if self.current.is_empty() {
            *self = Self::zero();
        }
        let (its_start_s, counts) = snapshot.split_first_chunk()?;
        let period_s = i64::try_from(period_s).ok()?;
        let later_s = start_s.checked_sub(i64::from_le_bytes(*its_start_s))?;
        let periods_later = later_s.checked_add(period_s / 2)?.div_euclid(period_s);
        for count in counts.as_chunks().0 {
            let count = u64::from_le_bytes(*count);
            let (cell, count) = (count as u32 as usize, (count >> 32) as u32);
            let periods_ago = i64::try_from(cell / PERIOD_COUNTERS).ok()?;
            let counters = match periods_later.checked_add(periods_ago)? {
                0 => &mut self.current,
                1 => &mut self.previous,
                _ => continue,
            };
            let counter = &mut counters[cell % PERIOD_COUNTERS];
            *counter = counter.saturating_add(count);
        }
        Some(())
    }
}

impl SlidingSketch {
    /// An empty sketch with a window of `period_s` seconds.
    fn new(period_s: u64, secret: &Digest32) -> Self {
        Self {
            period_s,
            secret: *secret,
            now_s: 0,
            ahead_s: 0,
            own: Counters::zero(),
            others: Counters::default(),
        }
    }

    /// The counters of the key that consists of these parts.
    pub(crate) fn cells(&self, key: &[&[u8]]) -> Cells {
        let digest = digest("sketch", &[&[&self.secret[..]], key].concat());
        let (numbers, _) = digest.as_chunks();
        let cell = |row: usize| u64::from_le_bytes(numbers[row]) as usize % SKETCH_COUNTERS;
        Cells([0, 1].map(|row| row * SKETCH_COUNTERS + cell(row)))
    }

    /// Moves on to this time of the clock. An earlier time changes nothing; if it is earlier by more than a period,
    /// the clock has stepped back, and the sketch's time goes on from there.
    fn advance_to(&mut self, clock_s: u64) {
        if clock_s.saturating_add(self.ahead_s).saturating_add(self.period_s) < self.now_s {
            self.ahead_s = self.now_s - clock_s;
        }
        let now_s = clock_s.saturating_add(self.ahead_s).max(self.now_s);
        let periods = now_s / self.period_s - self.now_s / self.period_s;
        self.own.advance(periods);
        self.others.advance(periods);
        self.now_s = now_s;
    }

    /// Adds one to the counters of a key.
    pub(crate) fn increment(&mut self, cells: Cells) {
        for cell in cells.0 {
            self.own.current[cell] = self.own.current[cell].saturating_add(1);
        }
    }

    /// The estimated count in the window that ends in `later_s` seconds: the count of its period and a proportional
    /// share of the period before.
    pub(crate) fn estimate_in(&self, later_s: u64, cells: Cells) -> u64 {
        let least = |own: &[u32], others: &[u32]| {
            let others = |cell: usize| others.get(cell).map_or(0, |count| u64::from(*count));
            let counts = cells.0.map(|cell| u64::from(own[cell]) + others(cell));
            counts.into_iter().min().unwrap_or_default()
        };
        let current = least(&self.own.current, &self.others.current);
        let previous = least(&self.own.previous, &self.others.previous);
        let at_s = self.now_s.saturating_add(later_s);
        let left_s = self.period_s - at_s % self.period_s;
        match at_s / self.period_s - self.now_s / self.period_s {
            0 => current + previous * left_s / self.period_s,
            1 => current * left_s / self.period_s,
            _ => 0,
        }
    }

    /// When the current period began, by the clock.
    fn period_start_s(&self) -> i64 {
        let start_s = self.now_s - self.now_s % self.period_s;
        i64::try_from(start_s).unwrap_or(i64::MAX).saturating_sub_unsigned(self.ahead_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(secret: u8) -> SharedSketch {
        SharedSketch::new(60, &[secret; 32])
    }

    fn count(sketch: &SharedSketch, key: &[u8], clock_s: u64, times: usize) {
        let mut sketch = sketch.at(clock_s);
        let cells = sketch.cells(&[key]);
        (0..times).for_each(|_| sketch.increment(cells));
    }

    fn estimate(sketch: &SharedSketch, key: &[u8], clock_s: u64) -> u64 {
        let sketch = sketch.at(clock_s);
        sketch.estimate_in(0, sketch.cells(&[key]))
    }

    fn show(from: &SharedSketch, to: &SharedSketch, clock_s: u64) {
        let snapshot = from.snapshot(clock_s);
        to.set_others(clock_s, [snapshot.as_slice()].into_iter());
    }

    #[test]
    fn snapshots_add_up_and_never_count_twice() {
        let [one, other, third] = [sketch(1), sketch(1), sketch(1)];
        count(&one, b"a", 600, 7);
        count(&other, b"a", 600, 2);
        for _ in 0..3 {
            show(&one, &other, 600);
            show(&other, &one, 600);
            assert_eq!([&one, &other].map(|sketch| estimate(sketch, b"a", 600)), [9, 9]);
            assert_eq!(estimate(&other, b"b", 600), 0);
        }
        let snapshots = [one.snapshot(600), other.snapshot(600)];
        third.set_others(600, snapshots.iter().map(Vec::as_slice));
        assert_eq!(estimate(&third, b"a", 600), 9);
        other.set_others(600, std::iter::empty());
        assert_eq!(estimate(&other, b"a", 600), 2);
    }

    #[test]
    fn counts_of_others_fade_with_the_window() {
        let [one, other] = [sketch(1), sketch(1)];
        count(&one, b"a", 659, 60);
        show(&one, &other, 659);
        let seen = [659, 660, 690, 719, 720].map(|at_s| estimate(&other, b"a", at_s));
        assert_eq!(seen, [60, 60, 30, 1, 0]);
    }

    #[test]
    fn clocks_of_instances_may_differ_and_step_back() {
        for (counting_s, reading_s, expected) in
            [(659, 661, 59), (661, 659, 0), (500, 659, 0), (6_000_000, 600, 0)]
        {
            let [one, other] = [sketch(1), sketch(1)];
            count(&one, b"a", counting_s, 60);
            let snapshot = one.snapshot(counting_s);
            other.set_others(reading_s, [snapshot.as_slice()].into_iter());
            assert_eq!(estimate(&other, b"a", reading_s), expected, "{counting_s}, {reading_s}");
        }
        let [one, other] = [sketch(1), sketch(1)];
        count(&one, b"a", 900_000, 1);
        count(&one, b"a", 600, 60);
        show(&one, &other, 600);
        assert_eq!(estimate(&other, b"a", 600), 61);
    }

    #[test]
    fn without_the_secret_a_snapshot_says_nothing() {
        let [one, other] = [sketch(1), sketch(2)];
        count(&one, b"a", 600, 7);
        show(&one, &other, 600);
        assert_eq!(estimate(&other, b"a", 600), 0);
        assert_eq!(estimate(&one.with_secret(&[1; 32]), b"a", 600), 7);
        assert_eq!(estimate(&one.with_secret(&[2; 32]), b"a", 600), 0);
    }

    #[test]
    fn snapshots_that_are_none_add_nothing() {
        let one = sketch(1);
        count(&one, b"a", 600, 7);
        let mut cut = one.snapshot(600);
        cut.truncate(cut.len() - 1);
        let far = [600_i64.to_le_bytes().as_slice(), &[0xff; 8]].concat();
        let never = [i64::MIN.to_le_bytes().as_slice(), &[1; 8]].concat();
        for snapshot in [b"".as_slice(), b"none", &[0xff; 8], &[0xff; 64], &far, &never] {
            one.set_others(600, [snapshot].into_iter());
            assert_eq!(estimate(&one, b"a", 600), 7, "{snapshot:?}");
        }
        one.set_others(600, [cut.as_slice()].into_iter());
        assert_eq!(estimate(&one, b"a", 600), 7, "one of two counters is there");
    }
}
