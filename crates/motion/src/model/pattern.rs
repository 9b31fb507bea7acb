//! What a movement must be like to count as a gesture: bounds, and a weighted sum of features.

use crate::features::feature::Feature;
use crate::features::signal::Smoothing;

/// A feature that must lie between two values.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) feature: Feature,
    pub(crate) at_least: f64,
    pub(crate) at_most: f64,
}

/// How much a feature, held between two values, speaks for a pattern.
#[derive(Debug)]
pub(crate) struct Weight {
    pub(crate) feature: Feature,
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) weight: f64,
}

impl Weight {
    /// The most it can add.
    pub(crate) fn most(&self) -> f64 {
        f64::max(self.weight * self.from, self.weight * self.to)
    }
}

/// One way of making a gesture.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// How the movement is looked at.
    pub(crate) smoothing: Smoothing,
    pub(crate) bounds: &'static [Bound],
    pub(crate) bias: f64,
    pub(crate) weights: &'static [Weight],
}

pub(crate) const fn least(feature: Feature, at_least: f64) -> Bound {
    Bound { feature, at_least, at_most: f64::MAX }
}

pub(crate) const fn most(feature: Feature, at_most: f64) -> Bound {
    Bound { feature, at_least: f64::MIN, at_most }
}

pub(crate) const fn weight(feature: Feature, from: f64, to: f64, weight: f64) -> Weight {
    Weight { feature, from, to, weight }
}

pub(crate) const fn between(feature: Feature, at_least: f64, at_most: f64) -> Bound {
    Bound { feature, at_least, at_most }
}
