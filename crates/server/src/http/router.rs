//! The router of all endpoints.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use passwave_protocol::limits::MAX_BODY_BYTES;
use tower::ServiceBuilder;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use super::middleware::{cors, count_refusals, rate_limit};
use super::state::ReloadableState;
use crate::api::{challenge, health, jwks, redeem, renew, self_test, siteverify, survey};
use crate::limits::REQUEST_TIMEOUT;

/// All endpoints except the static files.
pub fn router(state: ReloadableState) -> Router {
    let widget_endpoints = Router::new()
        .route("/challenge", get(challenge::handle).options(preflight))
        .route("/redeem", post(redeem::handle).options(preflight))
        .route("/renew", post(renew::handle).options(preflight))
        .route("/survey", post(survey::handle).options(preflight))
        .route_layer(from_fn_with_state(state.clone(), rate_limit::limit))
        .route_layer(from_fn_with_state(state.clone(), count_refusals::count_refusals))
        .route_layer(from_fn_with_state(state.clone(), cors::share));
    let siteverify = siteverify::PATHS.into_iter().fold(Router::new(), |router, path| {
        router.route(path, get(siteverify::handle).post(siteverify::handle))
    });
    let if_not_present = SetResponseHeaderLayer::if_not_present;
    // One stack, because each layer of a router costs every request a few allocations.
    let common_layers = ServiceBuilder::new()
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIMEOUT))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(if_not_present(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store")));
    Router::new()
        .merge(widget_endpoints)
        .merge(siteverify)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/self-test", get(self_test::handle))
        .route("/.well-known/jwks.json", get(jwks::handle))
        .layer(common_layers)
        .with_state(state)
}

/// Registers `OPTIONS`; the CORS middleware answers it before it gets here.
async fn preflight() {}
