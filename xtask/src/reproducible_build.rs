//! `cargo xtask reproduce`: checks that the build is reproducible, whatever the build folder.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::file_tree::{copy_tree, read_tree};
use crate::process;
use crate::workspace::{self, ROOT_ELSEWHERE, cargo_home, root};

/// Build outputs and folders that a build does not read.
const NOT_COPIED: [&str; 5] = ["target", ".git", "dist", "node_modules", "work"];
/// Two build folders that differ in name, depth and length.
const PLACES: [&str; 2] = ["one", "another place/with a much longer name"];

/// Builds the widget in two folders, each with a cargo home of its own, and compares every shipped byte.
pub(crate) fn run() -> Result<()> {
    let folder = workspace::target().join("reproduce");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut built = Vec::new();
    for place in PLACES {
        built.push(build_in(&folder.join(place))?);
    }
    let (one, other) = (read_tree(&built[0])?, read_tree(&built[1])?);
    let differing = differing(&one, &other);
    if !differing.is_empty() {
        bail!("these files differ between two build folders: {}", differing.join(", "));
    }
    crate::path_leaks::check(&built[1])?;
    println!("{} files from two build folders are identical", one.len());
    fs::remove_dir_all(&folder).context("cannot remove target/reproduce")
}

/// Builds in a copy of the workspace and returns its output folder.
fn build_in(place: &Path) -> Result<PathBuf> {
    let (source, home) = (place.join("passwave"), place.join("cargo home"));
    copy_tree(root(), &source, &|name| !NOT_COPIED.iter().any(|left_out| name == *left_out))?;
    copy_tree(&root().join("node_modules"), &source.join("node_modules"), &|_| true)?;
    // Copies the download cache, to save fetching it again; cargo verifies it by the lock file's hashes.
    for part in ["registry/cache", "registry/index"] {
        copy_tree(&cargo_home()?.join(part), &home.join(part), &|_| true)?;
    }
    let mut build = Command::new(env::current_exe().context("this program has no path")?);
    build
        .arg("build")
        .env(ROOT_ELSEWHERE, &source)
        .env("CARGO_HOME", &home)
        .env("CARGO_TARGET_DIR", place.join("target"));
    process::run(&mut build, "")?;
    Ok(source.join("pkg/dist"))
}

/// The names of the files that are not the same in both.
pub(crate) fn differing(
    one: &BTreeMap<String, Vec<u8>>,
    other: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    let names = one.keys().chain(other.keys().filter(|name| !one.contains_key(*name)));
    names.filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn missing_and_changed_files_differ() {
        let one = files(&[("same", "1"), ("changed", "1"), ("gone", "1")]);
        let other = files(&[("same", "1"), ("changed", "2"), ("new", "1")]);
        assert_eq!(differing(&one, &other), ["changed", "gone", "new"]);
        assert!(differing(&one, &one).is_empty());
    }
}
