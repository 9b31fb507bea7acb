//! Judges from a phone's motion samples whether a person made the gesture that was asked for.
//!
//! Samples go into a [`Recogniser`] one by one, as a browser delivers them. They are resampled to
//! a fixed rate and rounded on arrival; everything after that sees only the rounded [`Frame`]s.
//! An accepted verdict is a fresh run of [`judge`] over the last bounded window, so that whoever
//! is handed that window (see [`Recogniser::accepted_window`]) comes to the very same verdict.
//!
//! This crate reads no clock, no randomness and does no I/O, and it takes its mathematics from
//! `libm` alone, because the standard library's functions differ in the last bits between a phone's
//! WebAssembly and a server.
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
