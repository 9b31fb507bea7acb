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
/// Budget for the files loaded for one whole verification, in bytes after brotli.
const MAX_VERIFICATION: u64 = 38_000;

const SCRIPT: &str = "passwave.js";
const REST: [&str; 3] = ["passwave-main.js", "passwave-core.wasm", "passwave-worker.js"];

/// The arguments of `cargo xtask size`.
#[derive(Args)]
pub(crate) struct Options {
    /// Fails when a budget is exceeded.
    #[arg(long)]
    check: bool,
}

/// Measures the files of the last build.
pub(crate) fn run(options: Options) -> Result<()> {
    let sums = print()?;
    if options.check { sums.check() } else { Ok(()) }
}

/// The two sums that have a budget.
pub(crate) struct Sums {
    before_press: Size,
    verification: Size,
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
        let before_press = size(SCRIPT)?;
        let rest: Size = REST.iter().map(|name| size(name)).sum::<Result<Size>>()?;
        let strings = strings.context("pkg/dist/strings is empty: run `cargo xtask build`")?;
        Ok(Self { before_press, verification: before_press + rest + strings })
    }

    /// Fails when a sum exceeds its budget.
    pub(crate) fn check(&self) -> Result<()> {
        within("before the first press", self.before_press, MAX_BEFORE_PRESS)?;
        within("for one verification", self.verification, MAX_VERIFICATION)
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
    println!("{:<26} {} of {MAX_BEFORE_PRESS}", "before the first press", sums.before_press);
    println!("{:<26} {} of {MAX_VERIFICATION}", "for one verification", sums.verification);
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

    fn files(script: u64, wasm: u64) -> Vec<(String, Size)> {
        let named = [(SCRIPT, script), (REST[0], 10), (REST[1], wasm), (REST[2], 10)];
        let strings = [("strings/ar.json", 5), ("strings/zh-CN.json", 20)];
        let sized =
            |(name, brotli): (&str, u64)| (name.to_owned(), Size { brotli, ..Size::default() });
        named.into_iter().chain(strings).map(sized).collect()
    }

    #[test]
    fn the_largest_language_counts() {
        let sums = Sums::of(&files(100, 1000)).unwrap();
        assert_eq!(sums.verification.brotli, 100 + 1000 + 10 + 10 + 20);
    }

    #[test]
    fn a_budget_holds_to_the_byte() {
        let others = 10 + 10 + 20;
        let holds = |script, wasm| Sums::of(&files(script, wasm)).unwrap().check().is_ok();
        assert!(holds(MAX_BEFORE_PRESS, 0) && !holds(MAX_BEFORE_PRESS + 1, 0));
        assert!(holds(0, MAX_VERIFICATION - others) && !holds(0, MAX_VERIFICATION - others + 1));
    }

    #[test]
    fn a_missing_file_is_an_error() {
        assert!(Sums::of(&files(1, 1)[1..]).is_err());
        assert!(Sums::of(&files(1, 1)[..4]).is_err());
    }
}
