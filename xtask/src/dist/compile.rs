//! Compiles the server as a static program that carries the widget's files.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::machine::Machine;
use crate::build::compile::remapped_paths;
use crate::process;
use crate::setup;
use crate::workspace::root;

/// Builds the program of a machine in this target folder and returns its bytes.
pub(super) fn server(machine: Machine, target: &Path, commit_s: u64) -> Result<Vec<u8>> {
    let zig = setup::cross_compiler(machine.rust_target())?;
    let mut cargo = Command::new(zig.join("cargo-zigbuild"));
    cargo
        .current_dir(root())
        .arg("zigbuild")
        .args(["--locked", "--release", "--package", "passwave-server", "--bin", "passwave"])
        .args(["--features", "embed", "--target", machine.rust_target()])
        .env("PATH", first_on_path(&zig)?)
        .env("CARGO_ENCODED_RUSTFLAGS", remapped_paths()?)
        .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
        .env("CARGO_TARGET_DIR", target)
        .env("SOURCE_DATE_EPOCH", commit_s.to_string());
    process::run(&mut cargo, "Fix the compiler errors above and run this again.")?;
    let program = target.join(machine.rust_target()).join("release/passwave");
    fs::read(&program).with_context(|| program.display().to_string())
}

fn first_on_path(folder: &Path) -> Result<std::ffi::OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = [PathBuf::from(folder)].into_iter().chain(env::split_paths(&path));
    env::join_paths(folders).context("a folder on PATH has a colon in its name")
}
