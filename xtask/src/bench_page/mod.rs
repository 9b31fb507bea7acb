//! `cargo xtask bench-page`: how long the widget's heavy parts take in a browser.

use std::process::Command;

use anyhow::{Context, Result};

use crate::setup::{self, Browser};
use crate::workspace::{self, cargo, root};
use crate::{build, process};

/// Builds what is measured, measures it in Chromium with and without its compiler, and prints a table.
pub fn run() -> Result<()> {
    setup::for_test()?;
    build::run()?;
    process::run(cargo("build").args(["--release", "--package", "passwave-server"]), "")?;
    let Browser { chromium, .. } = setup::browser()?;
    let xtask = std::env::current_exe().context("this program has no path")?;
    let mut node = Command::new("node");
    node.current_dir(root())
        .arg("tests/browser/bench-page.mjs")
        .env("PASSWAVE_CHROMIUM", chromium)
        .env("PASSWAVE_BINARY", workspace::target().join("release/passwave"))
        .env("PASSWAVE_XTASK", xtask);
    process::run(&mut node, "")
}
