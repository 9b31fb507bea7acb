//! Loads a configuration from its file and the environment.

use std::path::Path;

use super::error::{ConfigError, Problem, redact};
use super::file::RawConfig;
use super::places::Places;
use super::settings::Config;

/// The settings that the environment can override, and the variables that do.
const VARIABLES: [(&str, &str); 4] = [
    ("listen", "PASSWAVE_LISTEN"),
    ("admin", "PASSWAVE_ADMIN"),
    ("store", "PASSWAVE_STORE"),
    ("log", "PASSWAVE_LOG"),
];

impl Config {
    /// Reads and checks a file. Paths in it are relative to its folder. The environment variables
    /// `PASSWAVE_LISTEN`, `PASSWAVE_ADMIN`, `PASSWAVE_STORE` and `PASSWAVE_LOG` override its settings.
    ///
    /// # Errors
    /// The first problem, for the operator.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(file).map_err(|cause| ConfigError::unreadable(file, cause))?;
        Self::parse_in_environment(&text, file)
    }

    /// As [`Self::load`], with the text of the file.
    ///
    /// # Errors
    /// The first problem, for the operator.
    pub(crate) fn parse_in_environment(text: &str, file: &Path) -> Result<Self, ConfigError> {
        Self::parse_with(text, file, |name| std::env::var(name).ok())
    }

    /// Checks the text of a file. Paths in it are relative to the folder of `file`.
    ///
    /// # Errors
    /// The first problem, for the operator.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        Self::parse_with(text, file, |_| None)
    }

    pub(super) fn parse_with(
        text: &str,
        file: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let raw: Result<RawConfig, toml::de::Error> = toml::from_str(text);
        let raw = raw.map_err(|cause| Problem::new(cause.span(), redact(cause.message())));
        let raw = raw.map_err(|problem| problem.within(text, file))?.with_environment(&variable)?;
        let config = if raw.is_for_tests() {
            raw.check_for_tests().map_err(|problem| problem.within(text, file))?;
            Self::for_tests(raw.listen())?
        } else {
            raw.checked(file.parent().unwrap_or(Path::new("")))
                .map_err(|problem| problem.within(text, file))?
        };
        let mut places = Places::find(text, file);
        for (setting, name) in VARIABLES {
            if variable(name).is_some() {
                places.override_with(setting, name);
            }
        }
        Ok(Self { places, ..config })
    }
}
