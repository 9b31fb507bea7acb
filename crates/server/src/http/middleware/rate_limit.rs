//! Limits how often one client may ask.

use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use passwave_protocol::ErrorCode;

use crate::abuse::client_ip::ClientIp;
use crate::http::error::ApiError;
use crate::http::state::AppState;

/// Refuses who asks too often; whose address is not known is let through.
pub async fn limit(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let asker = app.rates.asker(&request);
    request.extensions_mut().insert(ClientIp(asker));
    match app.rates.admit_known(request.uri().path(), asker, app.clock.now_s()) {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            let refused = ApiError::from(ErrorCode::RateLimited);
            ([(RETRY_AFTER, seconds.to_string())], refused).into_response()
        }
    }
}
