//! Which pages may use which sitekey.
//!
//! The page's host is that of the `Origin` header, which honest browsers write and pages cannot
//! change. Any other program writes what it likes there: the check keeps other people's pages from
//! using a sitekey, it does not keep out programs.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{extract::Request, extract::State, middleware::Next};
use passwave_protocol::ErrorCode;

use crate::app::App;
use crate::limits::PREFLIGHT_MAX_AGE_S;
use crate::site::{Site, Sites};

/// The host of the page that redeems or renews; empty where the site allows that there is none.
///
/// # Errors
/// [`ErrorCode::OriginNotAllowed`].
pub fn hostname(site: &Site, headers: &HeaderMap) -> Result<String, ErrorCode> {
    let Some(origin) = headers.get(ORIGIN) else {
        return without_origin(site);
    };
    match host(origin) {
        Some(host) if site.has_host(&host) => Ok(host),
        None if origin == "null" => without_origin(site),
        _ => Err(ErrorCode::OriginNotAllowed),
    }
}

fn without_origin(site: &Site) -> Result<String, ErrorCode> {
    site.allow_null_origin.then(String::new).ok_or(ErrorCode::OriginNotAllowed)
}

/// As [`hostname`], but a request that bears no origin at all passes: browsers send none with a
/// `GET` to the page's own server.
///
/// # Errors
/// [`ErrorCode::OriginNotAllowed`].
pub fn check_get(site: &Site, headers: &HeaderMap) -> Result<(), ErrorCode> {
    if headers.contains_key(ORIGIN) { hostname(site, headers).map(|_| ()) } else { Ok(()) }
}

fn host(origin: &HeaderValue) -> Option<String> {
    let uri: Uri = origin.to_str().ok()?.parse().ok()?;
    uri.scheme()?;
    uri.host().map(str::to_ascii_lowercase)
}

/// Lets the pages of all sites read the answers, refusals too, and answers preflights.
///
/// A page of one site that uses another's sitekey is refused by the endpoint itself; all that it
/// can read is that very refusal.
pub async fn share(State(app): State<App>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    let mut response =
        if *request.method() == Method::OPTIONS { preflight() } else { next.run(request).await };
    response.headers_mut().append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin.filter(|origin| is_known(&app.sites, origin)) {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    }
    response
}

fn is_known(sites: &Sites, origin: &HeaderValue) -> bool {
    match host(origin) {
        Some(host) => sites.all().any(|site| site.has_host(&host)),
        None => origin == "null" && sites.all().any(|site| site.allow_null_origin),
    }
}

fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE_S),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

#[cfg(test)]
mod tests {
    use super::host;
    use axum::http::HeaderValue;

    #[test]
    fn the_host_of_an_origin_is_found() {
        let cases = [
            ("https://Example.org", Some("example.org")),
            ("http://localhost:8080", Some("localhost")),
            ("http://[::1]:8080", Some("[::1]")),
            ("capacitor://localhost", Some("localhost")),
            ("null", None),
            ("example.org", None),
            ("", None),
            ("https://", None),
        ];
        for (origin, expected) in cases {
            let origin = HeaderValue::from_static(origin);
            assert_eq!(host(&origin).as_deref(), expected, "{origin:?}");
        }
    }
}
