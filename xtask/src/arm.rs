//! `cargo xtask arm`: stub
use anyhow::Result;
use clap::Args;

/// What `cargo xtask arm` takes.
#[derive(Args)]
pub struct Options {}

/// Prints the recordings.
pub fn run(_options: Options) -> Result<()> {
    Ok(())
}
