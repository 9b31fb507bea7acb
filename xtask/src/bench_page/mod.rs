//! `cargo xtask bench-page`: page load benchmark of the widget and other captchas in the same browser.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::docs_sections::{Part, write_into};
use crate::setup::{self, Browser};
use crate::workspace::{self, cargo, node, root};
use crate::{build, process};

/// The arguments of `cargo xtask bench-page`.
#[derive(Args)]
pub(crate) struct Options {
    /// Number of times that each page is opened [default: 15; with --waits 1].
    #[arg(long)]
    runs: Option<u32>,
    /// Only the recogniser and the proof-of-work solver, with and without JIT compilation.
    #[arg(long)]
    parts: bool,
    /// Only what a person waits for the proof of work, on fewer and slower cores (Linux).
    #[arg(long, conflicts_with = "parts")]
    waits: bool,
    /// Write what --waits measures into docs/configuration.md.
    #[arg(long, requires = "waits")]
    write: bool,
    /// Measure the last build without building again.
    #[arg(long)]
    as_built: bool,
}

/// Builds the widget, measures it in Chromium, prints tables and fails if a target is missed.
pub(crate) fn run(options: Options) -> Result<()> {
    setup::for_browser_tests()?;
    if !options.as_built {
        build::run()?;
        let server = ["--release", "--package", "passwave-server", "--features", "embed"];
        process::run(cargo("build").args(server), "")?;
    }
    let Browser { chromium, .. } = setup::browser()?;
    let mut node = node("release")?;
    node.arg(root().join("tests/browser/bench-page").join(script(&options)))
        .env("PASSWAVE_CHROMIUM", chromium);
    if options.waits {
        return waits(node.arg(options.runs.unwrap_or(1).to_string()), options.write);
    }
    if !options.parts {
        node.arg(peers()?).arg(options.runs.unwrap_or(15).to_string());
    }
    process::run(&mut node, "")
}

/// Prints the tables of waiting times, and writes them into the documentation if that is asked for.
fn waits(node: &mut Command, write: bool) -> Result<()> {
    let text = process::output_with_progress(node)?;
    println!("{text}");
    let parts = [Part { name: "waits", text }];
    if write { write_into("docs/configuration.md", &parts) } else { Ok(()) }
}

fn script(options: &Options) -> &'static str {
    match options {
        Options { waits: true, .. } => "waits.mjs",
        Options { parts: true, .. } => "solver-and-recogniser.mjs",
        _ => "side-by-side.mjs",
    }
}

/// A folder with the other captchas from npm, pinned by a lock file of their own.
fn peers() -> Result<PathBuf> {
    let folder = workspace::target().join("bench-page");
    fs::create_dir_all(&folder)?;
    for name in ["package.json", "package-lock.json"] {
        let from = root().join("xtask/src/bench_page").join(name);
        fs::copy(from, folder.join(name)).with_context(|| format!("cannot copy {name}"))?;
    }
    setup::node_modules(&folder)?;
    Ok(folder)
}
