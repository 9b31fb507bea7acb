//! `GET /healthz` and `GET /readyz`: liveness and readiness.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};

use crate::digest::digest;
use crate::http::error::internal;
use crate::http::state::AppState;
use crate::limits::RETRY_AFTER_FAILURE_S;

/// The process is alive.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The server accepts requests: it is not about to stop, and the store answers.
pub(crate) async fn ready(State(state): State<AppState>) -> Response {
    if is_ready(&state).await {
        return "ready\n".into_response();
    }
    let later = [(RETRY_AFTER, RETRY_AFTER_FAILURE_S.to_string())];
    (StatusCode::SERVICE_UNAVAILABLE, later, "not ready\n").into_response()
}

async fn is_ready(state: &AppState) -> bool {
    if state.is_stopping() {
        return false;
    }
    let now_s = state.clock.now_s();
    let looked_up = state.store.is_spent(digest("ready", &[]), now_s, now_s).await;
    looked_up.map_err(internal).is_ok()
}
