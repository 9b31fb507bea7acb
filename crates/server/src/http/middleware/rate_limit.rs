//! Applies the rate limit to the widget's endpoints.

use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use passwave_protocol::ErrorCode;

use crate::abuse::client_ip::ClientIp;
use crate::http::error::ApiError;
use crate::http::origin;
use crate::http::state::AppState;

/// What requests are counted under that no site could have sent. Any page can make its visitors send them, so they
/// must not use up what these visitors may ask of the sites.
const IMPLAUSIBLE: &str = "implausible";

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
    let endpoint = if origin::is_plausible(&state.sites, &request) {
        request.uri().path()
    } else {
        IMPLAUSIBLE
    };
    match limiter.check_client(endpoint, client_ip, now_s) {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            let refused = ApiError::from(ErrorCode::RateLimited);
            ([(RETRY_AFTER, seconds.to_string())], refused).into_response()
        }
    }
}
