//! The router of all endpoints.

use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::routing::{get, post};
use axum::{Router, middleware as layers};
use passwave_protocol::limits::MAX_BODY_BYTES;
use tower::ServiceBuilder;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use super::middleware::{cors, metrics, rate_limit};
use super::state::ReloadableState;
use crate::api::{challenge, health, jwks, redeem, renew, siteverify, survey};
use crate::limits::REQUEST_TIMEOUT;

/// All endpoints but the static files.
pub fn router(live: ReloadableState) -> Router {
    let shared = Router::new()
        .route("/challenge", get(challenge::answer).options(unreached))
        .route("/redeem", post(redeem::answer).options(unreached))
        .route("/renew", post(renew::answer).options(unreached))
        .route("/survey", post(survey::answer).options(unreached))
        .route_layer(layers::from_fn_with_state(live.clone(), rate_limit::limit))
        .route_layer(layers::from_fn_with_state(live.clone(), metrics::count))
        .route_layer(layers::from_fn_with_state(live.clone(), cors::share));
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
