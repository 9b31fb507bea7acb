//! What all artefacts of a release have in common.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace::{root, shown};

/// A release.
pub(super) struct Release {
    pub(super) version: String,
    /// When its commit was made: the time of all files in all archives.
    pub(super) commit_s: u64,
    /// The manual page and the shells' completions, by their place below `share`.
    pub(super) shell_files: Vec<(&'static str, String)>,
}

impl Release {
    /// The documented unit.
    pub(super) fn unit(&self) -> Result<String> {
        let unit = root().join("docs/deployment/passwave.service");
        fs::read_to_string(&unit).with_context(|| shown(&unit))
    }
}
