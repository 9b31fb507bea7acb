//! The list of features: what the classifier sees of a window.

/// Features that are computed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Group {
    Duration,
    Moments,
    Residual,
    PrincipalAxes,
    Periodicity,
    Magnitude,
    Tilt,
    Rotation,
}

impl Group {
    pub(crate) const COUNT: usize = Group::Rotation as usize + 1;
}

macro_rules! features {
    ($($(#[$doc:meta])* $variant:ident: $group:ident,)*) => {
        /// One feature. None depends on the phone's orientation or on the sign of its axes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Feature {
            $($(#[$doc])* $variant,)*
        }

        impl Feature {
            pub(crate) const ALL: [Feature; Feature::COUNT] = [$(Feature::$variant,)*];

            pub(crate) const COUNT: usize = [$(Feature::$variant,)*].len();

            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Feature::$variant => stringify!($variant),)*
                }
            }

            pub(crate) const fn group(self) -> Group {
                match self {
                    $(Feature::$variant => Group::$group,)*
                }
            }
        }
    };
}

features! {
    /// Length of the window, in seconds.
    DurationS: Duration,
    /// Root mean square of the acceleration about its mean, in m/s2.
    RmsMps2: Moments,
    /// Natural logarithm of the root mean square speed in m/s.
    LogSpeed: Moments,
    /// Mean frequency, in Hz: root mean square of the jerk over that of the acceleration.
    MeanFrequencyHz: Moments,
    /// Natural logarithm of [`Feature::MeanFrequencyHz`].
    LogMeanFrequency: Moments,
    /// Mean frequency of the jerk, in Hz.
    JerkFrequencyHz: Moments,
    /// [`Feature::JerkFrequencyHz`] over [`Feature::MeanFrequencyHz`]: 1 for a pure tone, more for any mixture.
    BandwidthRatio: Moments,
    /// Autocorrelation at a lag of one period.
    Autocorrelation: Periodicity,
    /// Lowest autocorrelation within one period: -1 where the way back mirrors the way there.
    MinAutocorrelation: Periodicity,
    /// Fourth moment over the square of the second: 1 for a circle, 1.5 for a line, more for bumps.
    Kurtosis: Moments,
    /// 1 for a circle, 0 for a line, about 0 for an arc or an eight.
    Circularity: Moments,
    /// The least circularity of the three thirds, in the sense of rotation of the whole.
    MinThirdCircularity: Moments,
    /// Share of the energy along the first principal axis.
    Linearity: PrincipalAxes,
    /// Share of the energy in the plane of the first two principal axes.
    Planarity: PrincipalAxes,
    /// Root mean square of the quietest quarter, as a share of the whole.
    QuietestQuarter: Moments,
    /// How far the halves' means lie from zero, as a share of the root mean square.
    MeanDrift: Moments,
    /// Natural logarithm of what smoothing removed, as a share of the root mean square.
    LogResidual: Residual,
    /// Strokes that began and ended within the window.
    CompleteStrokes: PrincipalAxes,
    /// All strokes, those cut off at the window's edges included.
    AllStrokes: PrincipalAxes,
    /// Mean duration of a stroke, in seconds.
    StrokeDurationS: PrincipalAxes,
    /// Coefficient of variation of the strokes' durations.
    StrokeDurationVariation: PrincipalAxes,
    /// Coefficient of variation of the strokes' peaks.
    StrokePeakVariation: PrincipalAxes,
    /// Standard deviation of the acceleration's magnitude, in m/s2: small while a phone is only turned.
    MagnitudeDeviationMps2: Magnitude,
    /// Largest angle between gravity and its first direction, in degrees.
    MaxTiltDeg: Tilt,
    /// The same angle at the end of the window, in degrees.
    FinalTiltDeg: Tilt,
    /// Largest angle that the gyroscope says the phone has turned, in degrees.
    MaxRotationDeg: Rotation,
    /// The same angle at the end of the window, in degrees.
    FinalRotationDeg: Rotation,
}

impl Feature {
    /// Whether it costs much more to compute than the others.
    pub(crate) const fn is_expensive(self) -> bool {
        matches!(self.group(), Group::Periodicity)
    }
}
