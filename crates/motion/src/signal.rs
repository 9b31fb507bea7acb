//! A window as the rules look at it: in m/s2 and deg/s, smoothed, freed of its mean.

use crate::limits::MAX_WINDOW_FRAMES;
use crate::math::{Vector, add, dot, scale, sqrt, sub};
use crate::sample::{Frame, Window};

const UNIT_MPS2: f64 = 0.1;

/// The movement in a window.
pub(crate) struct Signal {
    motion: [Vector; MAX_WINDOW_FRAMES],
    len: usize,
    mean: Vector,
}

impl Signal {
    /// The window must have no more than [`MAX_WINDOW_FRAMES`] frames, and at least one.
    pub(crate) fn of(window: Window<'_>) -> Self {
        let frames = window.frames;
        let len = frames.len().min(MAX_WINDOW_FRAMES);
        let mut motion = [[0.0; 3]; MAX_WINDOW_FRAMES];
        for (at, out) in motion[..len].iter_mut().enumerate() {
            *out = smoothed(frames, at);
        }
        let sum = motion[..len].iter().fold([0.0; 3], |sum, &value| add(sum, value));
        let mean = scale(sum, 1.0 / len.max(1) as f64);
        for out in &mut motion[..len] {
            *out = sub(*out, mean);
        }
        Self { motion, len, mean }
    }

    /// The movement, frame by frame, in m/s2.
    pub(crate) fn motion(&self) -> &[Vector] {
        &self.motion[..self.len]
    }

    /// The mean acceleration: gravity, where the channel has it.
    pub(crate) fn mean(&self) -> Vector {
        self.mean
    }

    /// Root mean square of what smoothing took away, in m/s2.
    pub(crate) fn rattle_mps2(&self, window: Window<'_>) -> f64 {
        let mut sum = 0.0;
        for (frame, &motion) in window.frames.iter().zip(self.motion()) {
            let raw = scale(frame.acceleration.map(f64::from), UNIT_MPS2);
            let lost = sub(raw, add(motion, self.mean));
            sum += dot(lost, lost);
        }
        sqrt(sum / self.len.max(1) as f64)
    }
}

/// Binomial weights over five frames: keeps a 5 Hz shake (82 %), takes most of a rattle at 12 Hz.
fn smoothed(frames: &[Frame], at: usize) -> Vector {
    const WEIGHTS: [f64; 5] = [1.0, 4.0, 6.0, 4.0, 1.0];
    let last = frames.len() - 1;
    let mut sum = [0.0; 3];
    for (offset, weight) in WEIGHTS.iter().enumerate() {
        let from = (at + offset).saturating_sub(2).min(last);
        let frame = frames[from].acceleration.map(f64::from);
        sum = add(sum, scale(frame, *weight));
    }
    scale(sum, UNIT_MPS2 / 16.0)
}
