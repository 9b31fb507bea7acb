//! The operator's router: metrics and the status page, on an address that must not be public.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::header::{REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::api::health;
use crate::http::error::internal;
use crate::http::middleware::default_header::with_header;
use crate::http::state::{AppState, ReloadableState};
use crate::ops::{own_host, status_page};

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// `/metrics`, `/status`, `/healthz` and `/readyz`.
pub fn router(state: ReloadableState) -> Router {
    let css = ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("status.css"));
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route("/status", get(page))
        .route("/status.css", get(async move || css))
        .route("/favicon.ico", get(async move || StatusCode::NO_CONTENT))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .layer(from_fn_with_state(state.clone(), own_host::check))
        .with_state(state);
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-store"),
    ];
    headers.into_iter().fold(router, |router, (name, value)| with_header(router, name, value))
}

async fn metrics(State(state): State<AppState>) -> Response {
    match state.metrics.text() {
        Ok(text) => ([(CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(cause) => {
            internal(cause);
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn page(State(state): State<AppState>) -> Html<String> {
    Html(status_page::render(&state.metrics, state.clock.now_s()))
}
