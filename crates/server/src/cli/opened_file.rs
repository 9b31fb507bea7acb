//! A file that is read and then replaced in one step, whoever else may write in its folder.
//!
//! An administrator may call `rotate-key` for a configuration in a folder of the service's own user. That user could
//! put a link in the place of any file there at any moment, so nothing here is looked up by its path twice: the
//! folder stays open, no link is followed in it, and rights are given to the open file.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Mode, OFlags, openat, renameat, unlinkat};

use crate::digest::random_id;

const MOUNTED: &str = "it is mounted by itself, as containers do with a single file, and cannot be replaced in one \
     step; nothing was changed. In the container, mount its folder instead";

/// A regular file, open for reading, and its folder.
pub(super) struct OpenedFile {
    folder: OwnedFd,
    name: OsString,
    file: File,
}

impl OpenedFile {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or(ErrorKind::IsADirectory)?.to_owned();
        let parent = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = openat(CWD, parent.unwrap_or(Path::new(".")), flags, Mode::empty())?;
        // Without waiting, should it be a pipe.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = match openat(&folder, &name, flags, Mode::empty()) {
            Err(rustix::io::Errno::LOOP) => {
                return Err(io::Error::other("is a symbolic link; name the file itself"));
            }
            opened => File::from(opened?),
        };
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("is not a file"));
        }
        Ok(Self { folder, name, file })
    }

    pub(super) fn read(&self) -> io::Result<String> {
        let mut text = String::new();
        (&self.file).read_to_string(&mut text)?;
        Ok(text)
    }

    /// Puts another file with this text in its place. The owner and the group are kept; the owner may read and
    /// write it, the group read it if it could before, and nobody else anything.
    pub(super) fn replace(&self, text: &str) -> io::Result<()> {
        let old = self.file.metadata()?;
        let mut new = NewFile::create(&self.folder)?;
        new.file.write_all(text.as_bytes())?;
        new.give_to(&old)?;
        new.file.sync_all()?;
        new.rename(&self.name)?;
        rustix::fs::fsync(&self.folder)?;
        Ok(())
    }
}

/// A file under a random name, removed if it is not renamed.
struct NewFile<'a> {
    folder: &'a OwnedFd,
    name: String,
    file: File,
}

impl<'a> NewFile<'a> {
    fn create(folder: &'a OwnedFd) -> io::Result<Self> {
        let name = format!(".{}.new", random_id().map_err(io::Error::other)?);
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW;
        let opened = openat(folder, &name, flags | OFlags::CLOEXEC, Mode::RUSR | Mode::WUSR);
        let file = opened.map_err(|cause| {
            let cause = io::Error::from(cause);
            io::Error::new(
                cause.kind(),
                format!("a new file in its folder cannot be made: {cause}"),
            )
        })?;
        Ok(Self { folder, name, file: file.into() })
    }

    fn give_to(&self, old: &Metadata) -> io::Result<()> {
        let own = self.file.metadata()?;
        if (own.uid(), own.gid()) != (old.uid(), old.gid()) {
            fchown(&self.file, Some(old.uid()), Some(old.gid()))?;
        }
        let group_may_read = old.mode() & 0o040;
        self.file.set_permissions(Permissions::from_mode(0o600 | group_may_read))
    }

    fn rename(&self, name: &OsStr) -> io::Result<()> {
        match renameat(self.folder, &self.name, self.folder, name) {
            Err(rustix::io::Errno::BUSY) => Err(io::Error::new(ErrorKind::ResourceBusy, MOUNTED)),
            renamed => Ok(renamed?),
        }
    }
}

impl Drop for NewFile<'_> {
    fn drop(&mut self) {
        // After the renaming there is none.
        let _ = unlinkat(self.folder, &self.name, AtFlags::empty());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{chown, symlink};

    use super::*;

    #[test]
    fn link_in_place_of_the_new_file_gives_nothing_away() {
        let folder = tempfile::tempdir().unwrap();
        let [config, victim] = ["config", "victim"].map(|name| folder.path().join(name));
        fs::write(&config, "old").unwrap();
        fs::write(&victim, "victim").unwrap();
        let as_root = chown(&config, Some(12345), Some(12345)).is_ok();
        let before = fs::metadata(&victim).unwrap();
        let opened = OpenedFile::open(&config).unwrap();
        let mut new = NewFile::create(&opened.folder).unwrap();
        let path = folder.path().join(&new.name);
        fs::remove_file(&path).unwrap();
        symlink(&victim, &path).unwrap();
        new.file.write_all(b"new").unwrap();
        new.give_to(&opened.file.metadata().unwrap()).unwrap();
        let after = fs::metadata(&victim).unwrap();
        assert_eq!((after.uid(), after.mode()), (before.uid(), before.mode()));
        assert_eq!(new.file.metadata().unwrap().uid() == 12345, as_root);
        assert_eq!(fs::read(&victim).unwrap(), b"victim");
    }

    #[test]
    fn folder_that_is_exchanged_meanwhile_is_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let [own, other, gone] = ["own", "other", "gone"].map(|name| folder.path().join(name));
        for folder in [&own, &other] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("config"), "old").unwrap();
        }
        let opened = OpenedFile::open(&own.join("config")).unwrap();
        fs::rename(&own, &gone).unwrap();
        symlink(&other, &own).unwrap();
        opened.replace("new").unwrap();
        assert_eq!(fs::read(gone.join("config")).unwrap(), b"new");
        assert_eq!(fs::read(other.join("config")).unwrap(), b"old");
    }

    #[test]
    fn only_a_regular_file_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(CWD, &pipe, Mode::RUSR | Mode::WUSR).unwrap();
        for path in [pipe.as_path(), folder.path()] {
            let cause = OpenedFile::open(path).err().expect("a refusal").to_string();
            assert_eq!(cause, "is not a file");
        }
    }
}
