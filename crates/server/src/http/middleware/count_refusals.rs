//! Counts refused requests, wherever they were refused, and logs those that a configuration may be to blame for.

use axum::extract::{Request, State};
use axum::http::header::ORIGIN;
use axum::middleware::Next;
use axum::response::Response;

use crate::http::error::ApiError;
use crate::http::state::AppState;

pub(crate) async fn count_refusals(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    let response = next.run(request).await;
    if let Some(error) = response.extensions().get::<ApiError>() {
        state.metrics.record_refusal(error.labels, error.code, error.hint);
        state.refusal_log.note(error, origin.as_ref(), state.clock.now_s());
    }
    response
}
