//! A [`Mode`] in JSON is its name; for `#[serde(with = "mode_serde")]`, since the recogniser's crate has no serde.

use alloc::string::String;

use passwave_motion::Mode;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::Serializer;

/// Writes the name of the mode.
///
/// # Errors
/// If the serializer fails.
pub fn serialize<S: Serializer>(mode: &Mode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(mode.name())
}

/// Reads the name of a mode.
///
/// # Errors
/// If there is no mode of that name.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Mode, D::Error> {
    let name = String::deserialize(deserializer)?;
    Mode::from_name(&name).ok_or_else(|| D::Error::custom("unknown mode"))
}
