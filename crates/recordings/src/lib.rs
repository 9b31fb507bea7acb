//! Recordings of gestures: reads them, generates them, adds tremor and vibration to them, and replays them to the
//! recogniser.
//!
//! A recording is one JSON object on one line, a file is many such lines, plain or gzipped. See
//! [`Recording`] for the fields.

#![warn(unreachable_pub)]

pub mod augment;
mod duplicates;
mod location;
mod reader;
mod recording;
mod replay;
pub mod synthetic;

pub use duplicates::is_duplicate;
pub use location::recordings_of_people;
pub use reader::{MAX_LINE_BYTES, Problem, ReadError, Recordings, open, read};
pub use recording::{Axes, Invalid, Recording};
pub use replay::{AttemptResult, ReplayOptions, replay};
