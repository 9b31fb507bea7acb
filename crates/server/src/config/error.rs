//! Why a configuration cannot be used.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// The longest word that a message of the parser's may quote; the names of all fields are shorter.
const LONGEST_WORD_SHOWN: usize = 20;

/// Why a configuration cannot be used.
///
/// No message quotes the file: it holds keys, and messages go into logs.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{0}: {1}")]
    Read(PathBuf, std::io::Error),
    /// Something in it cannot be meant.
    #[error("{place}: {what}")]
    Wrong {
        /// The file, and the line if there is one.
        place: String,
        /// What is wrong, in words for the operator.
        what: String,
    },
    /// The operating system has no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

/// What is wrong, and where in the text.
pub(super) struct Wrong {
    pub(super) at: Option<Range<usize>>,
    pub(super) what: String,
}

impl Wrong {
    pub(super) fn new(at: Option<Range<usize>>, what: impl ToString) -> Self {
        Self { at, what: what.to_string() }
    }

    pub(super) fn within(self, text: &str, file: &Path) -> ConfigError {
        let file = file.display();
        let place = match self.at.and_then(|at| text.get(..at.start)) {
            Some(before) => format!("{file}:{}", before.matches('\n').count() + 1),
            None => file.to_string(),
        };
        ConfigError::Wrong { place, what: self.what }
    }
}

/// A message that quotes no key: the parser's own ones quote what they do not understand, which can
/// be a key that lost its name or slipped a line.
pub(super) fn masked(message: &str) -> String {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    let words = message.split_inclusive(|letter| !is_inside(letter));
    let shown = |word: &str| {
        let rest = word.trim_start_matches(is_inside);
        if word.len() - rest.len() < LONGEST_WORD_SHOWN {
            word.to_owned()
        } else {
            format!("…{rest}")
        }
    };
    words.map(shown).collect()
}
