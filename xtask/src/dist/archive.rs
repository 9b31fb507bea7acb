//! Archives whose bytes depend on their content alone: sorted, with one time and one owner.

use std::io::Write;

use anyhow::Result;
use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

/// A file or a folder of an archive.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) path: String,
    mode: u32,
    owner: u64,
    content: Option<Vec<u8>>,
}

impl Entry {
    /// A file of root's that everybody may read.
    pub(super) fn file(path: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), mode: 0o644, owner: 0, content: Some(content.into()) }
    }

    /// As [`Self::file`], to be executed.
    pub(super) fn program(path: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { mode: 0o755, ..Self::file(path, content) }
    }

    /// A folder with these rights.
    pub(super) fn folder(path: impl Into<String>, mode: u32, owner: u64) -> Self {
        Self { path: path.into(), mode, owner, content: None }
    }

    pub(super) fn bytes(&self) -> usize {
        self.content.as_ref().map_or(0, Vec::len)
    }

    fn header(&self, modified_s: u64) -> Header {
        let mut header = Header::new_gnu();
        let kind = if self.content.is_some() { EntryType::Regular } else { EntryType::Directory };
        header.set_entry_type(kind);
        header.set_mode(self.mode);
        header.set_uid(self.owner);
        header.set_gid(self.owner);
        header.set_size(self.bytes() as u64);
        header.set_mtime(modified_s);
        header
    }
}

/// A tar with these entries and the folders above them, all of one time.
pub(super) fn tar(entries: &[Entry], modified_s: u64) -> Result<Vec<u8>> {
    let mut all = with_parents(entries);
    all.sort_by(|one, other| one.path.cmp(&other.path));
    let mut builder = Builder::new(Vec::new());
    for entry in &all {
        let mut header = entry.header(modified_s);
        let content = entry.content.as_deref().unwrap_or_default();
        builder.append_data(&mut header, &entry.path, content)?;
    }
    Ok(builder.into_inner()?)
}

fn with_parents(entries: &[Entry]) -> Vec<Entry> {
    let mut all = entries.to_vec();
    for entry in entries {
        for (end, _) in entry.path.match_indices('/') {
            let path = &entry.path[..end];
            if path != "." && !all.iter().any(|known| known.path.trim_end_matches('/') == path) {
                all.push(Entry::folder(path, 0o755, 0));
            }
        }
    }
    all
}

/// Compressed, without a name and without a time.
pub(super) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_files_in_any_order_make_the_same_bytes() {
        let one = Entry::file("a/one", "1");
        let other = Entry::program("a/b/other", "2");
        let packed = |entries: &[Entry]| gzip(&tar(entries, 1_700_000_000).unwrap()).unwrap();
        assert_eq!(packed(&[one.clone(), other.clone()]), packed(&[other.clone(), one.clone()]));
        assert_ne!(packed(std::slice::from_ref(&one)), packed(&[other]));
        assert_ne!(packed(&[one]), packed(&[Entry::program("a/one", "1")]));
    }

    #[test]
    fn folders_stand_before_what_is_in_them_and_once() {
        let files = [Entry::file("./usr/bin/passwave", ""), Entry::file("./usr/share/x", "")];
        let bytes = tar(&files, 0).unwrap();
        let mut archive = tar::Archive::new(bytes.as_slice());
        let paths: Vec<String> = archive
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().path().unwrap().display().to_string())
            .collect();
        let expected = ["usr", "usr/bin", "usr/bin/passwave", "usr/share", "usr/share/x"];
        assert_eq!(
            paths.iter().map(|path| path.trim_start_matches("./")).collect::<Vec<_>>(),
            expected
        );
    }
}
