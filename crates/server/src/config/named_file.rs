//! Files that a configuration names.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::error::Problem;

pub(super) fn read(file: &Spanned<PathBuf>, folder: &Path) -> Result<Vec<u8>, Problem> {
    let read = std::fs::read(folder.join(file.get_ref()));
    read.map_err(|cause| in_file(file, folder, cause))
}

/// A problem in a file that the configuration names.
pub(super) fn in_file(file: &Spanned<PathBuf>, folder: &Path, what: impl Display) -> Problem {
    let path = folder.join(file.get_ref());
    Problem::new(Some(file.span()), format!("{}: {what}", path.display()))
}

/// A problem in a line of it.
pub(super) fn in_line(
    file: &Spanned<PathBuf>,
    folder: &Path,
    line: usize,
    what: impl Display,
) -> Problem {
    let path = folder.join(file.get_ref());
    Problem::new(Some(file.span()), format!("{}:{line}: {what}", path.display()))
}
