//! From a window of frames to the features that the classifier looks at.

pub(crate) mod extractor;
pub(crate) mod feature;
mod moments;
mod orientation;
mod periodicity;
mod principal_axes;
pub(crate) mod settings;
pub(crate) mod signal;
pub(crate) mod stroke_detector;
mod stroke_stats;
