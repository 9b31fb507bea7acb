//! The configuration: read from a file or made from a preset, and checked as a whole.

pub(crate) mod certificate;
#[cfg(test)]
mod dangerous_settings_tests;
mod demo_and_test_keys;
mod endpoint;
mod error;
mod file;
mod file_rights;
pub(crate) mod hostname;
mod load;
mod named_file;
mod places;
mod restart_only;
mod settings;
pub(crate) mod site;
#[cfg(test)]
mod tests;
mod values;
mod warnings;
mod work;

pub(crate) use demo_and_test_keys::DEMO_SECRET;
pub(crate) use endpoint::Endpoint;
pub use error::ConfigError;
pub(crate) use restart_only::RestartOnly;
pub use settings::Config;
pub(crate) use settings::{DEFAULT_LISTEN, LogFormat, StoreLocation};
