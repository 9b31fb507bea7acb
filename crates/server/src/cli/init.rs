//! `passwave init`: writes a configuration with random keys.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::failure::failed;
use crate::config::hostname::hostname;
use crate::digest::{random_id, secret_digest, to_hex};
use crate::limits::REQUESTS_PER_MINUTE;
use crate::tokens::keys::random_key;

const NEW_CONFIG: &str = include_str!("new-config.toml");

/// `passwave init`.
#[derive(Args)]
pub(super) struct Init {
    /// The file to write; an existing one is never overwritten
    #[arg(long, default_value = "passwave.toml")]
    config: PathBuf,
    /// A host whose pages may use the sitekey, such as shop.example; may be repeated
    #[arg(long = "hostname", default_value = "localhost", value_parser = checked_hostname)]
    hostnames: Vec<String>,
}

/// A new configuration, and the secret, which is not in it.
pub(super) struct NewConfig {
    /// The file's text.
    pub text: String,
    /// The sitekey in it.
    pub sitekey: String,
    /// The secret, of which the text has only the SHA-256.
    ///
    /// The secret belongs to the site's backend. If it were stored here too, it could leak from two places, and
    /// be read from a screen that shows the configuration.
    pub secret: String,
}

/// The hostname as it was typed.
fn checked_hostname(text: &str) -> Result<String, String> {
    hostname(text).map(|_| text.to_owned())
}

impl Init {
    pub(super) fn run(self) -> ExitCode {
        let config = match new_config(&self.hostnames) {
            Ok(config) => config,
            Err(cause) => return failed(format_args!("no randomness: {cause}")),
        };
        match write_private(&self.config, &config.text) {
            Ok(()) => self.explain(&config),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => failed(format_args!(
                "{} exists already; nothing was written",
                self.config.display()
            )),
            Err(cause) => failed(format_args!("{}: {cause}", self.config.display())),
        }
    }

    fn explain(&self, config: &NewConfig) -> ExitCode {
        println!("Wrote {}.", self.config.display());
        println!();
        println!("sitekey: {}", config.sitekey);
        println!("secret:  {}", config.secret);
        println!();
        println!("The sitekey belongs in your pages, the secret in your backend's configuration.");
        println!("The secret is shown only now: the file has only its SHA-256.");
        println!();
        println!("Next: check `hostnames` in the file, then");
        println!("  passwave serve --config {}", self.config.display());
        ExitCode::SUCCESS
    }
}

/// Generates keys, a sitekey and a secret, and the configuration with them.
///
/// # Errors
/// If the operating system has no randomness.
pub(super) fn new_config(hostnames: &[String]) -> Result<NewConfig, getrandom::Error> {
    let sitekey = format!("pw_{}", random_id()?);
    let secret = random_key()?;
    let values = [
        ("{requests_per_minute}", REQUESTS_PER_MINUTE.to_string()),
        ("{challenge_key}", random_key()?),
        ("{renewal_key}", random_key()?),
        ("{token_key}", random_key()?),
        ("{sitekey}", sitekey.clone()),
        ("{secret_sha256}", to_hex(&secret_digest(&secret))),
        ("{hosts}", toml::Value::from(hostnames.to_vec()).to_string()),
    ];
    let fill = |text: String, (name, value): &(&str, String)| text.replace(name, value);
    let text = values.iter().fold(NEW_CONFIG.to_owned(), fill);
    Ok(NewConfig { text, sitekey, secret })
}

fn write_private(file: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(text.as_bytes())
}
