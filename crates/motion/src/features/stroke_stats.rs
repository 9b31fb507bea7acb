//! Sweeps to and fro along one line.

use crate::limits::FRAME_RATE_HZ;
use crate::math::{Vector, abs, dot, ratio, sqrt};

/// The strokes along the strongest axis of a window.
#[derive(Clone, Copy, Default)]
pub(crate) struct StrokeStats {
    /// StrokeStats that both began and ended within the window.
    pub(crate) complete: u32,
    /// All strokes, those that the window's edges cut off included.
    pub(crate) all: u32,
    /// Mean duration, in seconds.
    pub(crate) mean_s: f64,
    /// Spread of the durations, as a share of their mean.
    pub(crate) uneven_time: f64,
    /// Spread of the peaks, as a share of their mean.
    pub(crate) uneven_peak: f64,
}

/// A stroke turns into the next one only once the movement has gone this far to the other side,
/// as a share of its root mean square: a wobble about zero is no stroke.
const TURN_SHARE: f64 = 0.4;

impl StrokeStats {
    pub(crate) fn along(axis: Vector, motion: &[Vector], rms_mps2: f64) -> Self {
        let turn = TURN_SHARE * rms_mps2;
        let (mut side, mut began, mut peak) = (0.0, 0, 0.0);
        let mut all = 0;
        let (mut times, mut peaks) = (Spread::default(), Spread::default());
        for (at, &value) in motion.iter().enumerate() {
            let along = dot(value, axis);
            if abs(along) > turn && along * side <= 0.0 {
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
            mean_s: times.mean() / f64::from(FRAME_RATE_HZ),
            uneven_time: times.spread(),
            uneven_peak: peaks.spread(),
        }
    }
}

#[derive(Default)]
struct Spread {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Spread {
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    fn mean(&self) -> f64 {
        ratio(self.sum, self.count)
    }

    fn spread(&self) -> f64 {
        let mean = self.mean();
        let variance = ratio(self.squares, self.count) - mean * mean;
        ratio(sqrt(f64::max(variance, 0.0)), mean)
    }
}
