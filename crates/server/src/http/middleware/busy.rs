//! Bounds what waits for a thread that may block.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::limits::RETRY_AFTER_FAILURE_S;

/// Tells clients to come back when there is no place left.
pub(crate) async fn refuse(
    State(places): State<Arc<Semaphore>>,
    request: Request,
    next: Next,
) -> Response {
    match places.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => {
            let retry_after = [(RETRY_AFTER, RETRY_AFTER_FAILURE_S.to_string())];
            (StatusCode::SERVICE_UNAVAILABLE, retry_after).into_response()
        }
    }
}
