//! Configurations that need no file: the demo, and a server with test keys.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use passwave_protocol::{Way, WorkTask};

use super::error::ConfigError;
use super::places::Places;
use super::settings::{Config, LogFormat};
use super::site::{Site, Sites};
use crate::abuse::client_ip::TrustedProxies;
use crate::digest::{Digest32, secret_digest};
use crate::tokens::keys::{KeyRing, random_key};
use crate::tokens::test_keys;

/// The demo's sitekey.
const DEMO_SITEKEY: &str = "demo";

/// The demo's secret. It is public, so it may be shorter than a site's own.
pub(crate) const DEMO_SECRET: &str = "demo-secret";

impl Config {
    pub(super) fn for_tests(listen: SocketAddr) -> Result<Self, ConfigError> {
        let mut config = Self::temporary(listen, test_site(random_ed25519_keys()?), &[])?;
        config.test_keys = true;
        Ok(config)
    }

    /// The demo: one site for pages at `listen` and on this computer, random keys and a temporary store.
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
            token_keys: random_ed25519_keys()?,
        };
        Self::temporary(listen, site, &[secret_digest(DEMO_SECRET)])
    }

    fn temporary(
        listen: SocketAddr,
        site: Site,
        secrets: &[Digest32],
    ) -> Result<Self, ConfigError> {
        let mut sites = Sites::default();
        sites.add(site, secrets).map_err(invalid_preset)?;
        Ok(Self {
            listen,
            store: None,
            admin: None,
            admin_hostnames: Vec::new(),
            log: LogFormat::default(),
            drain: Duration::ZERO,
            challenge_keys: random_hmac_keys()?,
            renewal_keys: random_hmac_keys()?,
            sites,
            // Their secrets are public, so a limit would protect nothing.
            requests_per_minute: 0,
            work_steps: Vec::new(),
            work_networks: Vec::new(),
            certificate: None,
            trusted_proxies: TrustedProxies::default(),
            test_keys: false,
            places: Places::default(),
            private_files: Vec::new(),
        })
    }
}

fn random_hmac_keys() -> Result<KeyRing, ConfigError> {
    KeyRing::hmac(&random_key()?, []).map_err(invalid_preset)
}

fn random_ed25519_keys() -> Result<KeyRing, ConfigError> {
    KeyRing::ed25519(&random_key()?, []).map_err(invalid_preset)
}

/// A preset is invalid, which would be a bug.
fn invalid_preset(what: impl ToString) -> ConfigError {
    ConfigError::Invalid { place: "this program".to_owned(), what: what.to_string() }
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
