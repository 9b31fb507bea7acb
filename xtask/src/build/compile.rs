//! Compiles the root crate to WebAssembly.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::process;
use crate::workspace::{self, cargo_home, root};

const WASM: &str = "wasm32-unknown-unknown";
const BETWEEN_FLAGS: &str = "\u{1f}";

/// Compiles these features with this profile and these additional flags, as a cdylib only, which keeps link-time
/// optimisation. Returns the path of the wasm, where the next compilation of the profile puts its own.
pub(crate) fn run(profile: &str, features: &str, flags: &[&str]) -> Result<PathBuf> {
    process::run_quietly(workspace::cargo("fetch").args(["--locked", "--target", WASM]), "")?;
    let mut rustflags = remapped_paths()?;
    for flag in flags {
        rustflags.push(BETWEEN_FLAGS);
        rustflags.push(flag);
    }
    let mut cargo = workspace::cargo("rustc");
    cargo
        .args(["--package", "passwave", "--lib", "--crate-type", "cdylib", "--no-default-features"])
        .args(["--features", features, "--profile", profile, "--target", WASM])
        .env("CARGO_ENCODED_RUSTFLAGS", rustflags);
    process::run(&mut cargo, "Fix the compiler errors above and run this again.")?;
    Ok(workspace::target().join(WASM).join(profile).join("passwave.wasm"))
}

/// Flags that remap source paths, so that panic messages do not contain the builder's folders.
pub(crate) fn remapped_paths() -> Result<OsString> {
    let cargo_home = cargo_home()?;
    let mut places = vec![(cargo_home.clone(), "cargo"), (root().to_path_buf(), "passwave")];
    for registry in fs::read_dir(cargo_home.join("registry/src"))? {
        let registry = registry?;
        // The last matching rule applies.
        if is_of_an_index(&registry.file_name()) {
            places.push((registry.path(), "crates"));
        }
    }
    let mut flags = OsString::new();
    for (index, (from, to)) in places.iter().enumerate() {
        flags.push(if index == 0 { "" } else { BETWEEN_FLAGS });
        flags.push("--remap-path-prefix=");
        flags.push(from);
        flags.push(format!("={to}"));
    }
    Ok(flags)
}

/// `cargo package` leaves folders that a hash alone names, `-0123456789abcdef`, one more each time: with them the flags
/// would change, and everything would be compiled again.
fn is_of_an_index(folder: &OsStr) -> bool {
    !folder.to_string_lossy().starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_packed_crates_change_no_flags() {
        assert!(is_of_an_index(OsStr::new("index.example-1949cf8c6b5b557f")));
        assert!(!is_of_an_index(OsStr::new("-14cd1cce6819ff87")));
    }
}
