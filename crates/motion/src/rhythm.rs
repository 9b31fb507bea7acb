//! How a movement repeats itself.

use crate::limits::MAX_WINDOW_FRAMES;
use crate::math::{TAU, Vector, add, cos, dot, ratio, scale, sqrt};

/// Lags are looked at in steps of this many frames.
const STEP: usize = 2;
const SHORTEST_STEPS: usize = 3;
const LONGEST_STEPS: usize = 45;
const LATER_MUST_EXCEED: f64 = 0.1;
const THIN: usize = MAX_WINDOW_FRAMES / STEP;

/// The beat of a movement.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rhythm {
    /// Correlation of the movement with itself one beat later, from -1 to 1.
    pub(crate) repeat: f64,
    /// The lowest correlation within a beat: near -1 where the way back mirrors the way there.
    pub(crate) mirror: f64,
    /// Share of the movement's energy at the beat, its half and its double.
    pub(crate) purity: f64,
}

impl Rhythm {
    pub(crate) fn of(motion: &[Vector]) -> Self {
        let mut thin = [[0.0; 3]; THIN];
        for (out, pair) in thin.iter_mut().zip(motion.chunks_exact(STEP)) {
            *out = scale(add(pair[0], pair[1]), 0.5);
        }
        let thin = &thin[..motion.len() / STEP];
        let Some((lag, repeat, mirror)) = beat(thin) else { return Self::default() };
        let total: f64 = thin.iter().map(|&value| dot(value, value)).sum();
        let at_beats: f64 = [0.5, 1.0, 2.0].iter().map(|times| energy_at(thin, times / lag)).sum();
        Self { repeat, mirror, purity: ratio(at_beats, total) }
    }
}

/// The lag of the highest peak of self-correlation, in steps, its height, and the lowest value before it.
fn beat(thin: &[Vector]) -> Option<(f64, f64, f64)> {
    let longest = LONGEST_STEPS.min(thin.len() * 2 / 3);
    let mut correlations = [0.0; LONGEST_STEPS + 2];
    for (lag, correlation_at) in correlations[..longest + 2].iter_mut().enumerate() {
        *correlation_at = correlation(thin, lag);
    }
    let mut best: Option<(usize, f64, f64)> = None;
    for (before, around) in
        correlations[..longest + 2].windows(3).enumerate().skip(SHORTEST_STEPS - 1)
    {
        let peak = around[1] > around[0] && around[1] >= around[2];
        let (shift, height) = summit(around);
        // A later peak must be clearly higher, or a multiple of the beat would win by chance.
        if peak && best.is_none_or(|(_, _, highest)| height > highest + LATER_MUST_EXCEED) {
            best = Some((before + 1, shift, height));
        }
    }
    let (lag, shift, height) = best?;
    let lowest = correlations[..lag].iter().copied().fold(1.0, f64::min);
    Some((lag as f64 + shift, height, lowest))
}

/// The top of the parabola through three neighbours: how far from the middle one, and how high.
fn summit(around: &[f64]) -> (f64, f64) {
    let (before, at, after) = (around[0], around[1], around[2]);
    let bend = before - 2.0 * at + after;
    let slope = (after - before) / 2.0;
    let shift = if bend < -1e-9 { (-slope / bend).clamp(-0.5, 0.5) } else { 0.0 };
    (shift, at + slope * shift + bend * shift * shift / 2.0)
}

fn correlation(thin: &[Vector], lag: usize) -> f64 {
    if lag >= thin.len() {
        return 0.0;
    }
    let (early, late) = (&thin[..thin.len() - lag], &thin[lag..]);
    let (mut product, mut first, mut second) = (0.0, 0.0, 0.0);
    for (&a, &b) in early.iter().zip(late) {
        product += dot(a, b);
        first += dot(a, a);
        second += dot(b, b);
    }
    ratio(product, sqrt(first * second))
}

/// Energy at a frequency in cycles a step, by Goertzel's recurrence, all axes together.
fn energy_at(thin: &[Vector], cycles_per_step: f64) -> f64 {
    if cycles_per_step >= 0.5 {
        return 0.0;
    }
    let turn = 2.0 * cos(TAU * cycles_per_step);
    let (mut last, mut before) = ([0.0; 3], [0.0; 3]);
    for &value in thin {
        let next = [0, 1, 2].map(|axis| value[axis] + turn * last[axis] - before[axis]);
        (before, last) = (last, next);
    }
    let squared = dot(last, last) + dot(before, before) - turn * dot(last, before);
    // Of a pure tone this is a quarter of n squared times the amplitude squared.
    2.0 * squared / thin.len() as f64
}
