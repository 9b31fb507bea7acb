//! The secrets of a site in the text of a configuration.

use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

use super::error::SiteError;
use crate::cli::edit_config::{set, sites};
use crate::digest::{secret_digest, to_hex};

/// The settings that hold a secret, but for `secret_sha256`.
const IN_CLEAR: [&str; 2] = ["secret", "secret_file"];

/// Adds a secret at the end of `secret_sha256`.
pub(super) fn with_secret(
    text: &str,
    sitekey: &str,
    secret: &str,
) -> Result<(String, ()), SiteError> {
    changed(text, sitekey, |site| {
        let mut digests = digests(site);
        if count(site, &digests) > 1 {
            return Err(SiteError::UnderWay);
        }
        digests.push(to_hex(&secret_digest(secret)));
        set(site, "secret_sha256", Array::from_iter(digests).into());
        Ok(())
    })
}

/// Removes all secrets but the one that was added last.
pub(super) fn keep_newest(text: &str, sitekey: &str) -> Result<(String, ()), SiteError> {
    changed(text, sitekey, |site| {
        let digests = digests(site);
        if count(site, &digests) < 2 {
            return Err(SiteError::NotUnderWay);
        }
        let newest = digests.into_iter().next_back().ok_or(SiteError::NoDigest)?;
        for name in IN_CLEAR {
            site.remove(name);
        }
        set(site, "secret_sha256", newest.into());
        Ok(())
    })
}

fn changed(
    text: &str,
    sitekey: &str,
    change: impl FnOnce(&mut dyn TableLike) -> Result<(), SiteError>,
) -> Result<(String, ()), SiteError> {
    let mut document: DocumentMut = text.parse()?;
    let all = document.get_mut("sites").map(sites).transpose()?.unwrap_or_default();
    let is_it =
        |site: &&mut dyn TableLike| site.get("sitekey").and_then(Item::as_str) == Some(sitekey);
    let site = all.into_iter().find(is_it);
    change(site.ok_or_else(|| SiteError::Unknown(sitekey.to_owned()))?)?;
    Ok((document.to_string(), ()))
}

pub(super) fn has_sitekey(site: &dyn TableLike, sitekey: &str) -> bool {
    site.get("sitekey").and_then(Item::as_str) == Some(sitekey)
}

fn digests(site: &dyn TableLike) -> Vec<String> {
    let values = match site.get("secret_sha256").and_then(Item::as_value) {
        Some(Value::Array(values)) => values.iter().collect(),
        one => Vec::from_iter(one),
    };
    values.into_iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn count(site: &dyn TableLike, digests: &[String]) -> usize {
    digests.len() + IN_CLEAR.iter().filter(|name| site.contains_key(name)).count()
}
