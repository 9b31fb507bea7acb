//! How a movement repeats itself.

use crate::limits::FRAME_RATE_HZ;
use crate::math::{TAU, Vector, add, cos, dot, ratio, scale, sqrt};

/// A window is thinned to at most this many points: enough for six a cycle of a quick shake in a
/// short window, and no more work for a long one.
const POINTS: usize = 80;
/// The longest beat that is looked for, in frames (3 s).
const LONGEST: usize = 3 * FRAME_RATE_HZ as usize;
/// The shortest, in frames (0.12 s).
const SHORTEST: usize = 6;
const LAGS: usize = POINTS * 2 / 3 + 2;
/// A later peak must be higher by this much, or a multiple of the beat would win by chance.
const LATER_MUST_EXCEED: f64 = 0.1;

/// The beat of a movement.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Periodicity {
    /// Correlation of the movement with itself one beat later, from -1 to 1.
    pub(crate) repeat: f64,
    /// The lowest correlation within a beat: near -1 where the way back mirrors the way there.
    pub(crate) mirror: f64,
    /// Share of the movement's energy at the beat, its half and its double.
    pub(crate) purity: f64,
}

impl Periodicity {
    pub(crate) fn of(motion: &[Vector]) -> Self {
        let step = motion.len().div_ceil(POINTS).max(2);
        let mut thin = [[0.0; 3]; POINTS];
        for (out, few) in thin.iter_mut().zip(motion.chunks_exact(step)) {
            let sum = few.iter().fold([0.0; 3], |sum, &value| add(sum, value));
            *out = scale(sum, 1.0 / step as f64);
        }
        let thin = &thin[..motion.len() / step];
        let Some((lag, repeat, mirror)) = beat(thin, step) else { return Self::default() };
        let total: f64 = thin.iter().map(|&value| dot(value, value)).sum();
        let at_beats: f64 = [0.5, 1.0, 2.0].iter().map(|times| energy_at(thin, times / lag)).sum();
        Self { repeat, mirror, purity: ratio(at_beats, total) }
    }
}

/// The lag of the highest peak of self-correlation, in points, its height, and the lowest value
/// before it.
fn beat(thin: &[Vector], step: usize) -> Option<(f64, f64, f64)> {
    let longest = (thin.len() * 2 / 3).min(LONGEST / step);
    let mut correlations = [0.0; LAGS];
    let correlations = &mut correlations[..longest + 2];
    correlate(thin, correlations);
    let mut best: Option<(usize, f64, f64)> = None;
    let shortest = SHORTEST.div_ceil(step).max(1);
    for (before, around) in correlations.windows(3).enumerate().skip(shortest - 1) {
        let peak = around[1] > around[0] && around[1] >= around[2];
        let (shift, height) = summit(around);
        if peak && best.is_none_or(|(_, _, highest)| height > highest + LATER_MUST_EXCEED) {
            best = Some((before + 1, shift, height));
        }
    }
    let (lag, shift, height) = best?;
    let lowest = correlations[..lag].iter().copied().fold(1.0, f64::min);
    Some((lag as f64 + shift, height, lowest))
}

/// Correlation of the movement with itself at lags of 0, 1, 2 and so on.
fn correlate(thin: &[Vector], correlations: &mut [f64]) {
    let mut energy = [0.0; POINTS + 1];
    for (at, &value) in thin.iter().enumerate() {
        energy[at + 1] = energy[at] + dot(value, value);
    }
    let total = energy[thin.len()];
    for (lag, correlation) in correlations.iter_mut().enumerate() {
        let (early, late) = (energy[thin.len() - lag], total - energy[lag]);
        let pairs = thin.iter().zip(&thin[lag..]);
        let product: f64 = pairs.map(|(&a, &b)| dot(a, b)).sum();
        *correlation = ratio(product, sqrt(early * late));
    }
}

/// The top of the parabola through three neighbours: how far from the middle one, and how high.
fn summit(around: &[f64]) -> (f64, f64) {
    let (before, at, after) = (around[0], around[1], around[2]);
    let bend = before - 2.0 * at + after;
    let slope = (after - before) / 2.0;
    let shift = if bend < -1e-9 { (-slope / bend).clamp(-0.5, 0.5) } else { 0.0 };
    (shift, at + slope * shift + bend * shift * shift / 2.0)
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
