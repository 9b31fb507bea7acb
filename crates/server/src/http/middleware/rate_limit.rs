//! Applies the rate limit to the widget's endpoints.

use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use passwave_protocol::ErrorCode;

use crate::abuse::client_ip::ClientIp;
use crate::http::error::ApiError;
use crate::http::state::AppState;

/// Refuses clients that are over their limit, with `Retry-After`.
pub(crate) async fn limit(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let (limiter, now_s) = (&state.rate_limiter, state.clock.now_s());
    let client = limiter.client(&request);
    if let Some(client) = client {
        limiter.warn_if_unnamed(client, now_s);
    }
    let client_ip = client.map(|client| client.address);
    request.extensions_mut().insert(ClientIp(client_ip));
    match limiter.check_client(request.uri().path(), client_ip, now_s) {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            let refused = ApiError::from(ErrorCode::RateLimited);
            ([(RETRY_AFTER, seconds.to_string())], refused).into_response()
        }
    }
}
