//! The configuration: read from a file or made from a preset, and checked as a whole.

pub(crate) mod certificate;
mod error;
mod file;
mod load;
mod presets;
mod reload;
mod settings;
pub(crate) mod site;
#[cfg(test)]
mod tests;
mod values;

pub use error::ConfigError;
pub(crate) use presets::DEMO_SECRET;
pub(crate) use reload::RestartOnly;
pub use settings::Config;
pub(crate) use settings::{DEFAULT_LISTEN, LogFormat, StoreLocation};
