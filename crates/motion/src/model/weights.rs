//! The weights of the classifier, learned from recordings of people; their bounds stand in `thresholds`.
//!
//! Written by `crates/recordings/learn/learn_weights.py`, which explains how; not to be edited.

use crate::features::feature::Feature::{
    Autocorrelation, BandwidthRatio, Circularity, Kurtosis, Linearity, LogMeanFrequency,
    LogResidual, LogSpeed, MagnitudeDeviationMps2, MeanDrift, MinAutocorrelation,
    MinThirdCircularity, Planarity, QuietestQuarter, StrokeDurationVariation, StrokePeakVariation,
};
use crate::model::linear_model::{LinearModel, weight};

/// Sweeps of the arm, straight or in an arc.
pub(crate) const WAVE_SWEEP: LinearModel = LinearModel {
    bias: -17.59,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 2.41),
        weight(LogMeanFrequency, 0.0, 1.7, -5.76),
        weight(Circularity, 0.0, 0.8, -15.94),
        weight(QuietestQuarter, 0.2, 1.0, 4.11),
        weight(MeanDrift, 0.0, 0.6, -3.35),
        weight(LogResidual, -4.0, -0.5, -0.08),
        weight(Planarity, 0.7, 1.0, 9.93),
        weight(Linearity, 0.4, 1.0, 3.65),
        weight(StrokeDurationVariation, 0.0, 0.6, -2.75),
        weight(Autocorrelation, 0.0, 1.0, 3.71),
        weight(MinAutocorrelation, -1.0, 0.0, -4.57),
    ],
};

/// Waves of two strokes, as one greets.
pub(crate) const WAVE_GREETING: LinearModel = LinearModel {
    bias: -33.17,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 2.29),
        weight(LogMeanFrequency, 0.0, 1.7, -6.40),
        weight(Circularity, 0.0, 0.8, -20.15),
        weight(QuietestQuarter, 0.2, 1.0, 5.51),
        weight(MeanDrift, 0.0, 0.6, -6.06),
        weight(Planarity, 0.7, 1.0, 18.54),
        weight(Linearity, 0.4, 1.0, 3.98),
        weight(StrokeDurationVariation, 0.0, 0.6, -0.95),
        weight(Autocorrelation, 0.0, 1.0, 5.76),
        weight(MinAutocorrelation, -1.0, 0.0, -6.51),
        weight(MagnitudeDeviationMps2, 0.0, 3.0, 0.45),
    ],
};

/// Quick and even waves from the wrist.
pub(crate) const WAVE_QUICK: LinearModel = LinearModel {
    bias: -10.60,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 1.12),
        weight(BandwidthRatio, 1.0, 3.5, -4.33),
        weight(MeanDrift, 0.0, 0.6, -6.00),
        weight(StrokePeakVariation, 0.0, 0.6, -7.03),
        weight(Linearity, 0.4, 1.0, 18.77),
    ],
};

/// Shaken as one shakes a bottle.
pub(crate) const SHAKE_STROKES: LinearModel = LinearModel {
    bias: -22.13,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 7.07),
        weight(Linearity, 0.4, 1.0, 29.87),
        weight(Circularity, 0.0, 0.8, -6.01),
    ],
};

/// A circle in the air.
pub(crate) const CIRCLE_ROUND: LinearModel = LinearModel {
    bias: -11.79,
    weights: &[
        weight(LogSpeed, -2.5, 0.3, 3.02),
        weight(MinThirdCircularity, -0.5, 0.8, 8.22),
        weight(Kurtosis, 1.0, 4.0, -1.82),
        weight(QuietestQuarter, 0.2, 1.0, 3.85),
        weight(LogResidual, -4.0, -0.5, -0.99),
        weight(Autocorrelation, 0.0, 1.0, 2.13),
        weight(MinAutocorrelation, -1.0, 0.0, -4.38),
    ],
};

/// Short, strong waves, and shakes where a wave is asked for.
pub(crate) const WAVE_SHAKE: LinearModel = LinearModel { bias: -24.60, ..SHAKE_STROKES };

/// The same for elder mode, with three times the daily living that may pass.
pub(crate) const WAVE_GREETING_ELDER: LinearModel = LinearModel { bias: -29.18, ..WAVE_GREETING };
