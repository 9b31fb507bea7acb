//! The acceleration of a window in m/s2, smoothed and without its mean.

use crate::input::sample::Window;
use crate::limits::MAX_WINDOW_FRAMES;
use crate::math::{Vector, add, dot, scale, sqrt, sub};

/// How much the acceleration is smoothed before features are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Smoothing {
    /// Keeps 82 % of a 5 Hz shake, removes most of a 12 Hz rattle.
    Light,
    /// Keeps 93 % of a 1.5 Hz wave, removes two thirds of a 6 Hz tremor.
    Strong,
}

impl Smoothing {
    const fn passes(self) -> usize {
        match self {
            Smoothing::Light => 1,
            Smoothing::Strong => 4,
        }
    }
}

/// The acceleration of a window.
pub(crate) struct Signal {
    motion: [Vector; MAX_WINDOW_FRAMES],
    len: usize,
    mean: Vector,
}

impl Signal {
    /// The window must have no more than [`MAX_WINDOW_FRAMES`] frames, and at least one.
    pub(crate) fn of(window: Window<'_>, smoothing: Smoothing) -> Self {
        let frames = window.frames;
        let len = frames.len().min(MAX_WINDOW_FRAMES);
        let mut motion = [[0.0; 3]; MAX_WINDOW_FRAMES];
        for (out, frame) in motion.iter_mut().zip(frames) {
            *out = frame.acceleration_mps2();
        }
        for _ in 0..smoothing.passes() {
            smooth(&mut motion[..len]);
        }
        let sum = motion[..len].iter().fold([0.0; 3], |sum, &value| add(sum, value));
        let mean = scale(sum, 1.0 / len.max(1) as f64);
        for out in &mut motion[..len] {
            *out = sub(*out, mean);
        }
        Self { motion, len, mean }
    }

    /// The smoothed acceleration about its mean, frame by frame, in m/s2.
    pub(crate) fn motion(&self) -> &[Vector] {
        &self.motion[..self.len]
    }

    /// The mean acceleration in m/s2: gravity, where the channel includes it.
    pub(crate) fn mean(&self) -> Vector {
        self.mean
    }

    /// Root mean square of what smoothing removed, in m/s2.
    pub(crate) fn residual_mps2(&self, window: Window<'_>) -> f64 {
        let mut sum = 0.0;
        for (frame, &motion) in window.frames.iter().zip(self.motion()) {
            let lost = sub(frame.acceleration_mps2(), add(motion, self.mean));
            sum += dot(lost, lost);
        }
        sqrt(sum / self.len.max(1) as f64)
    }
}

/// A binomial filter over five frames, in place. The first and the last frame are repeated at the ends.
fn smooth(motion: &mut [Vector]) {
    let Some(last) = motion.len().checked_sub(1) else { return };
    let [mut a, mut b, mut c, mut d] = [motion[0], motion[0], motion[0], motion[1.min(last)]];
    for at in 0..motion.len() {
        let e = motion[(at + 2).min(last)];
        motion[at] = [0, 1, 2]
            .map(|axis| (a[axis] + e[axis] + 4.0 * (b[axis] + d[axis]) + 6.0 * c[axis]) / 16.0);
        (a, b, c, d) = (b, c, d, e);
    }
}
