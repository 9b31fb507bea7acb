//! Loads a configuration from its file and the environment.

use std::path::Path;

use super::error::{ConfigError, Wrong, masked};
use super::file::RawConfig;
use super::settings::Config;

impl Config {
    /// Reads and checks a file. Paths inside it are relative to its own folder. `PASSWAVE_LISTEN`,
    /// `PASSWAVE_ADMIN`, `PASSWAVE_STORE` and `PASSWAVE_LOG` in the environment go before what it says.
    ///
    /// # Errors
    /// The first thing that is wrong, in words for the operator.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file)
            .map_err(|cause| ConfigError::Read(file.to_owned(), cause))?;
        Self::parse_with(&text, file, |name| std::env::var(name).ok())
    }

    /// Checks the text of a file. Paths inside it are relative to the folder of `file`.
    ///
    /// # Errors
    /// The first thing that is wrong, in words for the operator.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        Self::parse_with(text, file, |_| None)
    }

    pub(super) fn parse_with(
        text: &str,
        file: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let raw: Result<RawConfig, toml::de::Error> = toml::from_str(text);
        let raw = raw.map_err(|cause| Wrong::new(cause.span(), masked(cause.message())));
        let raw = raw.map_err(|wrong| wrong.within(text, file))?.with(variable)?;
        if raw.is_for_tests() {
            raw.check_for_tests().map_err(|wrong| wrong.within(text, file))?;
            return Self::for_tests(raw.listen());
        }
        raw.checked(file.parent().unwrap_or(Path::new("")))
            .map_err(|wrong| wrong.within(text, file))
    }
}
