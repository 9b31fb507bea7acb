//! Removes from samples what cannot be used: values that are not finite, absent sensors, impossible times.

use crate::input::sample::Sample;
use crate::limits::{MAX_READING, MAX_TIME_MS};
use crate::math::{Vector, abs};

/// The usable part of a sample.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CleanSample {
    pub(crate) at_ms: f64,
    pub(crate) acceleration: Vector,
    pub(crate) gravity: bool,
    pub(crate) rotation: Option<Vector>,
}

/// Remembers which sensors have ever delivered a reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sanitizer {
    gravity: bool,
    linear: bool,
    rotation: bool,
}

impl Sanitizer {
    /// The usable part of a sample, if there is one.
    ///
    /// Phones that lack a sensor deliver exact zeros; once a sensor has delivered anything else, its zeros are
    /// readings. Acceleration with gravity is never exactly zero.
    pub(crate) fn sanitize(&mut self, sample: &Sample) -> Option<CleanSample> {
        let with_gravity =
            finite(sample.acceleration_with_gravity).filter(|&value| is_nonzero(value));
        let linear = finite(sample.linear_acceleration);
        let rotation = finite(sample.rotation_rate);
        self.gravity |= with_gravity.is_some();
        self.linear |= linear.is_some_and(is_nonzero);
        self.rotation |= rotation.is_some_and(is_nonzero);
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

fn finite(reading: Option<Vector>) -> Option<Vector> {
    let finite = reading.filter(|values| values.iter().all(|value| value.is_finite()))?;
    Some(finite.map(|value| value.clamp(-MAX_READING, MAX_READING)))
}

fn is_nonzero(value: Vector) -> bool {
    value != [0.0; 3]
}
