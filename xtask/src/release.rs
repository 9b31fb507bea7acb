//! `cargo xtask release`: the checklist of a release, walked by machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde_json::Value;

use crate::dist::{self, sums};
use crate::file_tree::{copy_tree, read_tree};
use crate::workspace::{self, root};
use crate::{crate_packages, process};

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The files that carry the version, and what stands before it there.
const VERSIONS: [(&str, &str); 10] = [
    ("Cargo.toml", "\nversion = \""),
    ("Cargo.toml", "path = \"crates/motion\", version = \""),
    ("Cargo.toml", "path = \"crates/protocol\", version = \""),
    ("pkg/package.json", "\"version\": \""),
    ("integrations/python/pyproject.toml", "\nversion = \""),
    ("integrations/wordpress/passwave/readme.txt", "\nStable tag: "),
    ("integrations/wordpress/passwave/passwave.php", "* Version:           "),
    ("integrations/compose/compose.yaml", "image: localhost/passwave:"),
    ("integrations/compose/two-instances.yaml", "image: localhost/passwave:"),
    ("integrations/kubernetes/passwave.yaml", "image: localhost/passwave:"),
];
/// The hash of the files of each released version.
const LEDGER: &str = "released.json";

type Check = fn() -> Result<String>;

const CHECKS: [(&str, Check); 8] = [
    ("the versions agree", versions_agree),
    ("the changelog has the section", changelog_has_section),
    ("nothing is left unreleased in the changelog", nothing_is_unreleased),
    ("everything is committed", everything_is_committed),
    ("addresses of released files keep their bytes", addresses_keep_their_bytes),
    ("the artefacts are there, with their hashes", artefacts_are_there),
    ("the npm package packs", npm_package_packs),
    ("the crates package", crates_package),
];

/// What is left to do once the checklist is walked; `cargo xtask release` without `--dry-run` does the first.
const STEPS: [&str; 6] = [
    "cargo xtask release                  keeps the widget's files in pkg/earlier",
    "git commit pkg/earlier, git tag vVERSION",
    "cargo publish -p passwave-motion, then -p passwave-protocol, then -p passwave",
    "npm publish                          in pkg",
    "publish the files of target/dist",
    "set the next version, with an empty section \"Unreleased\" in CHANGELOG.md",
];

/// The arguments of `cargo xtask release`.
#[derive(Args)]
pub(crate) struct Options {
    /// Only list what is missing. Without it the widget's files are copied into pkg/earlier.
    #[arg(long)]
    dry_run: bool,
}

/// Walks the checklist to its end; fails if something is missing.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut missing = 0;
    for (what, check) in CHECKS {
        match check() {
            Ok(found) => println!("ok       {what}: {found}"),
            Err(cause) => {
                missing += 1;
                println!("MISSING  {what}: {cause:#}");
            }
        }
    }
    ensure!(missing == 0, "{missing} of {} points are missing for version {VERSION}", CHECKS.len());
    if options.dry_run {
        println!("version {VERSION} can be released; nothing was written. What is left to do:");
        for (number, step) in (1..).zip(STEPS) {
            println!("  {number}. {}", step.replace("VERSION", VERSION));
        }
        return Ok(());
    }
    keep_files()
}

fn versions_agree() -> Result<String> {
    let mut wrong = Vec::new();
    for (file, before) in VERSIONS {
        let text = fs::read_to_string(root().join(file)).context(file)?;
        if !has_version(&text, before) {
            wrong.push(format!("{file} (after {before:?})"));
        }
    }
    ensure!(wrong.is_empty(), "not {VERSION}: {}", wrong.join(", "));
    Ok(format!("{VERSION} in {} places", VERSIONS.len()))
}

/// Whether each of these words is there and followed by the version, and by nothing that would make it another.
fn has_version(text: &str, before: &str) -> bool {
    let mut found = text.match_indices(before).map(|(at, _)| &text[at + before.len()..]).peekable();
    let is_other = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    found.peek().is_some()
        && found
            .all(|rest| rest.strip_prefix(VERSION).is_some_and(|rest| !rest.starts_with(is_other)))
}

fn changelog_has_section() -> Result<String> {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md"))?;
    let heading = format!("## {VERSION}");
    let section = changelog.split("\n## ").find(|section| section.starts_with(VERSION));
    let section = section.with_context(|| format!("CHANGELOG.md has no {heading:?}"))?;
    let points = section.lines().filter(|line| line.starts_with("- ")).count();
    ensure!(points > 0, "{heading:?} is empty");
    Ok(format!("{points} points"))
}

/// Whoever releases moves these points into the version's section.
fn nothing_is_unreleased() -> Result<String> {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md"))?;
    let points = unreleased_points(&changelog);
    ensure!(points == 0, "move the {points} points of \"## Unreleased\" under \"## {VERSION}\"");
    Ok("\"Unreleased\" is empty".to_owned())
}

fn unreleased_points(changelog: &str) -> usize {
    let section = changelog.split("\n## ").find(|section| section.starts_with("Unreleased"));
    section.map_or(0, |section| section.lines().filter(|line| line.starts_with("- ")).count())
}

fn everything_is_committed() -> Result<String> {
    let mut git = Command::new("git");
    git.current_dir(root()).args(["status", "--porcelain"]);
    let changed = process::output(&mut git, "")?;
    let files: Vec<&str> = changed.lines().collect();
    ensure!(files.is_empty(), "commit these, and make the artefacts again: {}", files.join(", "));
    Ok("the artefacts can be made of a commit".to_owned())
}

fn earlier() -> PathBuf {
    root().join("pkg/earlier")
}

type Ledger = BTreeMap<String, String>;

