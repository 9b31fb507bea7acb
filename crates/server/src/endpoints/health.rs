//! `GET /healthz` and `GET /readyz`, for whoever keeps the server running.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::digest::digest;
use crate::refused::internal;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The process can do its work: it is not about to stop, and the store answers.
pub async fn ready(State(app): State<App>) -> Result<&'static str, StatusCode> {
    if app.is_stopping() {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    let now_s = app.clock.now_s();
    let looked = app.store.is_spent(digest("ready", &[]), now_s, now_s).await;
    looked.map(|_| "ready\n").map_err(|cause| {
        internal(cause);
        StatusCode::SERVICE_UNAVAILABLE
    })
}
