//! `passwave check-config`: whether a server could start with this file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::failure::failed;
use crate::clock::Clock;
use crate::config::Config;

/// `passwave check-config`.
#[derive(Args)]
pub(super) struct CheckConfig {
    /// The file to check
    #[arg(long, default_value = "passwave.toml")]
    config: PathBuf,
}

impl CheckConfig {
    pub(super) fn run(self) -> ExitCode {
        let config = match Config::load(&self.config) {
            Ok(config) => config,
            Err(cause) => return failed(cause),
        };
        for warning in config.warnings(Clock::system().now_s()) {
            eprintln!("warning: {warning}");
        }
        let sites = config.sites.all().count();
        let word = if sites == 1 { "site" } else { "sites" };
        println!("{}: good, with {sites} {word}", self.config.display());
        ExitCode::SUCCESS
    }
}
