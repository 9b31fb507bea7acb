//! The origin check: which pages may use which sitekey.
//!
//! Browsers set the `Origin` header, and pages cannot change it; other programs can set any value. So the check
//! keeps other people's pages from using a sitekey, but it does not keep out programs.

use axum::extract::Request;
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use passwave_protocol::ErrorCode;

use crate::config::site::{Site, Sites};

/// The host of the page that sent the request; empty if there is none and the site allows that.
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

/// As [`hostname`], but a request without an origin passes: browsers send none with a same-origin `GET`. They send
/// none either for an image or a link on someone else's page, and then `Sec-Fetch-Site` says so.
///
/// # Errors
/// [`ErrorCode::OriginNotAllowed`].
pub(crate) fn check_get(site: &Site, headers: &HeaderMap) -> Result<(), ErrorCode> {
    if headers.contains_key(ORIGIN) {
        return hostname(site, headers).map(|_| ());
    }
    let is_from_elsewhere = headers
        .get("sec-fetch-site")
        .is_some_and(|relation| relation == "cross-site" || relation == "same-site");
    if is_from_elsewhere { Err(ErrorCode::OriginNotAllowed) } else { Ok(()) }
}

/// Whether the request names a sitekey and an origin that fit each other, as far as its head tells. The body is not
/// read: there it is enough that some site knows the origin.
pub(crate) fn is_plausible(sites: &Sites, request: &Request) -> bool {
    let headers = request.headers();
    if *request.method() != Method::GET {
        return sites.all().any(|site| hostname(site, headers).is_ok());
    }
    let query = request.uri().query().unwrap_or_default();
    let sitekey = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "sitekey");
    let site = sitekey.and_then(|(_, sitekey)| sites.by_sitekey(&sitekey));
    site.is_some_and(|site| check_get(site, headers).is_ok())
}

/// The host of an origin, in lower case.
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
    fn host_of_an_origin_is_parsed() {
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
