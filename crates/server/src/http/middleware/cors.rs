//! Cross-origin resource sharing (CORS) for the widget's endpoints.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::site::Sites;
use crate::http::origin::{PageOrigin, page_origin};
use crate::http::state::AppState;
use crate::limits::PREFLIGHT_MAX_AGE_S;

/// Lets the pages of all sites read responses, and every page read errors, and answers preflights.
///
/// A page that may not use a sitekey is refused by the endpoint itself. It can read that error, which holds nothing
/// secret: otherwise nobody could tell a host that is missing in the configuration from a server that is away.
pub(crate) async fn share(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    let is_preflight = *request.method() == Method::OPTIONS;
    let mut response = if is_preflight { preflight() } else { next.run(request).await };
    response.headers_mut().append(VARY, HeaderValue::from_static("origin"));
    // A browser that is refused the preflight would not send what is to be refused readably.
    let is_for_all = is_preflight || !response.status().is_success();
    let may_read = |origin: &HeaderValue| is_for_all || is_known(&state.sites, origin);
    if let Some(origin) = origin.filter(may_read) {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    }
    response
}

fn is_known(sites: &Sites, origin: &HeaderValue) -> bool {
    let Some(origin) = page_origin(origin) else { return false };
    sites.all().any(|site| match &origin {
        PageOrigin::Host(host) => site.has_host(host),
        PageOrigin::Null => site.allow_null_origin,
    })
}

fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE_S),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
