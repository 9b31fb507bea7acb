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
mod gesture;
pub mod limits;
mod math;
mod sample;

mod guard;
mod resample;
mod tape;

mod signal;

mod axes;
mod posture;
mod rhythm;
mod strokes;

mod features;

mod learned;
mod table;

mod rules;
mod verdict;

mod sweeps;

mod recogniser;

pub use gesture::{Gesture, Mode};
pub use recogniser::{Recogniser, Update};
pub use rules::{QUANTITIES, judge, quantities};
pub use sample::{Channels, Frame, Sample, Window};
pub use verdict::{Reason, Verdict};
