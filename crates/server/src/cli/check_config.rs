//! `passwave check-config`: whether a server could start with this file.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::failure::failed;
use crate::clock::Clock;
use crate::config::{Config, StoreLocation};
use crate::store::RedisStore;

const EXAMPLES: &str = "\
Examples:
  passwave check-config
  passwave check-config --config /etc/passwave/passwave.toml --strict --connect

Exit status: 0 if the file is good, 1 if not, 3 with --strict if there are warnings.";

/// `passwave check-config`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CheckConfig {
    /// Configuration file to check
    #[arg(long, value_name = "FILE", default_value = "passwave.toml")]
    config: PathBuf,
    /// Exit with status 3 if there are warnings
    #[arg(long)]
    strict: bool,
    /// Also connect to the store, if it is a Redis, and check that it can be used
    #[arg(long)]
    connect: bool,
}

/// With `--strict`, where errors are 1 and a wrong command line is 2.
const WARNINGS: u8 = 3;

impl CheckConfig {
    pub(super) fn run(self) -> ExitCode {
        let config = match Config::load(&self.config) {
            Ok(config) => config,
            Err(cause) => return failed(cause),
        };
        if self.connect
            && let Err(cause) = connect(&config)
        {
            return failed(format_args!("{}: store: {cause}", config.places.of("store")));
        }
        let warnings = config.warnings(Clock::system().now_s());
        for warning in &warnings {
            eprintln!("warning: {warning}");
        }
        if self.strict && !warnings.is_empty() {
            return ExitCode::from(WARNINGS);
        }
        let sites = config.sites.all().count();
        let word = if sites == 1 { "site" } else { "sites" };
        println!("{}: good, with {sites} {word}", self.config.display());
        ExitCode::SUCCESS
    }
}

/// A store in a file is left alone: a running server may hold it.
fn connect(config: &Config) -> Result<(), Box<dyn Error>> {
    let Some(StoreLocation::Redis { url, ca }) = &config.store else { return Ok(()) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(RedisStore::check(url, ca.as_deref()))?)
}
