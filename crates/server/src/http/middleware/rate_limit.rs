//! Applies the rate limit to the widget's endpoints.

use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use passwave_protocol::ErrorCode;

use crate::abuse::client_ip::ClientIp;
use crate::http::error::ApiError;
use crate::http::state::AppState;

/// Refuses clients that are over their limit, with `Retry-After`; a client whose address is not known is not limited.
pub(crate) async fn limit(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let client_ip = state.rate_limiter.client_ip(&request);
    request.extensions_mut().insert(ClientIp(client_ip));
    match state.rate_limiter.check_known(request.uri().path(), client_ip, state.clock.now_s()) {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            let refused = ApiError::from(ErrorCode::RateLimited);
            ([(RETRY_AFTER, seconds.to_string())], refused).into_response()
        }
    }
}
