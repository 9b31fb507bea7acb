//! `passwave init`: writes a configuration with random keys.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::failure::failed;
use super::new_site::{NewSite, SiteOptions, filled};
use crate::limits::REQUESTS_PER_MINUTE;
use crate::tokens::keys::random_key;

const NEW_CONFIG: &str = include_str!("new-config.toml");

const EXAMPLES: &str = "\
Examples:
  passwave init                                 for pages on http://localhost
  passwave init --hostname shop.example --hostname www.shop.example --url https://check.example.org

The secret is printed once: the file has only its SHA-256.";

/// `passwave init`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Init {
    /// File to write; an existing one is never overwritten
    #[arg(long, value_name = "FILE", default_value = "passwave.toml")]
    config: PathBuf,
    #[command(flatten)]
    site: SiteOptions,
}

impl Init {
    pub(super) fn run(self) -> ExitCode {
        let made = NewSite::make(&self.site.hostnames).and_then(|site| {
            let text = new_config(&site)?;
            Ok((site, text))
        });
        let (site, text) = match made {
            Ok(made) => made,
            Err(cause) => return failed(format_args!("no randomness: {cause}")),
        };
        match write_private(&self.config, &text) {
            Ok(()) => self.explain(&site),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => failed(format_args!(
                "{} exists already; nothing was written",
                self.config.display()
            )),
            Err(cause) => failed(format_args!("{}: {cause}", self.config.display())),
        }
    }

    fn explain(&self, site: &NewSite) -> ExitCode {
        println!("Wrote {}.", self.config.display());
        println!();
        site.explain(&self.site.url);
        println!();
        println!("Next: check `hostnames` in the file, then");
        println!("  passwave serve --config {}", self.config.display());
        ExitCode::SUCCESS
    }
}

/// The configuration of a first site, with fresh keys.
///
/// # Errors
/// If the operating system has no randomness.
fn new_config(site: &NewSite) -> Result<String, getrandom::Error> {
    let values = [
        ("{requests_per_minute}", REQUESTS_PER_MINUTE.to_string()),
        ("{challenge_key}", random_key()?),
        ("{renewal_key}", random_key()?),
    ];
    Ok(filled(NEW_CONFIG, &values) + &site.text)
}

fn write_private(file: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(text.as_bytes())
}
