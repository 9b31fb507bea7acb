//! The hashes of the files of a release.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

pub(crate) const FILE: &str = "SHA256SUMS";

/// In hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Writes the hashes of all other files of a folder, as `sha256sum --check` reads them.
pub(super) fn write(folder: &Path) -> Result<()> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().context("a file without a name")?.display().to_string();
        if name != FILE {
            lines.push((name, sha256(&fs::read(&path)?)));
        }
    }
    lines.sort();
    let text =
        lines.iter().fold(String::new(), |text, (name, sum)| text + &format!("{sum}  {name}\n"));
    fs::write(folder.join(FILE), text).context(FILE)
}

/// Checks that the folder has the files that its list names, with these hashes; returns their names.
pub(crate) fn check(folder: &Path) -> Result<Vec<String>> {
    let list = folder.join(FILE);
    let list = fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    let mut names = Vec::new();
    for line in list.lines() {
        let (sum, name) = line.split_once("  ").with_context(|| format!("{FILE}: {line}"))?;
        let bytes = fs::read(folder.join(name)).with_context(|| format!("{FILE} names {name}"))?;
        if sha256(&bytes) != sum {
            bail!("{name} is not the file whose hash is in {FILE}");
        }
        names.push(name.to_owned());
    }
    Ok(names)
}
