//! Autocorrelation: how periodic a movement is.

use crate::features::settings::FeatureSettings;
use crate::math::{Vector, add, dot, ratio, scale, sqrt};

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
        Self::find(thin, step, settings).unwrap_or_default()
    }

    /// At the highest peak of the autocorrelation.
    fn find(thin: &[Vector], step: usize, settings: &FeatureSettings) -> Option<Self> {
        let longest = longest_lag(thin.len()).min(settings.max_period_frames / step);
        let shortest = settings.min_period_frames.div_ceil(step).max(1);
        let mut correlations = [0.0; LAGS];
        let correlations = &mut correlations[..longest + 2];
        autocorrelate(thin, correlations);
        let mut best: Option<(usize, f64)> = None;
        for (before, around) in correlations.windows(3).enumerate().skip(shortest - 1) {
            let peak = around[1] > around[0] && around[1] >= around[2];
            let height = vertex(around);
            let least = |highest| highest + settings.later_peak_margin;
            if peak && best.is_none_or(|(_, highest)| height > least(highest)) {
                best = Some((before + 1, height));
            }
        }
        let (lag, autocorrelation) = best?;
        let min_autocorrelation = correlations[..lag].iter().copied().fold(1.0, f64::min);
        Some(Self { autocorrelation, min_autocorrelation })
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

/// The height of the vertex of the parabola through three neighbours.
fn vertex(around: &[f64]) -> f64 {
    let (before, at, after) = (around[0], around[1], around[2]);
    let bend = before - 2.0 * at + after;
    let slope = (after - before) / 2.0;
    let shift = if bend < -1e-9 { (-slope / bend).clamp(-0.5, 0.5) } else { 0.0 };
    at + slope * shift + bend * shift * shift / 2.0
}
