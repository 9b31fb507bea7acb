//! `cargo xtask reproduce`: whether what is shipped depends on where it is built.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::{self, ROOT_ELSEWHERE, cargo_home, root};

/// What a build makes, or needs no copy of.
const NOT_COPIED: [&str; 5] = ["target", ".git", "dist", "node_modules", "work"];
/// Two folders, unlike in name, depth and length.
const PLACES: [&str; 2] = ["one", "another place/with a much longer name"];

/// Builds the widget in two folders, each with a cargo home of its own, and compares every shipped byte.
pub fn run() -> Result<()> {
    let folder = workspace::target().join("reproduce");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut built = Vec::new();
    for place in PLACES {
        built.push(build_in(&folder.join(place))?);
    }
    let (one, other) = (contents(&built[0])?, contents(&built[1])?);
    let differing = differing(&one, &other);
    if !differing.is_empty() {
        bail!("built in two places, these differ: {}", differing.join(", "));
    }
    crate::nameless::check(&built[1])?;
    println!("{} files, built in two places, are the same to the byte", one.len());
    fs::remove_dir_all(&folder).context("cannot remove target/reproduce")
}

/// Returns the folder of what was built.
fn build_in(place: &Path) -> Result<PathBuf> {
    let (source, home) = (place.join("passwave"), place.join("cargo home"));
    copy(root(), &source, &|name| !NOT_COPIED.iter().any(|left_out| name == *left_out))?;
    copy(&root().join("node_modules"), &source.join("node_modules"), &|_| true)?;
    // What is there already need not be fetched again; cargo checks it by the lock file's hashes.
    for part in ["registry/cache", "registry/index"] {
        copy(&cargo_home()?.join(part), &home.join(part), &|_| true)?;
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

/// Copies a folder, without those whose names are not wanted. Links stay links.
fn copy(from: &Path, to: &Path, is_wanted: &dyn Fn(&OsStr) -> bool) -> Result<()> {
    fs::create_dir_all(to)?;
    let entries = fs::read_dir(from).with_context(|| from.display().to_string())?;
    for entry in entries {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let target = to.join(&name);
        if kind.is_dir() && is_wanted(&name) {
            copy(&entry.path(), &target, is_wanted)?;
        } else if kind.is_symlink() {
            copy_link(&entry.path(), &target)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to).context("cannot copy a link")
}

/// Elsewhere a link may need a right that few have; what it leads to serves as well.
#[cfg(not(unix))]
fn copy_link(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(|_| ()).context("cannot copy what a link leads to")
}

/// All files of a folder by their names in it.
pub fn contents(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| next.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder)?.display().to_string();
                files.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
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
    fn what_is_missing_or_changed_differs() {
        let one = files(&[("same", "1"), ("changed", "1"), ("gone", "1")]);
        let other = files(&[("same", "1"), ("changed", "2"), ("new", "1")]);
        assert_eq!(differing(&one, &other), ["changed", "gone", "new"]);
        assert!(differing(&one, &one).is_empty());
    }
}
