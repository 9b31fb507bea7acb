//! A file system of four mebibytes that a test fills and empties.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Mounted in a folder of its own, until it is dropped.
pub struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// Needs root.
    pub fn mount() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"])
            .arg(folder.path())
            .status();
        assert!(
            mounted.is_ok_and(|status| status.success()),
            "this test mounts a small file system, which needs root: run it as root, or as \
             `unshare --map-root-user --mount cargo test …`"
        );
        Self(folder)
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    /// Leaves no room at all.
    pub fn fill(&self) {
        fs::write(self.filler(), vec![1; 8 << 20])
            .expect_err("the disk is larger than it should be");
    }

    /// Makes room again.
    pub fn empty(&self) {
        fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "{} stays", self.path().display());
    }
}
