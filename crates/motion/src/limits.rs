//! Bounds of the input. What decides about gestures stands in the table of thresholds.

/// The rate to which samples are resampled on arrival, in Hz.
pub const FRAME_RATE_HZ: u32 = 50;

/// The longest window that is ever judged, in frames (8 s).
pub const MAX_WINDOW_FRAMES: usize = 400;

/// The shortest window that is ever judged, in frames (0.8 s).
pub const MIN_WINDOW_FRAMES: usize = 40;

/// The largest acceleration a frame holds, in units of 0.1 m/s2; larger readings are clamped.
pub const MAX_ACCELERATION: i16 = 2000;

/// The largest rotation rate a frame holds, in deg/s; larger readings are clamped.
pub const MAX_ROTATION: i16 = 4000;

/// The largest time of a sample, in milliseconds; beyond it a frame's 20 ms would be lost in
/// rounding.
pub const MAX_TIME_MS: f64 = 1e14;

/// The largest reading that a sensor can deliver, in its own unit; larger ones are clamped, so that all sums stay
/// finite.
pub(crate) const MAX_READING: f64 = 1e6;

/// The longest time without a sample, in milliseconds; after a longer one the frames start again, because nothing
/// is interpolated across it.
pub(crate) const MAX_GAP_MS: f64 = 400.0;
