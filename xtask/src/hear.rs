//! `cargo xtask hear`: what a screen reader says of the widget, heard anew and compared with the docs.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::setup::{self, Browser};
use crate::workspace::{self, cargo, root};
use crate::{build, process};

/// What `cargo xtask hear` takes.
#[derive(Args)]
pub struct Options {
    /// Writes what was heard into docs/accessibility.md instead of comparing.
    #[arg(long)]
    write: bool,
    /// Only the stories whose name has this in it.
    #[arg(long)]
    only: Option<String>,
}

/// Builds the widget and the server, and has Orca read the stories.
pub fn run(options: Options) -> Result<()> {
    setup::for_build()?;
    let Browser { chromium, .. } = setup::browser()?;
    setup::screen_reader()?;
    build::run()?;
    process::run(cargo("build").args(["--package", "passwave-server"]), "")?;
    let mut node = Command::new("node");
    node.current_dir(root())
        .arg("tests/hear/hear.mjs")
        .args(options.write.then_some("--write"))
        .args(options.only.iter().flat_map(|name| ["--only", name]))
        .env("PASSWAVE_CHROMIUM", chromium)
        .env("PASSWAVE_BINARY", workspace::target().join("debug/passwave"));
    process::run(&mut node, "`cargo xtask hear --write` takes what was heard into the docs.")
}
