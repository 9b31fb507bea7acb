//! The state behind all endpoints, and their router.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::routing::{get, post};
use axum::{Router, middleware};
use passwave_protocol::limits::MAX_BODY_BYTES;
use tower::ServiceBuilder;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::clock::Clock;
use crate::config::Config;
use crate::endpoints::{self, challenge, easy, health, jwks, redeem, renew, siteverify};
use crate::keys::KeyRing;
use crate::limits::REQUEST_TIMEOUT;
use crate::load::Load;
use crate::metrics::Metrics;
use crate::origin;
use crate::rates::{self, Rates};
use crate::site::Sites;
use crate::store::Store;

/// What every endpoint works with. Cloning it is cheap.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// See [`App`].
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
    pub rates: Rates,
    /// How much each network has redeemed lately.
    pub load: Load,
    /// What has happened so far.
    pub metrics: Arc<Metrics>,
    /// Whether only dummy tokens are handed out; see [`crate::test_keys`].
    pub test_keys: bool,
    stopping: Arc<AtomicBool>,
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Puts together what the configuration describes.
    #[must_use]
    pub fn new(config: Config, store: Arc<dyn Store>, clock: Clock) -> Self {
        let rates = Rates::new(config.requests_per_minute, config.trusted_proxies);
        Self(Arc::new(Inner {
            clock,
            store,
            challenge_keys: config.challenge_keys,
            renewal_keys: config.renewal_keys,
            sites: config.sites,
            rates,
            load: Load::new(config.work_steps),
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
            rates: self.rates.adjusted(config.requests_per_minute, config.trusted_proxies),
            load: self.load.adjusted(config.work_steps),
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
pub struct Live(Arc<RwLock<App>>);

impl Live {
    /// Begins with this app.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self(Arc::new(RwLock::new(app)))
    }

    /// The app of this moment.
    #[must_use]
    pub fn app(&self) -> App {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Goes on by another configuration, which the next request meets.
    pub fn reconfigure(&self, config: Config) {
        let next = self.app().reconfigured(config);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = next;
    }
}

impl FromRef<Live> for App {
    fn from_ref(live: &Live) -> Self {
        live.app()
    }
}

/// All endpoints but the static files.
pub fn router(live: Live) -> Router {
    let shared = Router::new()
        .route("/challenge", get(challenge::answer).options(unreached))
        .route("/redeem", post(redeem::answer).options(unreached))
        .route("/renew", post(renew::answer).options(unreached))
        .route("/easy", post(easy::answer).options(unreached))
        .route_layer(middleware::from_fn_with_state(live.clone(), rates::limit))
        .route_layer(middleware::from_fn_with_state(live.clone(), endpoints::count))
        .route_layer(middleware::from_fn_with_state(live.clone(), origin::share));
    let siteverify = || get(siteverify::answer).post(siteverify::answer);
    let if_not_present = SetResponseHeaderLayer::if_not_present;
    // In one stack, because every layer of a router costs each request a few allocations.
    let around_all = ServiceBuilder::new()
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIMEOUT))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(if_not_present(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store")));
    Router::new()
        .merge(shared)
        .route("/siteverify", siteverify())
        .route("/recaptcha/api/siteverify", siteverify())
        .route("/turnstile/v0/siteverify", siteverify())
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/.well-known/jwks.json", get(jwks::answer))
        .layer(around_all)
        .with_state(live)
}

/// Preflights are answered before they get here.
async fn unreached() {}
