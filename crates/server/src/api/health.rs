//! `GET /healthz` and `GET /readyz`, for whoever keeps the server running.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};

use crate::digest::digest;
use crate::http::error::internal;
use crate::http::state::AppState;
use crate::limits::RETRY_AFTER_FAILURE_S;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The process can do its work: it is not about to stop, and the store answers.
pub async fn ready(State(app): State<AppState>) -> Response {
    if is_ready(&app).await {
        return "ready\n".into_response();
    }
    let later = [(RETRY_AFTER, RETRY_AFTER_FAILURE_S.to_string())];
    (StatusCode::SERVICE_UNAVAILABLE, later, "not ready\n").into_response()
}

async fn is_ready(app: &AppState) -> bool {
    if app.is_stopping() {
        return false;
    }
    let now_s = app.clock.now_s();
    let looked = app.store.is_spent(digest("ready", &[]), now_s, now_s).await;
    looked.map_err(internal).is_ok()
}
