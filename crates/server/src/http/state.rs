//! The state that all endpoints share.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::FromRef;
use tokio::sync::Semaphore;

use crate::abuse::difficulty::Difficulty;
use crate::abuse::network::network_digest;
use crate::abuse::rate_limit::RateLimiter;
use crate::clock::Clock;
use crate::config::Config;
use crate::config::site::{Site, Sites};
use crate::http::refusal_log::RefusalLog;
use crate::limits::MAX_WORK_CHECKS;
use crate::ops::metrics::Metrics;
use crate::store::Store;
use crate::tokens::issue::Issuer;
use crate::tokens::keys::KeyRing;

/// The state of a server under one configuration. Cloning it is cheap.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// See [`AppState`].
pub struct Inner {
    pub(crate) clock: Clock,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) challenge_keys: KeyRing,
    pub(crate) renewal_keys: KeyRing,
    pub(crate) sites: Sites,
    pub(crate) rate_limiter: RateLimiter,
    pub(crate) difficulty: Difficulty,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) refusal_log: Arc<RefusalLog>,
    /// Whether only the test token is issued; see [`crate::tokens::test_keys`].
    pub(crate) test_keys: bool,
    /// The names under which the operator's pages answer, beside loopback and IP addresses.
    pub(crate) admin_hostnames: Vec<String>,
    /// The places of redeems whose work is checked.
    pub(crate) work_checks: Arc<Semaphore>,
    is_stopping: Arc<AtomicBool>,
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// The state of a server that starts with this configuration.
    #[must_use]
    pub fn new(config: Config, store: Arc<dyn Store>, clock: Clock) -> Self {
        let secret = config.challenge_keys.derived_secret;
        let (per_minute, proxies) = (config.requests_per_minute, config.trusted_proxies);
        Self(Arc::new(Inner {
            clock,
            store,
            challenge_keys: config.challenge_keys,
            renewal_keys: config.renewal_keys,
            sites: config.sites,
            rate_limiter: RateLimiter::new(per_minute, proxies, &secret),
            difficulty: Difficulty::new(config.work_steps, config.work_networks, &secret),
            metrics: Arc::default(),
            refusal_log: Arc::default(),
            test_keys: config.test_keys,
            admin_hostnames: config.admin_hostnames,
            work_checks: Arc::new(Semaphore::new(MAX_WORK_CHECKS)),
            is_stopping: Arc::default(),
        }))
    }

    /// The same server with another configuration; the store and all counters are kept; but limits count anew
    /// with another challenge key.
    fn reconfigured(&self, config: Config) -> Self {
        let secret = config.challenge_keys.derived_secret;
        let (per_minute, proxies) = (config.requests_per_minute, config.trusted_proxies);
        Self(Arc::new(Inner {
            clock: self.clock.clone(),
            store: self.store.clone(),
            challenge_keys: config.challenge_keys,
            renewal_keys: config.renewal_keys,
            sites: config.sites,
            rate_limiter: self.rate_limiter.reconfigured(per_minute, proxies, &secret),
            difficulty: self.difficulty.reconfigured(
                config.work_steps,
                config.work_networks,
                &secret,
            ),
            metrics: self.metrics.clone(),
            refusal_log: self.refusal_log.clone(),
            test_keys: config.test_keys,
            admin_hostnames: config.admin_hostnames,
            work_checks: self.work_checks.clone(),
            is_stopping: self.is_stopping.clone(),
        }))
    }

    /// What signs the tokens of a site.
    pub(crate) fn issuer<'a>(&'a self, site: &'a Site) -> Issuer<'a> {
        Issuer { site, renewal_keys: &self.renewal_keys, test_keys: self.test_keys }
    }

    /// The digest of the client's network, which is the same on all instances.
    pub(crate) fn network(
        &self,
        client_ip: Option<IpAddr>,
    ) -> Result<Option<String>, jsonwebtoken::errors::Error> {
        client_ip.map(|address| network_digest(address, &self.challenge_keys)).transpose()
    }

    /// From now on the server reports that it is not ready.
    pub fn stop(&self) {
        self.is_stopping.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::SeqCst)
    }
}

/// The current state. A request keeps the one that it got on arrival until its end.
#[derive(Clone)]
pub struct ReloadableState(Arc<RwLock<AppState>>);

impl ReloadableState {
    /// Starts with this state.
    #[must_use]
    pub fn new(state: AppState) -> Self {
        Self(Arc::new(RwLock::new(state)))
    }

    /// The state of this moment.
    #[must_use]
    pub fn current(&self) -> AppState {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Applies another configuration, from the next request on.
    pub fn reconfigure(&self, config: Config) {
        let next = self.current().reconfigured(config);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = next;
    }
}

impl FromRef<ReloadableState> for AppState {
    fn from_ref(state: &ReloadableState) -> Self {
        state.current()
    }
}
