//! The configuration: read from a file or made from a preset, and checked as a whole.

pub mod certificate;
mod error;
mod file;
mod load;
mod presets;
mod reload;
mod settings;
pub mod site;
#[cfg(test)]
mod tests;
mod values;

pub use error::ConfigError;
pub use presets::{BENCH_SECRET, BENCH_SITEKEY, DEMO_SECRET, DEMO_SITEKEY};
pub use reload::RestartOnly;
pub use settings::{Config, DEFAULT_LISTEN, LogFormat, StoreLocation};
