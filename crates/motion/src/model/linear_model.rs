//! The types of the classifier: a pattern is a list of bounds and a linear model over features.

use crate::features::feature::Feature;
use crate::features::signal::Smoothing;

/// One kind of movement that counts as a gesture: all bounds hold, and the linear model's sum is not negative.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) smoothing: Smoothing,
    pub(crate) bounds: &'static [Bound],
    pub(crate) model: LinearModel,
}

/// A feature that must lie between two values, in the feature's own unit.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) feature: Feature,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

pub(crate) const fn at_least(feature: Feature, min: f64) -> Bound {
    between(feature, min, f64::MAX)
}

pub(crate) const fn at_most(feature: Feature, max: f64) -> Bound {
    between(feature, f64::MIN, max)
}

pub(crate) const fn between(feature: Feature, min: f64, max: f64) -> Bound {
    Bound { feature, min, max }
}

/// A logistic regression: its sum is the logit of the score.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinearModel {
    pub(crate) bias: f64,
    pub(crate) weights: &'static [Weight],
}

/// The weight of a feature whose value is clamped to a range.
#[derive(Debug)]
pub(crate) struct Weight {
    pub(crate) feature: Feature,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) weight: f64,
}

impl Weight {
    /// The largest term that it can add to the sum.
    pub(crate) fn max_term(&self) -> f64 {
        f64::max(self.weight * self.min, self.weight * self.max)
    }
}

pub(crate) const fn weight(feature: Feature, min: f64, max: f64, weight: f64) -> Weight {
    Weight { feature, min, max, weight }
}
