//! The weights of the classifier, learned from recordings of people; their bounds stand in `thresholds`.
//!
//! Written by `crates/recordings/learn/learn_weights.py`, which explains how; not to be edited.

use crate::features::feature::Feature::{
    Autocorrelation, BandwidthRatio, Circularity, HarmonicShare, Kurtosis, Linearity,
    LogMeanFrequency, LogResidual, LogSpeed, MeanDrift, MinAutocorrelation, MinThirdCircularity,
    Planarity, QuietestQuarter, StrokeDurationVariation, StrokePeakVariation,
};
use crate::model::linear_model::{LinearModel, weight};

/// Sweeps of the arm, straight or in an arc.
pub(crate) const WAVE_SWEEP: LinearModel = LinearModel {
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
pub(crate) const WAVE_QUICK: LinearModel = LinearModel {
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
pub(crate) const SHAKE_STROKES: LinearModel = LinearModel {
    bias: -21.81,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 7.42),
        weight(Linearity, 0.4, 1.0, 29.36),
        weight(Circularity, 0.0, 0.8, -4.80),
    ],
};

/// A circle in the air.
pub(crate) const CIRCLE_ROUND: LinearModel = LinearModel {
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

/// The same where a wave is asked for: a shake passes for one, but must be a clear one.
pub(crate) const WAVE_SHAKE: LinearModel = LinearModel { bias: -22.56, ..SHAKE_STROKES };
