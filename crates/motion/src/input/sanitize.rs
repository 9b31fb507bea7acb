//! Takes from a sample what can be used.

use crate::input::sample::Sample;
use crate::limits::MAX_TIME_MS;
use crate::math::{Vector, abs};

/// What a sample says once everything unusable is gone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CleanSample {
    pub(crate) at_ms: f64,
    pub(crate) acceleration: Vector,
    pub(crate) gravity: bool,
    pub(crate) rotation: Option<Vector>,
}

/// Remembers which sensors have ever given anything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sanitizer {
    gravity: bool,
    linear: bool,
    rotation: bool,
}

impl Sanitizer {
    /// The usable part of a sample, if there is one.
    ///
    /// Exact zeros stand for "none" on phones that lack a sensor; once a sensor has given
    /// anything else, its zeros are readings. Gravity is never exactly zero.
    pub(crate) fn sanitize(&mut self, sample: &Sample) -> Option<CleanSample> {
        let with_gravity = present(sample.acceleration_with_gravity).filter(|&value| moves(value));
        let linear = present(sample.linear_acceleration);
        let rotation = present(sample.rotation_rate);
        self.gravity |= with_gravity.is_some();
        self.linear |= linear.is_some_and(moves);
        self.rotation |= rotation.is_some_and(moves);
        let acceleration = match self.gravity {
            true => with_gravity,
            false => linear.filter(|_| self.linear),
        };
        Some(CleanSample {
            at_ms: Some(sample.at_ms).filter(|&at_ms| abs(at_ms) <= MAX_TIME_MS)?,
            acceleration: acceleration?,
            gravity: self.gravity,
            rotation: rotation.filter(|_| self.rotation),
        })
    }
}

/// Readings beyond these are no phone's; they keep all sums that follow finite.
const MOST: f64 = 1e6;

fn present(reading: Option<Vector>) -> Option<Vector> {
    let finite = reading.filter(|values| values.iter().all(|value| value.is_finite()))?;
    Some(finite.map(|value| value.clamp(-MOST, MOST)))
}

fn moves(value: Vector) -> bool {
    value != [0.0; 3]
}
