//! Number and regularity of the strokes along one axis.

use crate::limits::FRAME_RATE_HZ;
use crate::math::{Vector, abs, dot, ratio, sqrt};

/// The strokes along the first principal axis of a window.
#[derive(Clone, Copy, Default)]
pub(crate) struct StrokeStats {
    /// Strokes that both began and ended within the window.
    pub(crate) complete: u32,
    /// All strokes, those that the window's edges cut off included.
    pub(crate) all: u32,
    /// Mean duration, in seconds.
    pub(crate) mean_duration_s: f64,
    /// Coefficient of variation of the durations.
    pub(crate) duration_variation: f64,
    /// Coefficient of variation of the peaks.
    pub(crate) peak_variation: f64,
}

impl StrokeStats {
    /// A stroke turns into the next one once the movement exceeds `reversal_mps2` on the other side.
    pub(crate) fn along(axis: Vector, motion: &[Vector], reversal_mps2: f64) -> Self {
        let (mut side, mut began, mut peak) = (0.0, 0, 0.0);
        let mut all = 0;
        let (mut times, mut peaks) = (Variation::default(), Variation::default());
        for (at, &value) in motion.iter().enumerate() {
            let along = dot(value, axis);
            if abs(along) > reversal_mps2 && along * side <= 0.0 {
                // The first stroke is cut off by the window's edge and does not count.
                if began > 0 {
                    times.add((at - began) as f64);
                    peaks.add(peak);
                }
                all += 1;
                began = if side == 0.0 { 0 } else { at };
                (side, peak) = (along, 0.0);
            }
            peak = f64::max(peak, abs(along));
        }
        Self {
            complete: times.count as u32,
            all,
            mean_duration_s: times.mean() / f64::from(FRAME_RATE_HZ),
            duration_variation: times.coefficient(),
            peak_variation: peaks.coefficient(),
        }
    }
}

#[derive(Default)]
struct Variation {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Variation {
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    fn mean(&self) -> f64 {
        ratio(self.sum, self.count)
    }

    fn coefficient(&self) -> f64 {
        let mean = self.mean();
        let variance = ratio(self.squares, self.count) - mean * mean;
        ratio(sqrt(f64::max(variance, 0.0)), mean)
    }
}
