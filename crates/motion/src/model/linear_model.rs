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
    pub(crate) min: Hundredths,
    pub(crate) max: Hundredths,
}

pub(crate) const fn at_least(feature: Feature, min: f64) -> Bound {
    between(feature, min, f64::MAX)
}

pub(crate) const fn at_most(feature: Feature, max: f64) -> Bound {
    between(feature, f64::MIN, max)
}

pub(crate) const fn between(feature: Feature, min: f64, max: f64) -> Bound {
    Bound { feature, min: Hundredths::of(min), max: Hundredths::of(max) }
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
    pub(crate) min: Hundredths,
    pub(crate) max: Hundredths,
    pub(crate) weight: Hundredths,
}

impl Weight {
    /// The largest term that it can add to the sum.
    pub(crate) fn max_term(&self) -> f64 {
        let weight = self.weight.value();
        f64::max(weight * self.min.value(), weight * self.max.value())
    }
}

pub(crate) const fn weight(feature: Feature, min: f64, max: f64, weight: f64) -> Weight {
    let [min, max] = [Hundredths::of(min), Hundredths::of(max)];
    Weight { feature, min, max, weight: Hundredths::of(weight) }
}

/// A number with at most two decimals, or none at all: the least or the greatest there is. In two bytes, since the
/// eight of each number would be a twentieth of the shipped widget.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hundredths(i16);

impl Hundredths {
    /// Does not compile for a number that would come back as another one.
    const fn of(value: f64) -> Self {
        if value == f64::MIN {
            return Self(i16::MIN);
        }
        if value == f64::MAX {
            return Self(i16::MAX);
        }
        let rounding = if value < 0.0 { -0.5 } else { 0.5 };
        let hundredths = (value * IN_ONE + rounding) as i16;
        assert!(hundredths as f64 / IN_ONE == value, "more than two decimals, or too large");
        Self(hundredths)
    }

    pub(crate) fn value(self) -> f64 {
        match self.0 {
            i16::MIN => f64::MIN,
            i16::MAX => f64::MAX,
            hundredths => f64::from(hundredths) / IN_ONE,
        }
    }
}

const IN_ONE: f64 = 100.0;
