//! `passwave site`: adds, lists and removes sites in a configuration, and changes their secrets.

mod error;
mod secrets;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use toml_edit::{DocumentMut, Item, TableLike};

use error::SiteError;

use super::edit_config::{UnknownLayout, edit_config, sites};
use super::failure::failed;
use super::new_site::{NewSite, SiteOptions};
use super::tell_server::ReloadOptions;
use crate::config::Config;
use crate::tokens::keys::random_key;

const EXAMPLES: &str = "\
Examples:
  passwave site list
  passwave site add --hostname shop.example --reload
  passwave site rotate-secret SITEKEY --reload            1. a new secret; the old one is accepted too
  passwave site rotate-secret SITEKEY --finish --reload   2. once the backend has it: the old one goes
  passwave site remove SITEKEY --reload";

/// `passwave site`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Site {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Add a site, and print its new sitekey and secret
    Add {
        #[command(flatten)]
        site: SiteOptions,
        #[command(flatten)]
        file: FileOptions,
    },
    /// List the sites: sitekey, hosts, number of accepted secrets
    List {
        /// Configuration file
        #[arg(long, value_name = "FILE", default_value = "passwave.toml")]
        config: PathBuf,
    },
    /// Remove a site: its pages and its backend are then refused
    Remove {
        /// Sitekey of the site
        sitekey: String,
        #[command(flatten)]
        file: FileOptions,
    },
    /// Rotate the secret of a site: print a new one; the old one counts until --finish
    RotateSecret {
        /// Sitekey of the site
        sitekey: String,
        /// Second step: accept the newest secret only
        #[arg(long)]
        finish: bool,
        #[command(flatten)]
        file: FileOptions,
    },
}

#[derive(Args)]
struct FileOptions {
    /// Configuration file to change
    #[arg(long, value_name = "FILE", default_value = "passwave.toml")]
    config: PathBuf,
    #[command(flatten)]
    reload: ReloadOptions,
}

impl Site {
    pub(super) fn run(self) -> ExitCode {
        let done = match &self.command {
            Command::Add { site, file } => add(site, file),
            Command::List { config } => list(config),
            Command::Remove { sitekey, file } => file.edit(
                |text| remove(text, sitekey),
                |()| {
                    println!("Removed {sitekey}.");
                },
            ),
            Command::RotateSecret { sitekey, finish: false, file } => start_rotation(sitekey, file),
            Command::RotateSecret { sitekey, finish: true, file } => file.edit(
                |text| secrets::keep_newest(text, sitekey),
                |()| {
                    println!("Only the newest secret of {sitekey} is accepted now.");
                },
            ),
        };
        done.unwrap_or_else(failed)
    }
}

impl FileOptions {
    /// Changes the file, says so, and tells the server.
    fn edit<T>(
        &self,
        change: impl FnOnce(&str) -> Result<(String, T), SiteError>,
        say: impl FnOnce(T),
    ) -> Result<ExitCode, Box<dyn Error>> {
        say(edit_config(&self.config, change)?);
        Ok(self.reload.tell_server(&self.config))
    }
}

fn add(options: &SiteOptions, file: &FileOptions) -> Result<ExitCode, Box<dyn Error>> {
    let site = NewSite::make(&options.hostnames)?;
    file.edit(|text| Ok((with_site(text, &site)?, ())), |()| site.explain(&options.url))
}

/// A table at the end belongs to no other one.
fn with_site(text: &str, site: &NewSite) -> Result<String, SiteError> {
    let document: DocumentMut = text.parse()?;
    if !document.get("sites").is_some_and(Item::is_array_of_tables) {
        return Err(UnknownLayout("each of the sites".to_owned()).into());
    }
    Ok(format!("{}\n\n{}", text.trim_end(), site.text))
}

fn list(config: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let config = Config::load(config)?;
    let mut sites: Vec<_> = config.sites.all().collect();
    sites.sort_by_key(|site| &site.sitekey);
    for site in sites {
        let hosts = match site.hostnames.join(", ") {
            none if none.is_empty() => "any host".to_owned(),
            hosts => hosts,
        };
        let secrets = match config.sites.secrets_of(site) {
            1 => "1 secret".to_owned(),
            count => format!("{count} secrets"),
        };
        println!("{}  {hosts}  {secrets}", site.sitekey);
    }
    Ok(ExitCode::SUCCESS)
}

fn remove(text: &str, sitekey: &str) -> Result<(String, ()), SiteError> {
    let mut document: DocumentMut = text.parse()?;
    let item = document.get_mut("sites").ok_or(SiteError::Only)?;
    let all = sites(item)?;
    let is_it = |site: &&mut dyn TableLike| secrets::has_sitekey(*site, sitekey);
    let at = all.iter().position(is_it).ok_or_else(|| SiteError::Unknown(sitekey.to_owned()))?;
    if all.len() == 1 {
        return Err(SiteError::Only);
    }
    match item {
        Item::ArrayOfTables(tables) => {
            tables.remove(at);
        }
        item => {
            item.as_array_mut().map(|tables| tables.remove(at));
        }
    }
    Ok((document.to_string(), ()))
}

fn start_rotation(sitekey: &str, file: &FileOptions) -> Result<ExitCode, Box<dyn Error>> {
    let secret = random_key()?;
    file.edit(
        |text| secrets::with_secret(text, sitekey, &secret),
        |()| {
            println!("secret:  {secret}");
            println!();
            println!("It is shown only now: the file has only its SHA-256. The old secret is accepted too.");
            println!("Reload all instances, give the new secret to the backend, and then run");
            println!("  passwave site rotate-secret {sitekey} --finish");
        },
    )
}
