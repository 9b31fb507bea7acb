//! The files of earlier versions, whose addresses pages may have kept.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::files::Files;

/// The versions in a folder of folders such as `v0.1.0`, and those that this program carries, by their path.
///
/// What the program carries goes before the folder: it was compared with the release.
///
/// # Errors
/// If the folder cannot be read.
pub(super) fn versions(folder: Option<&Path>) -> io::Result<BTreeMap<String, Files>> {
    let mut found = BTreeMap::new();
    for entry in folder.map(std::fs::read_dir).transpose()?.into_iter().flatten() {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && entry.path().is_dir()
        {
            found.insert(name, Files::Folder(entry.path()));
        }
    }
    #[cfg(feature = "embed")]
    found.extend(super::embedded::earlier().map(|(name, files)| (name, Files::Embedded(files))));
    found.retain(|name, _| is_version(name));
    Ok(found)
}

/// Whether the name is `v`, three numbers, and perhaps the name of a pre-release.
fn is_version(name: &str) -> bool {
    let Some(version) = name.strip_prefix('v') else { return false };
    let (numbers, pre_release) = version.split_once('-').unwrap_or((version, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
    numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && pre_release.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_named_like_a_version_are_versions() {
        for name in ["v0.1.0", "v10.20.30", "v1.0.0-rc.1"] {
            assert!(is_version(name), "{name}");
        }
        for name in ["0.1.0", "v1", "v1.2", "v1.2.3.4", "v1.2.x", "v1..3", "v1.0.0-{a}", "strings"]
        {
            assert!(!is_version(name), "{name}");
        }
    }
}
