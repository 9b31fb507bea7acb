//! The checked settings of a server.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::certificate::Certificate;
use super::places::Places;
use super::site::Sites;
use crate::abuse::client_ip::TrustedProxies;
use crate::abuse::difficulty::{DifficultyStep, ListedNetworks};
use crate::tokens::keys::KeyRing;

/// The default address to listen on.
pub(crate) const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);

/// A checked configuration.
pub struct Config {
    /// The address to listen on.
    pub(crate) listen: SocketAddr,
    /// Where spent keys are stored; none for a temporary file.
    pub(crate) store: Option<StoreLocation>,
    /// The address of the status page and metrics, if any.
    pub(crate) admin: Option<SocketAddr>,
    /// The names by which the operator calls that address, beside loopback and IP addresses.
    pub(crate) admin_hostnames: Vec<String>,
    /// The log format.
    pub(crate) log: LogFormat,
    /// How long the server still accepts requests after it has reported that it is not ready.
    pub(crate) drain: Duration,
    /// Signs challenges.
    pub(crate) challenge_keys: KeyRing,
    /// Signs renewal keys.
    pub(crate) renewal_keys: KeyRing,
    /// The sites.
    pub sites: Sites,
    /// Requests per minute and client address; 0 for no limit.
    pub requests_per_minute: u32,
    /// The steps of the adaptive difficulty, the lowest first.
    pub(crate) work_steps: Vec<DifficultyStep>,
    /// Networks whose work starts at a higher step.
    pub(crate) work_networks: Vec<ListedNetworks>,
    /// The TLS certificate; without one the server speaks plain HTTP.
    pub(crate) certificate: Option<Certificate>,
    /// Proxies that are trusted to name the client.
    pub(crate) trusted_proxies: TrustedProxies,
    /// Whether this server issues the test token and nothing else.
    pub(crate) test_keys: bool,
    /// Where the settings come from.
    pub(crate) places: Places,
    /// The files with secrets that the configuration names.
    pub(crate) private_files: Vec<PrivateFile>,
}

/// A file that nobody else should read.
pub(crate) struct PrivateFile {
    /// The site whose setting names it, if it is one of a site.
    pub(crate) site: Option<String>,
    /// The setting that names it.
    pub(crate) setting: &'static str,
    /// The file.
    pub(crate) path: PathBuf,
}

/// Where spent keys are stored.
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

/// The log format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// Plain text.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}
