//! What all artefacts of a release have in common.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use super::archive::Entry;
use crate::workspace::{root, shown};

/// A release.
pub(super) struct Release {
    pub(super) version: String,
    /// When its commit was made: the time of all files in all archives.
    pub(super) commit_s: u64,
    /// The manual page and the shells' completions, by their place below `share`.
    pub(super) shell_files: Vec<(&'static str, String)>,
    /// The documentation, as a site, with compressed copies.
    pub(super) docs: BTreeMap<String, Vec<u8>>,
}

impl Release {
    /// The documentation below a folder.
    pub(super) fn docs_in(&self, folder: &str) -> Vec<Entry> {
        let page = |(path, bytes): (&String, &Vec<u8>)| {
            Entry::file(format!("{folder}/{path}"), bytes.as_slice())
        };
        self.docs.iter().map(page).collect()
    }

    /// The documented unit.
    pub(super) fn unit(&self) -> Result<String> {
        let unit = root().join("docs/deployment/passwave.service");
        fs::read_to_string(&unit).with_context(|| shown(&unit))
    }
}
