//! Detects strokes as they happen, for the tick and the progress ring.

use crate::features::settings::StrokeDetectorSettings;
use crate::input::sample::Frame;
use crate::math::{Vector, dot, sub};

/// Says frame by frame when a stroke has ended. It compares the movement with its own last peak and has no fixed
/// axes, so the grip does not matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct StrokeDetector {
    gravity: Vector,
    gravity_frames: f64,
    peak: Vector,
    frames: u32,
}

impl StrokeDetector {
    /// Whether a stroke ended with this frame.
    pub(crate) fn push(&mut self, frame: &Frame, settings: &StrokeDetectorSettings) -> bool {
        // The mean of all frames, until they are enough: who waves already when it begins is at no rest to go by.
        self.gravity_frames = f64::min(self.gravity_frames + 1.0, settings.gravity_frames);
        let off = sub(frame.acceleration_mps2(), self.gravity);
        self.gravity = [0, 1, 2].map(|axis| self.gravity[axis] + off[axis] / self.gravity_frames);
        let motion = sub(frame.acceleration_mps2(), self.gravity);
        self.frames += 1;
        let squared = dot(self.peak, self.peak);
        let back = -dot(motion, self.peak);
        let strong = squared >= settings.min_peak_mps2 * settings.min_peak_mps2;
        if strong && back > settings.reversal_share * squared && self.frames >= settings.min_frames
        {
            (self.peak, self.frames) = (motion, 0);
            return true;
        }
        if dot(motion, motion) > squared {
            self.peak = motion;
        }
        false
    }
}
