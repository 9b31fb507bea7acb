#![doc = include_str!("../README.md")]
#![no_std]

// In the order in which data flows.
pub mod limits;
mod math;

mod input;

mod features;

mod model;

mod recogniser;

pub use features::signal::Smoothing;
pub use input::sample::{Channels, Frame, Sample, Window};
pub use model::classifier::{FEATURE_COUNT, features, judge};
pub use model::gesture::{Gesture, Mode};
pub use model::verdict::{Reason, Verdict};
pub use recogniser::{Recogniser, Update};
