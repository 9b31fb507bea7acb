//! Autocorrelation and harmonics: how periodic a movement is.

use crate::features::settings::FeatureSettings;
use crate::math::{TAU, Vector, add, cos, dot, ratio, scale, sqrt};

/// A window is decimated to at most this many points: six for each cycle of a quick shake in a short window, and
/// bounded work for a long one.
const POINTS: usize = 80;
const LAGS: usize = longest_lag(POINTS) + 2;

/// A third of the window must overlap with itself.
const fn longest_lag(points: usize) -> usize {
    points * 2 / 3
}

/// How a movement repeats itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Periodicity {
    /// Autocorrelation at a lag of one period, from -1 to 1.
    pub(crate) autocorrelation: f64,
    /// The lowest autocorrelation within a period: near -1 where the way back mirrors the way there.
    pub(crate) min_autocorrelation: f64,
    /// Share of the energy at the fundamental frequency, its half and its double.
    pub(crate) harmonic_share: f64,
}

impl Periodicity {
    pub(crate) fn of(motion: &[Vector], settings: &FeatureSettings) -> Self {
        let step = motion.len().div_ceil(POINTS).max(2);
        let mut thin = [[0.0; 3]; POINTS];
        for (out, few) in thin.iter_mut().zip(motion.chunks_exact(step)) {
            let sum = few.iter().fold([0.0; 3], |sum, &value| add(sum, value));
            *out = scale(sum, 1.0 / step as f64);
        }
        let thin = &thin[..motion.len() / step];
        let Some(period) = Period::find(thin, step, settings) else { return Self::default() };
        let total: f64 = thin.iter().map(|&value| dot(value, value)).sum();
        let harmonics: f64 =
            [0.5, 1.0, 2.0].iter().map(|times| energy_at(thin, times / period.lag)).sum();
        Self {
            autocorrelation: period.autocorrelation,
            min_autocorrelation: period.min_autocorrelation,
            harmonic_share: ratio(harmonics, total),
        }
    }
}

/// The highest peak of the autocorrelation.
struct Period {
    /// In decimated points.
    lag: f64,
    autocorrelation: f64,
    min_autocorrelation: f64,
}

impl Period {
    fn find(thin: &[Vector], step: usize, settings: &FeatureSettings) -> Option<Self> {
        let longest = longest_lag(thin.len()).min(settings.max_period_frames / step);
        let shortest = settings.min_period_frames.div_ceil(step).max(1);
        let mut correlations = [0.0; LAGS];
        let correlations = &mut correlations[..longest + 2];
        autocorrelate(thin, correlations);
        let mut best: Option<(usize, f64, f64)> = None;
        for (before, around) in correlations.windows(3).enumerate().skip(shortest - 1) {
            let peak = around[1] > around[0] && around[1] >= around[2];
            let (shift, height) = vertex(around);
            let least = |highest| highest + settings.later_peak_margin;
            if peak && best.is_none_or(|(_, _, highest)| height > least(highest)) {
                best = Some((before + 1, shift, height));
            }
        }
        let (lag, shift, autocorrelation) = best?;
        let min_autocorrelation = correlations[..lag].iter().copied().fold(1.0, f64::min);
        Some(Self { lag: lag as f64 + shift, autocorrelation, min_autocorrelation })
    }
}

/// Normalised autocorrelation at lags of 0, 1, 2 and so on.
fn autocorrelate(thin: &[Vector], correlations: &mut [f64]) {
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

/// The vertex of the parabola through three neighbours: its distance from the middle one, and its height.
fn vertex(around: &[f64]) -> (f64, f64) {
    let (before, at, after) = (around[0], around[1], around[2]);
    let bend = before - 2.0 * at + after;
    let slope = (after - before) / 2.0;
    let shift = if bend < -1e-9 { (-slope / bend).clamp(-0.5, 0.5) } else { 0.0 };
    (shift, at + slope * shift + bend * shift * shift / 2.0)
}

/// Energy at a frequency in cycles per step, by the Goertzel algorithm, all axes together.
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
