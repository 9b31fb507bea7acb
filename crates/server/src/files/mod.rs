//! Static files: the widget, and in the demo its pages.

pub mod demo;
mod widget;

use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use tower_http::set_header::SetResponseHeaderLayer;

pub use widget::{Widget, router as widget};

/// Adds one header to every answer of a router that does not have it yet.
pub(crate) fn with_header(router: Router, name: HeaderName, value: &'static str) -> Router {
    let value = HeaderValue::from_static(value);
    router.layer(SetResponseHeaderLayer::if_not_present(name, value))
}
