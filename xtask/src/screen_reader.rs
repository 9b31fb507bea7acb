//! `cargo xtask screen-reader`: what a screen reader says of the widget, heard anew and compared with the docs.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::setup::{self, Browser};
use crate::workspace::{self, node};
use crate::{build, process};

const ADVICE: &str = "`cargo xtask screen-reader --write` takes what was heard into the docs.";

/// The arguments of `cargo xtask screen-reader`.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Write what was heard into docs/screen-reader-transcripts.md instead of comparing.
    #[arg(long)]
    write: bool,
    /// Only the stories whose name contains this text.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Only the stories in which the phone is waved.
    #[arg(long)]
    waved: bool,
}

/// Builds the widget and the server, and has Orca read the stories.
pub(crate) fn run(options: Options) -> Result<()> {
    setup::for_build()?;
    build::run()?;
    process::run(&mut listen(&options)?, ADVICE)
}

/// Compares all stories, read from the widget as it was built last.
pub(crate) fn compare() -> Result<()> {
    build::run_if_missing()?;
    process::run(&mut listen(&Options::default())?, ADVICE)
}

/// Compares the stories that depend on a recording.
pub(crate) fn stories_with_a_wave() -> Result<Command> {
    build::run_if_missing()?;
    listen(&Options { waved: true, ..Options::default() })
}

fn listen(options: &Options) -> Result<Command> {
    let Browser { chromium, .. } = setup::browser()?;
    setup::for_screen_reader()?;
    workspace::build_debug_server()?;
    let mut node = node("debug")?;
    node.arg("tests/screen-reader/compare-transcripts.mjs")
        .args(options.write.then_some("--write"))
        .args(options.waved.then_some("--waved"))
        .args(options.only.iter().flat_map(|name| ["--only", name]))
        .env("PASSWAVE_CHROMIUM", chromium);
    Ok(node)
}
