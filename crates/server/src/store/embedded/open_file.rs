//! Opens the store's file: readable by its owner alone, never through a symbolic link, and there for good.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Opens the file or creates it.
pub(super) fn open_or_create(path: &Path) -> io::Result<File> {
    match open(path, OpenOptions::new().create_new(true)) {
        Ok(file) => {
            sync_folder(path)?;
            Ok(file)
        }
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => open_existing(path),
        Err(cause) => Err(cause),
    }
}

fn open_existing(path: &Path) -> io::Result<File> {
    // The flag below refuses a link as well, with a message that says less.
    if path.symlink_metadata()?.is_symlink() {
        return Err(io::Error::other("is a symbolic link; name the file itself"));
    }
    let file = open(path, &mut OpenOptions::new())?;
    restrict(&file)?;
    Ok(file)
}

#[cfg(unix)]
fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    options.read(true).write(true).mode(0o600).custom_flags(libc::O_NOFOLLOW).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    options.read(true).write(true).open(path)
}

/// Takes all rights from everybody but the owner.
#[cfg(unix)]
fn restrict(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = file.metadata()?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(0o600);
        file.set_permissions(permissions)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn restrict(_: &File) -> io::Result<()> {
    Ok(())
}

/// A new file survives a power cut only once its folder is on the disk too.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::open_or_create;

    #[test]
    fn file_is_readable_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spent.redb");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        open_or_create(&path).unwrap();
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        open_or_create(&path).unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn symbolic_link_is_refused_wherever_it_leads() {
        let folder = tempfile::tempdir().unwrap();
        let (path, target) = (folder.path().join("spent.redb"), folder.path().join("target"));
        symlink(&target, &path).unwrap();
        assert!(open_or_create(&path).unwrap_err().to_string().contains("symbolic link"));
        assert!(!target.exists());
        fs::write(&target, "something").unwrap();
        assert!(open_or_create(&path).is_err());
        assert_eq!(fs::read(&target).unwrap(), b"something");
    }
}
