//! The settings of a server, once they have been checked.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use serde::Deserialize;

use super::certificate::Certificate;
use super::site::Sites;
use crate::abuse::difficulty::DifficultyStep;
use crate::clock::iso_8601;
use crate::tokens::keys::KeyRing;

/// Where the server listens unless it is told otherwise.
pub(crate) const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);

/// A configuration that has been checked.
pub struct Config {
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// What remembers what has been spent; none for a temporary file.
    pub(crate) store: Option<StoreLocation>,
    /// Where the operator looks on; nowhere if none.
    pub(crate) admin: Option<SocketAddr>,
    /// How the log is written.
    pub(crate) log: LogFormat,
    /// How long the server goes on taking requests once it says that it is not ready any more.
    pub(crate) drain: Duration,
    /// Signs challenges.
    pub(crate) challenge_keys: KeyRing,
    /// Signs renewal keys.
    pub(crate) renewal_keys: KeyRing,
    /// The sites.
    pub sites: Sites,
    /// How many requests one address may make a minute; 0 for any number.
    pub requests_per_minute: u32,
    /// From how many redeems of one network on its work rises; the lowest first.
    pub(crate) work_steps: Vec<DifficultyStep>,
    /// The certificate that this server shows; it speaks plain HTTP if there is none.
    pub(crate) certificate: Option<Certificate>,
    /// Proxies whose word about addresses is believed.
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// Whether this server gives out dummy tokens to test keys, and nothing else.
    pub(crate) test_keys: bool,
}

/// Where what has been spent is remembered.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum StoreLocation {
    /// In a file of this computer, by one server.
    File(PathBuf),
    /// In a Redis, by any number of servers.
    Redis {
        /// Its address, which may hold a password.
        url: String,
        /// Whose certificates are believed with TLS, in PEM; those that the system believes if none.
        ca: Option<Vec<u8>>,
    },
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

impl Config {
    /// What may be meant and should be looked at, in words for the operator.
    #[must_use]
    pub(crate) fn warnings(&self, now_s: u64) -> Vec<String> {
        if self.test_keys {
            return vec!["test_keys = true: everyone who knows the test secret passes".to_owned()];
        }
        let mut warnings = Vec::new();
        for site in self.sites.all() {
            warnings.extend(site.warnings().map(|what| format!("site {:?} {what}", site.sitekey)));
        }
        warnings.extend(self.certificate.as_ref().and_then(|certificate| {
            let what = certificate.check_time(now_s).err()?;
            let until = iso_8601(certificate.good_until_s());
            Some(format!(
                "the certificate in [tls] {what}: browsers refuse it (good until {until})"
            ))
        }));
        warnings
    }
}
