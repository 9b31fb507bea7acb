//! The state behind all endpoints.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::FromRef;

use crate::abuse::difficulty::Difficulty;
use crate::abuse::rate_limit::RateLimiter;
use crate::clock::Clock;
use crate::config::Config;
use crate::config::site::Sites;
use crate::ops::metrics::Metrics;
use crate::store::Store;
use crate::tokens::keys::KeyRing;

/// What every endpoint works with. Cloning it is cheap.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// See [`AppState`].
pub struct Inner {
    /// The time.
    pub clock: Clock,
    /// What has been spent.
    pub store: Arc<dyn Store>,
    /// Signs challenges.
    pub challenge_keys: KeyRing,
    /// Signs renewal keys.
    pub renewal_keys: KeyRing,
    /// The sites.
    pub sites: Sites,
    /// How often one address may ask.
    pub rate_limiter: RateLimiter,
    /// How much each network has redeemed lately.
    pub difficulty: Difficulty,
    /// What has happened so far.
    pub metrics: Arc<Metrics>,
    /// Whether only dummy tokens are handed out; see [`crate::tokens::test_keys`].
    pub test_keys: bool,
    stopping: Arc<AtomicBool>,
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// Puts together what the configuration describes.
    #[must_use]
    pub fn new(config: Config, store: Arc<dyn Store>, clock: Clock) -> Self {
        let rate_limiter = RateLimiter::new(config.requests_per_minute, config.trusted_proxies);
        Self(Arc::new(Inner {
            clock,
            store,
            challenge_keys: config.challenge_keys,
            renewal_keys: config.renewal_keys,
            sites: config.sites,
            rate_limiter,
            difficulty: Difficulty::new(config.work_steps),
            metrics: Arc::default(),
            test_keys: config.test_keys,
            stopping: Arc::default(),
        }))
    }

    /// The same server by another configuration: the store and all counters go on.
    #[must_use]
    pub fn reconfigured(&self, config: Config) -> Self {
        Self(Arc::new(Inner {
            clock: self.clock.clone(),
            store: self.store.clone(),
            challenge_keys: config.challenge_keys,
            renewal_keys: config.renewal_keys,
            sites: config.sites,
            rate_limiter: self
                .rate_limiter
                .reconfigured(config.requests_per_minute, config.trusted_proxies),
            difficulty: self.difficulty.reconfigured(config.work_steps),
            metrics: self.metrics.clone(),
            test_keys: config.test_keys,
            stopping: self.stopping.clone(),
        }))
    }

    /// From now on the server is not ready for more.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    /// Whether the server is about to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }
}

/// The app as it is now. A request works from beginning to end with the one it met on arrival.
#[derive(Clone)]
pub struct ReloadableState(Arc<RwLock<AppState>>);

impl ReloadableState {
    /// Begins with this app.
    #[must_use]
    pub fn new(app: AppState) -> Self {
        Self(Arc::new(RwLock::new(app)))
    }

    /// The app of this moment.
    #[must_use]
    pub fn app(&self) -> AppState {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Goes on by another configuration, which the next request meets.
    pub fn reconfigure(&self, config: Config) {
        let next = self.app().reconfigured(config);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = next;
    }
}

impl FromRef<ReloadableState> for AppState {
    fn from_ref(live: &ReloadableState) -> Self {
        live.app()
    }
}
