//! `cargo xtask soak`: the server for minutes at half of what it can do, while its store goes away and comes back.

use anyhow::{Result, ensure};
use clap::Args;

use crate::workspace::cargo;
use crate::{process, setup};

/// How many soaks there are, one for each kind of store.
const SOAKS: u64 = 2;

/// The arguments of `cargo xtask soak`.
#[derive(Args)]
pub(crate) struct Options {
    /// Duration in minutes, half of it on Redis and half on a file.
    #[arg(long, default_value_t = 10)]
    minutes: u64,
    /// Duration in seconds, in place of --minutes.
    #[arg(long, conflicts_with = "minutes")]
    seconds: Option<u64>,
    /// Use the release build. The default is the tests' build, which checks for overflows.
    #[arg(long)]
    release: bool,
}

/// Runs the soaks of the server's resilience tests.
pub(crate) fn run(options: Options) -> Result<()> {
    let seconds = options.seconds.unwrap_or(options.minutes * 60) / SOAKS;
    ensure!(seconds > 0, "a soak takes at least {SOAKS} seconds");
    setup::redis_server()?;
    let mut test = cargo("test");
    test.args(options.release.then_some("--release"))
        .args(["--package", "passwave-server", "--features", "resilience-tests"])
        .args(["--test", "resilience", "--", "soak::", "--nocapture", "--test-threads=1"])
        .env("PASSWAVE_SOAK_SECONDS", seconds.to_string());
    process::run(&mut test, "")
}
