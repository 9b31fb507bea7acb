//! From features to a verdict: gestures, thresholds, learned weights, and the classifier over them.

pub(crate) mod classifier;
pub(crate) mod gesture;
mod linear_model;
pub(crate) mod thresholds;
pub(crate) mod verdict;
mod weights;
