//! `cargo xtask size`: the size of the shipped files, and its budget.

use std::fmt;
use std::fs;
use std::iter::Sum;
use std::ops::Add;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::workspace::{dist, files_ending};

/// Budget for the files loaded before the first press, in bytes after brotli.
const MAX_BEFORE_PRESS: u64 = 6_000;
/// Budget for the files loaded for one whole verification that asks for no gesture, in bytes after brotli.
const MAX_PRESS: u64 = 26_000;
/// Budget for the files loaded for one whole verification by a gesture, in bytes after brotli.
const MAX_WAVE: u64 = 38_000;

const SCRIPT: &str = "passwave.js";
/// What every verification loads besides, and then one of the two compiled widgets with its script.
const ALWAYS: [&str; 2] = ["passwave-main.js", "passwave-worker.js"];
const PRESS: [&str; 2] = ["passwave-press.js", "passwave-press.wasm"];
const WAVE: [&str; 2] = ["passwave-core.js", "passwave-core.wasm"];

/// The arguments of `cargo xtask size`.
#[derive(Args)]
pub(crate) struct Options {
    /// Fail if a file group is over its limit.
    #[arg(long)]
    check: bool,
}

/// Measures the files of the last build.
pub(crate) fn run(options: Options) -> Result<()> {
    let sums = print()?;
    if options.check { sums.check() } else { Ok(()) }
}

/// The sums that have a budget.
pub(crate) struct Sums {
    before_press: Size,
    press: Size,
    wave: Size,
}

impl Sums {
    fn of(files: &[(String, Size)]) -> Result<Self> {
        let size = |name: &str| {
            let found = files.iter().find(|(file, _)| file == name).map(|(_, size)| *size);
            found.with_context(|| format!("pkg/dist/{name} is missing: run `cargo xtask build`"))
        };
        let strings = files.iter().filter(|(file, _)| file.starts_with("strings/"));
        // The largest language stands for all.
        let strings = strings.map(|(_, size)| *size).max_by_key(|size| size.brotli);
        let strings = strings.context("pkg/dist/strings is empty: run `cargo xtask build`")?;
        let sum = |names: [&str; 2]| names.iter().map(|name| size(name)).sum::<Result<Size>>();
        let before_press = size(SCRIPT)?;
        let always = before_press + sum(ALWAYS)? + strings;
        Ok(Self { before_press, press: always + sum(PRESS)?, wave: always + sum(WAVE)? })
    }

    /// Each with what it is of, and its budget.
    fn budgets(&self) -> [(&'static str, Size, u64); 3] {
        [
            ("before the first press", self.before_press, MAX_BEFORE_PRESS),
            ("verified by a press", self.press, MAX_PRESS),
            ("verified by a wave", self.wave, MAX_WAVE),
        ]
    }

    /// Fails when a sum exceeds its budget.
    pub(crate) fn check(&self) -> Result<()> {
        self.budgets().into_iter().try_for_each(|(what, size, limit)| within(what, size, limit))
    }
}

fn within(what: &str, size: Size, limit: u64) -> Result<()> {
    if size.brotli > limit {
        bail!(
            "{what}: {} bytes with brotli, the limit is {limit}; see `cargo xtask size`",
            size.brotli
        );
    }
    Ok(())
}

/// Prints the table and returns its sums.
pub(crate) fn print() -> Result<Sums> {
    let files = measure(&shipped()?)?;
    let sums = Sums::of(&files)?;
    println!("{:<26} {:>8} {:>8} {:>8}", "bytes", "raw", "gzip -9", "brotli");
    for (name, size) in &files {
        println!("{name:<26} {size}");
    }
    for (what, size, limit) in sums.budgets() {
        println!("{what:<26} {size} of {limit}");
    }
    Ok(sums)
}

/// The files that a page may load.
pub(crate) fn shipped() -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for ending in [".js", ".mjs", ".wasm"] {
        files.extend(files_ending(&dist(), ending)?);
    }
    files.extend(files_ending(&dist().join("compat"), ".js")?);
    files.extend(files_ending(&dist().join("strings"), ".json")?);
    Ok(files)
}

/// Measures each file and the two compressed copies that the build has written.
fn measure(files: &[PathBuf]) -> Result<Vec<(String, Size)>> {
    files.iter().map(|path| Ok((name(path), Size::of(path)?))).collect()
}

fn name(path: &Path) -> String {
    path.strip_prefix(dist()).unwrap_or(path).display().to_string()
}

#[derive(Clone, Copy, Default)]
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Size {
    fn of(path: &Path) -> Result<Self> {
        let length = |ending: &str| {
            let path = path.display().to_string() + ending;
            let entry = fs::metadata(&path);
            entry
                .map(|entry| entry.len())
                .with_context(|| format!("{path}: run `cargo xtask build`"))
        };
        Ok(Self { raw: length("")?, gzip: length(".gz")?, brotli: length(".br")? })
    }
}

impl Add for Size {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}

impl Sum for Size {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>8} {:>8} {:>8}", self.raw, self.gzip, self.brotli)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each file weighs ten bytes, apart from these.
    fn files(unlike: &[(&str, u64)]) -> Vec<(String, Size)> {
        let scripts = [SCRIPT].into_iter().chain(ALWAYS).chain(PRESS).chain(WAVE);
        let strings = ["strings/ar.json", "strings/zh-CN.json"];
        let sized = |name: &str| {
            let brotli =
                unlike.iter().find(|(other, _)| *other == name).map_or(10, |found| found.1);
            (name.to_owned(), Size { brotli, ..Size::default() })
        };
        scripts.chain(strings).map(sized).collect()
    }

    #[test]
    fn the_largest_language_counts() {
        let sums = Sums::of(&files(&[("strings/zh-CN.json", 20)])).unwrap();
        assert_eq!([sums.press.brotli, sums.wave.brotli], [5 * 10 + 20; 2]);
    }

    #[test]
    fn budgets_hold_to_the_byte() {
        let holds = |name, size| Sums::of(&files(&[(name, size)])).unwrap().check().is_ok();
        let others = 5 * 10;
        for (file, most) in [
            (SCRIPT, MAX_BEFORE_PRESS),
            (PRESS[1], MAX_PRESS - others),
            (WAVE[1], MAX_WAVE - others),
            (ALWAYS[0], MAX_PRESS - others),
        ] {
            assert!(holds(file, most) && !holds(file, most + 1), "{file}");
        }
    }

    #[test]
    fn a_missing_file_is_an_error() {
        let all = files(&[]);
        for missing in 0..all.len() - 2 {
            let others = [&all[..missing], &all[missing + 1..]].concat();
            assert!(Sums::of(&others).is_err(), "without {}", all[missing].0);
        }
        assert!(Sums::of(&all[..all.len() - 2]).is_err(), "without strings");
    }
}