fn ledger() -> Result<Ledger> {
    let file = earlier().join(LEDGER);
    if !file.exists() {
        return Ok(Ledger::new());
    }
    serde_json::from_str(&fs::read_to_string(file)?).context(LEDGER)
}

/// One hash of all files of a folder and their names.
fn hash_of(folder: &Path) -> Result<String> {
    let files = read_tree(folder)?;
    ensure!(files.contains_key("passwave.js"), "{} has no passwave.js", workspace::shown(folder));
    let lines = files.iter().map(|(name, bytes)| format!("{}  {name}\n", sums::sha256(bytes)));
    Ok(sums::sha256(lines.collect::<String>().as_bytes()))
}

fn addresses_keep_their_bytes() -> Result<String> {
    let ledger = ledger()?;
    check_ledger(&ledger, &earlier(), &workspace::dist())?;
    Ok(format!("{} versions were released before", ledger.len()))
}

/// Every released version is there as it was released, and this one, if it was released, is still the same.
fn check_ledger(ledger: &Ledger, earlier: &Path, current: &Path) -> Result<()> {
    for (version, hash) in ledger {
        let found = hash_of(&earlier.join(format!("v{version}")))?;
        ensure!(found == *hash, "the files of {version} are not those that were released");
    }
    if ledger.get(VERSION).is_some_and(|hash| hash_of(current).ok().as_ref() != Some(hash)) {
        bail!("{VERSION} was released with other files: it needs a new version");
    }
    Ok(())
}

fn artefacts_are_there() -> Result<String> {
    let names = sums::check(&dist::folder()).context("run `cargo xtask dist`")?;
    for ending in [
        "x86_64-linux.tar.gz",
        "aarch64-linux.tar.gz",
        "amd64.deb",
        "arm64.deb",
        "amd64.tar",
        "arm64.tar",
    ] {
        let is_it = |name: &&String| name.ends_with(ending) && name.contains(VERSION);
        ensure!(
            names.iter().any(|name| is_it(&name)),
            "there is no artefact …{ending} of {VERSION}"
        );
    }
    Ok(format!("{} files", names.len()))
}

fn npm_package_packs() -> Result<String> {
    let mut npm = Command::new("npm");
    npm.current_dir(root().join("pkg")).args(["pack", "--dry-run", "--json", "--ignore-scripts"]);
    let packed: Value = serde_json::from_str(&process::output(&mut npm, "")?)?;
    let files = packed[0]["files"].as_array().context("npm names no files")?;
    let has = |name: &str| files.iter().any(|file| file["path"] == name);
    for name in
        ["package.json", "dist/passwave.js", "dist/passwave-core.wasm", "types/passwave.d.ts"]
    {
        ensure!(has(name), "the package has no {name}");
    }
    ensure!(packed[0]["version"] == VERSION, "it packs {}", packed[0]["version"]);
    Ok(format!("{} files", files.len()))
}

fn crates_package() -> Result<String> {
    crate_packages::run().map(|()| "each compiles from its package".to_owned())
}

/// Puts the widget's files among those of earlier versions, for the next release to carry.
fn keep_files() -> Result<()> {
    let mut ledger = ledger()?;
    let folder = earlier().join(format!("v{VERSION}"));
    copy_tree(&workspace::dist(), &folder, &|_| true)?;
    ledger.insert(VERSION.to_owned(), hash_of(&folder)?);
    fs::write(earlier().join(LEDGER), serde_json::to_string_pretty(&ledger)? + "\n")?;
    println!(
        "commit {}, tag the commit, and publish as CONTRIBUTING.md says",
        workspace::shown(&earlier())
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_must_be_this_one_wherever_it_stands() {
        let before = "version = \"";
        assert!(has_version(&format!("version = \"{VERSION}\""), before));
        for other in ["", "version = \"99.0.0\"", &format!("version = \"{VERSION}-rc.1\"")] {
            assert!(!has_version(other, before), "{other}");
        }
        let mixed = format!("version = \"{VERSION}\"\nversion = \"99.0.0\"");
        assert!(!has_version(&mixed, before));
    }

    #[test]
    fn points_that_nobody_moved_are_found() {
        let changelog = "# Changelog\n\n## Unreleased\n\n- one\n- two\n\n## 0.1.0\n\n- three\n";
        assert_eq!(unreleased_points(changelog), 2);
        assert_eq!(unreleased_points("# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n- three\n"), 0);
        assert_eq!(unreleased_points("# Changelog\n\n## 0.1.0\n"), 0);
    }

    #[test]
    fn versions_agree_now() {
        versions_agree().unwrap();
    }

    #[test]
    fn released_address_is_not_reused_with_other_bytes() {
        let folder = workspace::target().join("tests/release");
        let (earlier, current) = (folder.join("earlier"), folder.join("current"));
        let released = earlier.join(format!("v{VERSION}"));
        for place in [&released, &current] {
            fs::create_dir_all(place).unwrap();
            fs::write(place.join("passwave.js"), "the same").unwrap();
        }
        let ledger = Ledger::from([(VERSION.to_owned(), hash_of(&released).unwrap())]);
        check_ledger(&ledger, &earlier, &current).unwrap();
        fs::write(current.join("passwave.js"), "mended").unwrap();
        let refused = check_ledger(&ledger, &earlier, &current).unwrap_err().to_string();
        assert!(refused.contains("needs a new version"), "{refused}");
        check_ledger(&Ledger::new(), &earlier, &current).unwrap();
        fs::write(released.join("passwave.js"), "mended").unwrap();
        let refused = check_ledger(&ledger, &earlier, &current).unwrap_err().to_string();
        assert!(refused.contains("not those that were released"), "{refused}");
        fs::remove_dir_all(folder).unwrap();
    }
}
