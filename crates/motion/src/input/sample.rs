//! Samples as the sensors deliver them, and frames as the recogniser sees them.

use crate::math::{Vector, scale};

/// One reading of the phone's sensors, as a devicemotion event gives it.
///
/// Axes as in the W3C device orientation specification: x to the right of the screen, y up, z out
/// of it. iOS inverts the sign of both accelerations; nothing here depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sample {
    /// When it was read, in milliseconds on any steady clock.
    pub at_ms: f64,
    /// Acceleration including gravity, in m/s2.
    pub acceleration_with_gravity: Option<[f64; 3]>,
    /// Acceleration without gravity, in m/s2; used only where the other is missing.
    pub linear_acceleration: Option<[f64; 3]>,
    /// Rotation rate about x, y and z, in deg/s.
    pub rotation_rate: Option<[f64; 3]>,
}

/// One resampled and rounded reading; see [`crate::limits::FRAME_RATE_HZ`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// In units of 0.1 m/s2.
    pub acceleration: [i16; 3],
    /// In deg/s; zero where [`Channels::rotation`] is false.
    pub rotation: [i16; 3],
}

impl Frame {
    /// The unit of [`Frame::acceleration`], in m/s2.
    pub(crate) const UNIT_MPS2: f64 = 0.1;
    /// The inverse of [`Frame::UNIT_MPS2`], which division would not give exactly.
    pub(crate) const UNITS_PER_MPS2: f64 = 10.0;

    pub(crate) fn acceleration_mps2(&self) -> Vector {
        scale(self.acceleration.map(f64::from), Self::UNIT_MPS2)
    }
}

/// Which sensors stand behind a window of frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Channels {
    /// The acceleration includes gravity.
    pub gravity: bool,
    /// There is a gyroscope.
    pub rotation: bool,
}

/// A bounded run of consecutive frames: what is judged, and what evidence consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window<'a> {
    /// Which sensors were there.
    pub channels: Channels,
    /// At most [`crate::limits::MAX_WINDOW_FRAMES`] frames, oldest first.
    pub frames: &'a [Frame],
}
