//! `cargo xtask bench-server`: siteverify throughput benchmark, with other servers on the same machine.

mod startup;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::workspace::{self, cargo, root};
use crate::{process, setup};

/// The arguments of `cargo xtask bench-server`.
#[derive(Args)]
pub(crate) struct Options {
    /// Number of measurements of each server; the best one counts.
    #[arg(long, default_value_t = 2)]
    rounds: u32,
}

/// Measures, prints tables and fails if a target is missed.
pub(crate) fn run(options: Options) -> Result<()> {
    let folder = workspace::target().join("bench-server");
    fs::create_dir_all(&folder)?;
    let scripts = root().join("xtask/src/bench_server");
    for entry in fs::read_dir(&scripts)? {
        let path = entry?.path();
        let name = path.file_name().context("a file without a name")?;
        fs::copy(&path, folder.join(name))?;
    }
    setup::for_bench(&folder)?;
    process::run(cargo("build").args(["--release", "--package", "passwave-server"]), "")?;
    startup::measure(&workspace::target().join("release/passwave"))?;
    let mut node = Command::new("node");
    node.current_dir(&folder)
        .env("PASSWAVE_ASSETS", root().join("crates/test-support/widget"))
        .arg("side-by-side.mjs")
        .arg(workspace::target().join("release/passwave"))
        .arg(options.rounds.to_string());
    process::run(&mut node, "")
}
