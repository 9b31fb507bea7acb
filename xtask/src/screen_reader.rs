//! `cargo xtask screen-reader`: what a screen reader says of the widget, heard anew and compared with the docs.

use anyhow::Result;
use clap::Args;

use crate::setup::{self, Browser};
use crate::workspace::{self, node};
use crate::{build, process};

/// The arguments of `cargo xtask screen-reader`.
#[derive(Args, Default)]
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
    build::run()?;
    listen(&options)
}

/// Compares all stories, read from the widget as it was built last.
pub fn compare() -> Result<()> {
    build::run_if_missing()?;
    listen(&Options::default())
}

fn listen(options: &Options) -> Result<()> {
    let Browser { chromium, .. } = setup::browser()?;
    setup::for_screen_reader()?;
    workspace::build_debug_server()?;
    let mut node = node("debug")?;
    node.arg("tests/screen-reader/compare-transcripts.mjs")
        .args(options.write.then_some("--write"))
        .args(options.only.iter().flat_map(|name| ["--only", name]))
        .env("PASSWAVE_CHROMIUM", chromium);
    process::run(
        &mut node,
        "`cargo xtask screen-reader --write` takes what was heard into the docs.",
    )
}
