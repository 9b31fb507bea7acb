//! Strokes as they happen, for the tick and the growing ring.

use crate::input::sample::Frame;
use crate::math::{Vector, dot, scale, sub};

/// Follows gravity (or the lack of it) within about this many frames.
const GRAVITY_FRAMES: f64 = 40.0;
/// A stroke ends once the movement points this far the other way, as a share of its peak.
const TURN_SHARE: f64 = 0.3;
/// Nothing shorter than this is a stroke, in frames.
const SHORTEST: u32 = 4;

/// Tells frame by frame when a stroke has ended. Knows no axes, so the grip does not matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct StrokeDetector {
    gravity: Option<Vector>,
    peak: Vector,
    frames: u32,
}

impl StrokeDetector {
    /// Whether a stroke with a peak of at least `least_mps2` ended with this frame.
    pub(crate) fn push(&mut self, frame: &Frame, least_mps2: f64) -> bool {
        let seen = scale(frame.acceleration.map(f64::from), 0.1);
        let gravity = self.gravity.unwrap_or(seen);
        let motion = sub(seen, gravity);
        self.gravity = Some([0, 1, 2].map(|axis| gravity[axis] + motion[axis] / GRAVITY_FRAMES));
        self.frames += 1;
        let squared = dot(self.peak, self.peak);
        let back = -dot(motion, self.peak);
        let strong = squared >= least_mps2 * least_mps2;
        if strong && back > TURN_SHARE * squared && self.frames >= SHORTEST {
            (self.peak, self.frames) = (motion, 0);
            return true;
        }
        if dot(motion, motion) > squared {
            self.peak = motion;
        }
        false
    }
}
