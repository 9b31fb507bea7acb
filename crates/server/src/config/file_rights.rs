//! What the file system says of the files that a configuration names.

use std::path::Path;

/// Why a file with secrets is not private; nothing if it is, or cannot be asked. The group may read it: services
/// often read what root owns.
#[cfg(unix)]
pub(super) fn why_not_private(file: &Path) -> Option<String> {
    const STICKY: u32 = 0o1000;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let in_folder = mode(folder.unwrap_or(Path::new("."))).unwrap_or(0);
    let mode = mode(file)? & 0o777;
    if in_folder & 0o002 != 0 && in_folder & STICKY == 0 {
        return Some("other users can put other files into its folder: chmod o-w".to_owned());
    }
    (mode & 0o027 != 0).then(|| {
        format!(
            "other users can read or change it (mode {mode:03o}), and it has secrets: chmod 600"
        )
    })
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(std::fs::metadata(path).ok()?.permissions().mode())
}

#[cfg(not(unix))]
pub(super) fn why_not_private(_file: &Path) -> Option<String> {
    None
}

/// Whether the file lies, or would lie, on a file system in memory.
#[cfg(target_os = "linux")]
pub(super) fn is_in_memory(file: &Path) -> bool {
    const RAMFS_MAGIC: u32 = 0x8584_58f6;
    let folder = file.parent().unwrap_or(Path::new("."));
    let kind = rustix::fs::statfs(file).or_else(|_| rustix::fs::statfs(folder));
    let kind = kind.map_or(0, |found| found.f_type as u32);
    kind == libc::TMPFS_MAGIC as u32 || kind == RAMFS_MAGIC
}

#[cfg(not(target_os = "linux"))]
pub(super) fn is_in_memory(_file: &Path) -> bool {
    false
}
