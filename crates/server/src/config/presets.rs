//! Configurations that need no file: the demo, and a server with test keys.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use ipnet::IpNet;
use passwave_protocol::{Way, WorkTask};

use super::error::ConfigError;
use super::settings::{Config, LogFormat};
use super::site::{Site, Sites};
use crate::abuse::difficulty::DEFAULT_STEPS;
use crate::digest::{Digest32, secret_digest};
use crate::limits::REQUESTS_PER_MINUTE;
use crate::tokens::keys::{KeyRing, random_key};
use crate::tokens::test_keys;

/// The demo's sitekey.
const DEMO_SITEKEY: &str = "demo";

/// The demo's secret, which is none.
pub(crate) const DEMO_SECRET: &str = "demo-secret";

impl Config {
    pub(super) fn for_tests(listen: SocketAddr) -> Result<Self, ConfigError> {
        let mut config = Self::fleeting(listen, test_site(fresh_ed25519()?), &[])?;
        config.test_keys = true;
        Ok(config)
    }

    /// The demo: one site for pages at `listen` and on this very computer, fresh keys, nothing kept; `survey` as in [`Site`].
    ///
    /// # Errors
    /// If the operating system has no randomness.
    pub(crate) fn demo(listen: SocketAddr, survey: bool) -> Result<Self, ConfigError> {
        let site = Site {
            sitekey: DEMO_SITEKEY.to_owned(),
            hostnames: vec![
                "localhost".to_owned(),
                "127.0.0.1".to_owned(),
                listen.ip().to_string(),
            ],
            allow_null_origin: false,
            ways: Way::ALL.to_vec(),
            work: HashMap::new(),
            return_way: false,
            survey,
            token_keys: fresh_ed25519()?,
        };
        Self::fleeting(listen, site, &[secret_digest(DEMO_SECRET)])
    }

    fn fleeting(listen: SocketAddr, site: Site, secrets: &[Digest32]) -> Result<Self, ConfigError> {
        let mut sites = Sites::default();
        sites.add(site, secrets).map_err(made_up)?;
        Ok(Self {
            listen,
            store: None,
            admin: None,
            log: LogFormat::default(),
            drain: Duration::ZERO,
            challenge_keys: fresh_hmac()?,
            renewal_keys: fresh_hmac()?,
            sites,
            requests_per_minute: REQUESTS_PER_MINUTE,
            work_steps: DEFAULT_STEPS.to_vec(),
            certificate: None,
            trusted_proxies: vec![IpNet::from(IpAddr::V4(Ipv4Addr::LOCALHOST))],
            test_keys: false,
        })
    }
}

fn fresh_hmac() -> Result<KeyRing, ConfigError> {
    KeyRing::hmac(&random_key()?, []).map_err(made_up)
}

fn fresh_ed25519() -> Result<KeyRing, ConfigError> {
    KeyRing::ed25519(&random_key()?, []).map_err(made_up)
}

/// A mistake in what this program made up itself.
fn made_up(what: impl ToString) -> ConfigError {
    ConfigError::Wrong { place: "this program".to_owned(), what: what.to_string() }
}

/// The site behind [`test_keys::SITEKEY`].
fn test_site(token_keys: KeyRing) -> Site {
    let least = WorkTask { puzzles: 1, bits: 1 };
    Site {
        sitekey: test_keys::SITEKEY.to_owned(),
        hostnames: Vec::new(),
        allow_null_origin: true,
        ways: Way::ALL.to_vec(),
        work: HashMap::from_iter(Way::ALL.map(|way| (way, least))),
        return_way: false,
        survey: false,
        token_keys,
    }
}
