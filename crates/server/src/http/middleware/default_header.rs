//! Sets a default header on every response of a router.

use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use tower_http::set_header::SetResponseHeaderLayer;

/// Adds a header to every response that does not have it.
pub(crate) fn with_header(router: Router, name: HeaderName, value: &'static str) -> Router {
    let value = HeaderValue::from_static(value);
    router.layer(SetResponseHeaderLayer::if_not_present(name, value))
}
