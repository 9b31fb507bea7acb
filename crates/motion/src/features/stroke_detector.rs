//! Detects strokes as they happen, for the tick and the progress ring.

use crate::features::settings::StrokeDetectorSettings;
use crate::input::sample::Frame;
use crate::math::{Vector, dot, sub};

/// Says frame by frame when a stroke has ended. It compares the movement with its own last peak and has no fixed
/// axes, so the grip does not matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct StrokeDetector {
    gravity: Option<Vector>,
    peak: Vector,
    frames: u32,
}

impl StrokeDetector {
    /// Whether a stroke ended with this frame.
    pub(crate) fn push(&mut self, frame: &Frame, settings: &StrokeDetectorSettings) -> bool {
        let acceleration = frame.acceleration_mps2();
        let gravity = self.gravity.unwrap_or(acceleration);
        let motion = sub(acceleration, gravity);
        self.gravity =
            Some([0, 1, 2].map(|axis| gravity[axis] + motion[axis] / settings.gravity_frames));
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
