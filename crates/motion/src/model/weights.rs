//! The patterns of movement whose weights are learned from recordings of people.
//!
//! Written by `crates/recordings/learn/learn_weights.py`, which says how; not to be edited.

use crate::features::feature::Feature::{
    Autocorrelation, BandwidthRatio, Circularity, CompleteStrokes, Duration, HarmonicShare,
    JerkFrequency, Kurtosis, Linearity, LogMeanFrequency, LogResidual, LogSpeed,
    MagnitudeDeviation, MeanDrift, MeanFrequency, MinAutocorrelation, MinThirdCircularity,
    Planarity, QuietestQuarter, Rms, StrokeDurationVariation, StrokePeakVariation,
};
use crate::features::signal::Smoothing;
use crate::model::pattern::{Pattern, least, most, weight};

/// Sweeps of the arm, straight or in an arc.
pub(crate) static WAVE_SWEEP: Pattern = Pattern {
    smoothing: Smoothing::Strong,
    bounds: &[
        least(Duration, 1.5),
        least(LogSpeed, -1.9),
        most(Circularity, 0.45),
        least(CompleteStrokes, 3.0),
        least(Autocorrelation, 0.3),
    ],
    bias: -17.56,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 2.36),
        weight(LogMeanFrequency, 0.0, 1.7, -5.80),
        weight(Circularity, 0.0, 0.8, -15.90),
        weight(QuietestQuarter, 0.2, 1.0, 4.19),
        weight(MeanDrift, 0.0, 0.6, -3.88),
        weight(LogResidual, -4.0, -0.5, -0.14),
        weight(Planarity, 0.7, 1.0, 9.89),
        weight(Linearity, 0.4, 1.0, 3.61),
        weight(StrokeDurationVariation, 0.0, 0.6, -2.42),
        weight(Autocorrelation, 0.0, 1.0, 3.58),
        weight(MinAutocorrelation, -1.0, 0.0, -4.65),
        weight(HarmonicShare, 0.2, 1.0, 0.03),
    ],
};

/// Quick and even waves from the wrist.
pub(crate) static WAVE_QUICK: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        least(Duration, 1.5),
        least(Rms, 3.0),
        least(LogSpeed, -2.12),
        least(MeanFrequency, 2.0),
        most(BandwidthRatio, 2.0),
        least(CompleteStrokes, 4.0),
        least(Autocorrelation, 0.4),
    ],
    bias: -6.09,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 1.06),
        weight(BandwidthRatio, 1.0, 3.5, -5.51),
        weight(MeanDrift, 0.0, 0.6, -10.88),
        weight(StrokePeakVariation, 0.0, 0.6, -8.59),
        weight(Linearity, 0.4, 1.0, 15.65),
        weight(MinAutocorrelation, -1.0, 0.0, 0.00),
    ],
};

/// Shaken as one shakes a bottle.
pub(crate) static SHAKE_STROKES: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        least(Rms, 5.5),
        least(LogSpeed, -1.02),
        least(MeanFrequency, 2.1),
        most(JerkFrequency, 5.6),
        most(BandwidthRatio, 2.0),
        most(Circularity, 0.42),
        least(CompleteStrokes, 3.0),
        most(StrokePeakVariation, 0.35),
        least(Linearity, 0.72),
        most(MinAutocorrelation, -0.45),
    ],
    bias: -21.81,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 7.42),
        weight(Linearity, 0.4, 1.0, 29.36),
        weight(Circularity, 0.0, 0.8, -4.80),
    ],
};

/// A circle in the air.
pub(crate) static CIRCLE_ROUND: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        least(Duration, 1.5),
        least(Circularity, 0.3),
        least(Rms, 1.5),
        least(MinThirdCircularity, 0.0),
        least(LogSpeed, -1.39),
        least(MagnitudeDeviation, 0.1),
    ],
    bias: -11.73,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 3.09),
        weight(MinThirdCircularity, -0.5, 0.8, 8.15),
        weight(Kurtosis, 1.0, 4.0, -1.74),
        weight(QuietestQuarter, 0.2, 1.0, 3.79),
        weight(LogResidual, -4.0, -0.5, -1.04),
        weight(Autocorrelation, 0.0, 1.0, 2.20),
        weight(MinAutocorrelation, -1.0, 0.0, -4.19),
    ],
};

/// The same where a wave is asked: a shake passes for one, but must be a clear one.
pub(crate) static WAVE_SHAKE: Pattern = Pattern { bias: -22.56, ..SHAKE_STROKES };
