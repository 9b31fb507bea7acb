//! `passwave rotate-key`: rotates the signing keys in a configuration, one step each time.
//!
//! First every key ring gets a `next` key, which is accepted but does not sign yet. When all instances have it,
//! the next run makes it `current` and keeps the old one as `previous`. So no instance ever signs with a key that
//! another one does not know, in whatever order they reload.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use toml_edit::{Array, DocumentMut, Item, TableLike, Value, value};

use super::edit_config::{UnknownLayout, edit_config, set, sites};
use super::failure::failed;
use super::tell_server::ReloadOptions;
use crate::clock::{Clock, from_iso_8601, iso_8601};
use crate::limits::{NEXT_KEY_WAIT_S, PREVIOUS_KEY_KEEP_S};
use crate::tokens::keys::random_key;

const EXAMPLES: &str = "\
Examples:
  passwave rotate-key --reload              1. adds the next keys: accepted, not yet used for signing
  passwave rotate-key --reload              2. five minutes later: signs with them, accepts the old ones
  passwave rotate-key --at-once --reload    a key has leaked: run it twice, then empty `previous`

All rings change: [challenge_keys], [renewal_keys] and each site's [sites.token_keys].
The file keeps its comments.";

/// `passwave rotate-key`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RotateKey {
    /// Configuration file to change
    #[arg(long, value_name = "FILE", default_value = "passwave.toml")]
    config: PathBuf,
    /// Take the second step without waiting five minutes after the first
    #[arg(long)]
    at_once: bool,
    #[command(flatten)]
    reload: ReloadOptions,
}

/// The keys cannot be rotated.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// The next keys were added too recently.
    #[error(
        "the next keys were added {0} s ago, and backends may cache public keys for {NEXT_KEY_WAIT_S} s; \
         wait {left} s, or use --at-once", left = NEXT_KEY_WAIT_S.saturating_sub(*.0)
    )]
    Early(u64),
    /// The layout of the file is not supported.
    #[error(transparent)]
    Layout(#[from] UnknownLayout),
    /// The file is not TOML; this was checked before.
    #[error(transparent)]
    Syntax(#[from] toml_edit::TomlError),
    /// The operating system has no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

/// The step that a run took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Added a next key to every ring.
    Announced,
    /// Made the next keys current.
    Switched,
}

impl RotateKey {
    pub(super) fn run(self) -> ExitCode {
        let rotate = |text: &str| rotate(text, Clock::system().now_s(), self.at_once);
        match edit_config(&self.config, rotate) {
            Ok(step) => self.explain(step),
            Err(cause) => failed(cause),
        }
    }

    fn explain(&self, step: Step) -> ExitCode {
        match step {
            Step::Announced => {
                println!(
                    "Every key ring now has a next key, which is accepted but does not sign yet."
                );
                println!("Copy the file to all instances and reload each (SIGHUP). Then run this");
                println!("again, {} minutes from now at the earliest.", NEXT_KEY_WAIT_S / 60);
            }
            Step::Switched => {
                println!("The next keys are now current, and the old ones are still accepted.");
                println!(
                    "Copy the file to all instances and reload each (SIGHUP), within an hour."
                );
                println!("The first rotation after three hours or more removes the old keys.");
            }
        }
        self.reload.tell_server(&self.config)
    }
}

/// Rotates the keys in the text of a valid configuration by one step; keeps comments and layout.
///
/// # Errors
/// See [`RotateError`].
pub fn rotate(text: &str, now_s: u64, at_once: bool) -> Result<(String, Step), RotateError> {
    let mut document: DocumentMut = text.parse()?;
    let mut rings = rings(&mut document)?;
    let switching = rings.iter().any(|ring| !keys(*ring, "next").is_empty());
    for ring in &mut rings {
        if switching {
            switch(*ring, now_s, at_once)?;
        } else {
            announce(*ring, now_s)?;
        }
    }
    let step = if switching { Step::Switched } else { Step::Announced };
    Ok((document.to_string(), step))
}

fn rings(document: &mut DocumentMut) -> Result<Vec<&mut dyn TableLike>, RotateError> {
    let mut rings = Vec::new();
    for (name, item) in document.iter_mut() {
        match name.get() {
            "challenge_keys" | "renewal_keys" => rings.push(ring(name.get(), item)?),
            "sites" => {
                for site in sites(item)? {
                    let missing = || UnknownLayout("token_keys".to_owned());
                    let keys = site.get_mut("token_keys").ok_or_else(missing)?;
                    rings.push(ring("token_keys", keys)?);
                }
            }
            _ => {}
        }
    }
    Ok(rings)
}

fn ring<'a>(name: &str, item: &'a mut Item) -> Result<&'a mut dyn TableLike, RotateError> {
    item.as_table_like_mut().ok_or_else(|| UnknownLayout(name.to_owned()).into())
}

fn keys(ring: &dyn TableLike, name: &str) -> Vec<String> {
    let array = ring.get(name).and_then(Item::as_array);
    let texts = array.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

fn array<'a>(ring: &'a mut dyn TableLike, name: &str) -> Result<&'a mut Array, RotateError> {
    let item = ring.entry(name).or_insert_with(|| value(Array::new()));
    item.as_array_mut().ok_or_else(|| UnknownLayout(name.to_owned()).into())
}

/// The time since this ring was changed; very long if it has no `changed`.
fn age_s(ring: &dyn TableLike, now_s: u64) -> u64 {
    let changed = ring.get("changed").and_then(Item::as_datetime).map(ToString::to_string);
    let changed_s = changed.and_then(|text| from_iso_8601(&text)).unwrap_or(0);
    now_s.saturating_sub(changed_s)
}

fn set_changed(ring: &mut dyn TableLike, now_s: u64) {
    if let Ok(now) = iso_8601(now_s).parse::<toml_edit::Datetime>() {
        set(ring, "changed", now.into());
    }
}

fn announce(ring: &mut dyn TableLike, now_s: u64) -> Result<(), RotateError> {
    if age_s(ring, now_s) >= PREVIOUS_KEY_KEEP_S {
        array(ring, "previous")?.clear();
    }
    array(ring, "next")?.push(random_key()?);
    set_changed(ring, now_s);
    Ok(())
}

/// A ring without a next key is kept: the operator must have removed it.
fn switch(ring: &mut dyn TableLike, now_s: u64, at_once: bool) -> Result<(), RotateError> {
    let Some(next) = keys(ring, "next").into_iter().next() else {
        return Ok(());
    };
    let age_s = age_s(ring, now_s);
    if age_s < NEXT_KEY_WAIT_S && !at_once {
        return Err(RotateError::Early(age_s));
    }
    let old = ring.get("current").and_then(Item::as_str).unwrap_or_default().to_owned();
    array(ring, "previous")?.insert(0, old);
    array(ring, "next")?.remove(0);
    set(ring, "current", next.into());
    set_changed(ring, now_s);
    Ok(())
}
