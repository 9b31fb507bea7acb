//! A small file system that a test fills and empties.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Mounted in a folder of its own, until it is dropped.
pub struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// One of four mebibytes. Needs root.
    pub fn mount() -> Self {
        Self::mount_mib(4)
    }

    /// One of this size. Needs root.
    pub fn mount_mib(mib: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={mib}m"), "tmpfs"])
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
        let mut filler = File::create(self.filler()).unwrap();
        // A byte at a time at the end, so that nothing is left.
        for length in [1 << 20, 1 << 12, 1] {
            let piece = vec![1; length];
            while filler.write_all(&piece).is_ok() {}
        }
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
