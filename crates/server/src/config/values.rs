//! The values in a configuration file, checked while they are parsed, so that each error has a line.

use std::fmt::{self, Formatter};

use passwave_protocol::limits::{
    MAX_SECRET_CHARS, MAX_SITEKEY_CHARS, MAX_WORK_BITS, MAX_WORK_PUZZLES,
};
use passwave_protocol::{Way, WorkTask};
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::hostname::hostname;
use crate::digest::{Digest32, from_hex, secret_digest};
use crate::limits::{MAX_DRAIN_S, MIN_SECRET_CHARS};
use crate::store::SentinelUrl;
use crate::tokens::keys::check_key;

/// The schemes of a Redis address.
const REDIS_SCHEMES: [&str; 4] =
    ["redis://", "rediss://", "redis+sentinel://", "rediss+sentinel://"];

/// A type that is parsed from a text.
macro_rules! text {
    ($name:ident($inside:ty), $check:expr) => {
        #[derive(Clone, PartialEq, Eq, Hash, Deserialize)]
        #[serde(try_from = "String")]
        pub(super) struct $name(pub(super) $inside);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                $check(text).map(Self)
            }
        }
    };
}

text!(Store(String), store);
text!(KeyText(String), key);
text!(Sitekey(String), sitekey);
text!(Secret(Digest32), secret);
text!(SecretDigest(Digest32), |text: String| {
    from_hex(&text).ok_or("secret_sha256 must be 64 hex digits".to_owned())
});
text!(Hostname(String), |text: String| {
    hostname(&text).map_err(|cause| format!("hostnames: {cause}"))
});
text!(AdminHostname(String), |text: String| {
    hostname(&text).map_err(|cause| format!("admin_hostnames: {cause}"))
});
text!(WayName(Way), |text: String| {
    Way::from_name(&text).ok_or_else(|| format!("unknown way {text:?}"))
});

/// `secret_sha256`: one digest, or a list of those that are accepted at the same time.
#[derive(Default)]
pub(super) struct SecretDigests(pub(super) Vec<Digest32>);

impl<'de> Deserialize<'de> for SecretDigests {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SecretDigestsVisitor)
    }
}

struct SecretDigestsVisitor;

impl<'de> Visitor<'de> for SecretDigestsVisitor {
    type Value = SecretDigests;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("a digest or a list of digests")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<SecretDigests, E> {
        let digest = SecretDigest::try_from(text.to_owned()).map_err(E::custom)?;
        Ok(SecretDigests(vec![digest.0]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<SecretDigests, A::Error> {
        let mut digests = Vec::new();
        while let Some(digest) = list.next_element::<SecretDigest>()? {
            digests.push(digest.0);
        }
        Ok(SecretDigests(digests))
    }
}

#[derive(Deserialize)]
#[serde(try_from = "WorkTask")]
pub(super) struct Work(pub(super) WorkTask);

impl TryFrom<WorkTask> for Work {
    type Error = String;

    fn try_from(task: WorkTask) -> Result<Self, String> {
        let fits = (1..=MAX_WORK_PUZZLES).contains(&task.puzzles)
            && (1..=MAX_WORK_BITS).contains(&task.bits);
        fits.then_some(Self(task)).ok_or(format!(
            "puzzles go from 1 to {MAX_WORK_PUZZLES}, bits from 1 to {MAX_WORK_BITS}"
        ))
    }
}

/// `drain_s`.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(try_from = "u64")]
pub(super) struct DrainSeconds(pub(super) u64);

impl TryFrom<u64> for DrainSeconds {
    type Error = String;

    fn try_from(seconds: u64) -> Result<Self, String> {
        let fits = seconds <= MAX_DRAIN_S;
        fits.then_some(Self(seconds)).ok_or(format!("drain_s goes from 0 to {MAX_DRAIN_S}"))
    }
}

fn key(text: String) -> Result<String, String> {
    check_key(&text).map_err(|cause| cause.to_string())?;
    Ok(text)
}

fn store(text: String) -> Result<String, String> {
    match SentinelUrl::parse(&text) {
        Some(Err(what)) => Err(what.to_owned()),
        None if is_redis(&text) && redis::Client::open(text.as_str()).is_err() => {
            Err("invalid address of a Redis".to_owned())
        }
        None if text.contains("://") && !is_redis(&text) => Err(format!(
            "a store is a file or an address that begins with {}",
            REDIS_SCHEMES.join(" or ")
        )),
        _ => Ok(text),
    }
}

/// Whether it is the address of a Redis with TLS.
pub(super) fn has_tls(text: &str) -> bool {
    is_redis(text) && text.starts_with("rediss")
}

/// Whether the address of a Redis has a password.
pub(super) fn has_password(url: &str) -> bool {
    login_and_hosts(url).0.split_once(':').is_some_and(|(_, password)| !password.is_empty())
}

/// The hosts in the address of a Redis, or of its Sentinels.
pub(super) fn redis_hosts(url: &str) -> impl Iterator<Item = &str> {
    login_and_hosts(url).1.split(',').map(|host| match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    })
}

fn login_and_hosts(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (login, rest) = rest.rsplit_once('@').unwrap_or(("", rest));
    (login, rest.split('/').next().unwrap_or_default())
}

pub(super) fn is_redis(text: &str) -> bool {
    REDIS_SCHEMES.iter().any(|start| text.starts_with(start))
}

fn sitekey(text: String) -> Result<String, String> {
    let fits = (1..=MAX_SITEKEY_CHARS).contains(&text.len());
    fits.then_some(text).ok_or(format!("a sitekey has 1 to {MAX_SITEKEY_CHARS} characters"))
}

/// The demo's public secret is shorter: it is a preset and never comes from a file.
pub(super) fn secret(text: String) -> Result<Digest32, String> {
    let is_long = text.trim().chars().count() >= MIN_SECRET_CHARS;
    (is_long && text.len() <= MAX_SECRET_CHARS).then(|| secret_digest(&text)).ok_or(format!(
        "a secret has {MIN_SECRET_CHARS} to {MAX_SECRET_CHARS} characters, best those that `passwave init` prints"
    ))
}
