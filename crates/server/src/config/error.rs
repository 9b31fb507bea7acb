//! Configuration errors. No message quotes a key.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::limits::MAX_QUOTED_WORD_CHARS;

/// A configuration is invalid.
///
/// No message quotes the file: it contains keys, and messages end up in logs.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is no configuration where it was looked for.
    #[error(
        "{0}: there is no such file; name the configuration by --config, or write one: `passwave init`"
    )]
    Missing(PathBuf),
    /// A file cannot be read.
    #[error("{0}: {1}")]
    Read(PathBuf, std::io::Error),
    /// A setting is invalid.
    #[error("{place}: {what}")]
    Invalid {
        /// The file, and the line if it is known.
        place: String,
        /// What is wrong, for the operator.
        what: String,
    },
    /// The operating system has no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

impl ConfigError {
    /// The configuration file itself cannot be read.
    pub(crate) fn unreadable(file: &Path, cause: std::io::Error) -> Self {
        match cause.kind() {
            std::io::ErrorKind::NotFound => Self::Missing(file.to_owned()),
            _ => Self::Read(file.to_owned(), cause),
        }
    }
}

/// What is wrong, and its position in the text.
pub(super) struct Problem {
    pub(super) at: Option<Range<usize>>,
    pub(super) what: String,
}

impl Problem {
    pub(super) fn new(at: Option<Range<usize>>, what: impl ToString) -> Self {
        Self { at, what: what.to_string() }
    }

    pub(super) fn within(self, text: &str, file: &Path) -> ConfigError {
        let file = file.display();
        let place = match self.at.and_then(|at| text.get(..at.start)) {
            Some(before) => format!("{file}:{}", before.matches('\n').count() + 1),
            None => file.to_string(),
        };
        ConfigError::Invalid { place, what: self.what }
    }
}

/// Removes long words from a parser message: it quotes what it does not understand, which can be a key in
/// the wrong place.
pub(super) fn redact(message: &str) -> String {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    let words = message.split_inclusive(|letter| !is_inside(letter));
    let redacted = |word: &str| {
        let rest = word.trim_start_matches(is_inside);
        if word.len() - rest.len() < MAX_QUOTED_WORD_CHARS {
            word.to_owned()
        } else {
            format!("…{rest}")
        }
    };
    words.map(redacted).collect()
}
