//! Counts refusals, wherever on the way they happen.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::http::error::ApiError;
use crate::http::state::AppState;

/// Passes requests on and counts the refusals that come back.
pub async fn count(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if let Some(error) = response.extensions().get::<ApiError>() {
        app.metrics.refused(error.labels, error.code, error.hint);
    }
    response
}
