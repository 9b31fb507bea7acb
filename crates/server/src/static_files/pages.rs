//! What pages have in common that this server shows: the demo's and the documentation's.

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderName;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};

use crate::http::middleware::default_header::with_header;

/// The referrer policy hides a page's address from other origins, but lets the browser send the `Origin` that
/// redeem needs; with `no-referrer` it would be `null`.
pub(super) fn with_page_headers(router: Router, policy: &'static str) -> Router {
    let router = with_header(router, CONTENT_SECURITY_POLICY, policy);
    let router = with_header(router, X_CONTENT_TYPE_OPTIONS, "nosniff");
    let router = with_header(router, REFERRER_POLICY, "same-origin");
    let resource_policy = HeaderName::from_static("cross-origin-resource-policy");
    let router = with_header(router, resource_policy, "same-origin");
    with_header(router, CACHE_CONTROL, "no-cache")
}

/// The page of a folder is its index.
pub(super) async fn index_of_folder(mut request: Request) -> Request {
    let path = request.uri().path();
    if path.ends_with('/')
        && let Ok(index) = format!("{path}index.html").parse()
    {
        *request.uri_mut() = index;
    }
    request
}
