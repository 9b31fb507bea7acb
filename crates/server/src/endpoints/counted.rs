//! Counts refusals, wherever on the way they happen.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::refused::Refused;

/// Passes requests on and counts the refusals that come back.
pub async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if let Some(refused) = response.extensions().get::<Refused>() {
        app.metrics.refused(refused);
    }
    response
}
