//! What the features take from the table of thresholds.

/// The thresholds within the features' definitions.
#[derive(Debug)]
pub(crate) struct FeatureSettings {
    /// The lowest frequency with which acceleration is turned into speed, in Hz: under it the quotient would grow
    /// without bound.
    pub(crate) min_speed_frequency_hz: f64,
    /// A stroke begins once the acceleration along the axis exceeds this to the other side, as a share of its root
    /// mean square: a wobble about zero is no stroke.
    pub(crate) stroke_reversal_share: f64,
    /// The shortest period that is looked for, in frames.
    pub(crate) min_period_frames: usize,
    /// The longest period that is looked for, in frames.
    pub(crate) max_period_frames: usize,
    /// A later peak of the autocorrelation must be higher by this, or a multiple of the period would win by chance.
    pub(crate) later_peak_margin: f64,
    /// A mean acceleration under this is not gravity alone, in m/s2.
    pub(crate) min_gravity_mps2: f64,
    /// A mean acceleration over this is not gravity alone, in m/s2.
    pub(crate) max_gravity_mps2: f64,
    /// Gravity must turn at least this far before the gyroscope counts, in degrees: a phone that is turned about the
    /// vertical is not flipped, its screen faces the same way all the time.
    pub(crate) min_tilt_for_rotation_deg: f64,
}

/// The thresholds of the detector of strokes, for the tick and the progress ring.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StrokeDetectorSettings {
    /// The least peak of a stroke, in m/s2.
    pub(crate) min_peak_mps2: f64,
    /// A stroke ends once the movement points this far the other way, as a share of its peak.
    pub(crate) reversal_share: f64,
    /// The shortest stroke, in frames.
    pub(crate) min_frames: u32,
    /// Gravity is followed within about this many frames.
    pub(crate) gravity_frames: f64,
}
