//! Answers only requests that name the operator's own host.
//!
//! A page of anybody could be on a name that it lets point to a private address, and then read what it finds there (DNS
//! rebinding). The browser still names that page's host, which is neither loopback nor an IP address.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::hostname::without_final_dot;
use crate::http::state::AppState;

const REFUSAL: &str = "This address answers under localhost, an IP address or a name in the setting admin_hostnames.\n";

pub(super) async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if names_own_host(&request, &state.admin_hostnames) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, REFUSAL).into_response()
}

/// Whoever names no host is no browser.
fn names_own_host(request: &Request, own: &[String]) -> bool {
    let mut named = request.headers().get_all(HOST).iter();
    let is_own = |authority: &Authority| is_own(authority.host(), own);
    request.uri().authority().is_none_or(is_own)
        && named.all(|host| Authority::try_from(host.as_bytes()).is_ok_and(|host| is_own(&host)))
}

fn is_own(host: &str, own: &[String]) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let name = without_final_dot(host);
    address.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || own.iter().any(|own| own.eq_ignore_ascii_case(name))
}
