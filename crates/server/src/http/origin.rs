//! The origin check: which pages may use which sitekey.
//!
//! Browsers set the `Origin` header, and pages cannot change it; other programs can set any value. So the check
//! keeps other people's pages from using a sitekey, but it does not keep out programs.

use axum::extract::Request;
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use passwave_protocol::ErrorCode;

use crate::config::hostname::without_final_dot;
use crate::config::site::{Site, Sites};

/// The host of the page that sent the request; empty if there is none and the site allows that.
///
/// # Errors
/// [`ErrorCode::OriginNotAllowed`].
pub(crate) fn hostname(site: &Site, headers: &HeaderMap) -> Result<String, ErrorCode> {
    let Some(origin) = headers.get(ORIGIN) else {
        return without_origin(site);
    };
    match page_origin(origin) {
        Some(PageOrigin::Host(host)) if site.has_host(&host) => Ok(host),
        Some(PageOrigin::Null) => without_origin(site),
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

/// Where a page is from, by its `Origin` header.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PageOrigin {
    /// This host, in lower case and without a final dot, under any scheme and port.
    Host(String),
    /// No host: a sandboxed frame, an app or a file. Some web views write `file://` in place of `null`.
    Null,
}

/// None if the header is no origin.
pub(crate) fn page_origin(origin: &HeaderValue) -> Option<PageOrigin> {
    let text = origin.to_str().ok()?;
    let is_file = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("file://"));
    if text == "null" || is_file {
        return Some(PageOrigin::Null);
    }
    let uri: Uri = text.parse().ok()?;
    uri.scheme()?;
    let host = without_final_dot(uri.host()?).to_ascii_lowercase();
    (!host.is_empty()).then_some(PageOrigin::Host(host))
}

#[cfg(test)]
mod tests {
    use super::{PageOrigin, page_origin};
    use axum::http::HeaderValue;

    #[test]
    fn host_of_an_origin_is_parsed() {
        let cases = [
            ("https://Example.org", Some("example.org")),
            ("https://example.org.", Some("example.org")),
            ("http://localhost.:8080", Some("localhost")),
            ("http://[::1]:8080", Some("[::1]")),
            ("capacitor://localhost", Some("localhost")),
            ("null", None),
            ("example.org", None),
            ("", None),
            ("https://", None),
            ("https://.", None),
        ];
        for (origin, expected) in cases {
            let found = page_origin(&HeaderValue::from_static(origin));
            let host = match &found {
                Some(PageOrigin::Host(host)) => Some(host.as_str()),
                _ => None,
            };
            assert_eq!(host, expected, "{origin:?}");
        }
    }

    #[test]
    fn file_is_as_null() {
        for (origin, is_null) in [
            ("null", true),
            ("file://", true),
            ("FILE://", true),
            ("file:///android_asset", true),
            ("file.example", false),
            ("https://file", false),
            ("", false),
        ] {
            let found = page_origin(&HeaderValue::from_static(origin));
            assert_eq!(matches!(found, Some(PageOrigin::Null)), is_null, "{origin:?}");
        }
    }
}
