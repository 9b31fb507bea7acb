//! As `opened_file.rs`, for systems without owners and groups.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file by its path.
pub(super) struct OpenedFile(PathBuf);

impl OpenedFile {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(path.to_owned()))
    }

    pub(super) fn read(&self) -> io::Result<String> {
        std::fs::read_to_string(&self.0)
    }

    pub(super) fn replace(&self, text: &str) -> io::Result<()> {
        let folder = self.0.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(text.as_bytes())?;
        new.as_file().sync_all()?;
        new.persist(&self.0).map_err(|error| error.error)?;
        Ok(())
    }
}
