//! Which pages may use which sitekey.
//!
//! The page's host is that of the `Origin` header, which honest browsers write and pages cannot
//! change. Any other program writes what it likes there: the check keeps other people's pages from
//! using a sitekey, it does not keep out programs.

use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, HeaderValue, Uri};
use passwave_protocol::ErrorCode;

use crate::config::site::Site;

/// The host of the page that redeems or renews; empty where the site allows that there is none.
///
/// # Errors
/// [`ErrorCode::OriginNotAllowed`].
pub(crate) fn hostname(site: &Site, headers: &HeaderMap) -> Result<String, ErrorCode> {
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
pub(crate) fn check_get(site: &Site, headers: &HeaderMap) -> Result<(), ErrorCode> {
    if headers.contains_key(ORIGIN) { hostname(site, headers).map(|_| ()) } else { Ok(()) }
}

pub(crate) fn host(origin: &HeaderValue) -> Option<String> {
    let uri: Uri = origin.to_str().ok()?.parse().ok()?;
    uri.scheme()?;
    uri.host().map(str::to_ascii_lowercase)
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
