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
use crate::http::error::ApiError;
use crate::limits::MAX_HOST_BYTES;

/// The host of the page that sent the request; empty if there is none and the site allows that.
///
/// # Errors
/// [`ErrorCode::OriginNotAllowed`], with what would allow it.
pub(crate) fn hostname(site: &Site, headers: &HeaderMap) -> Result<String, ApiError> {
    allowed_host(site, headers).ok_or_else(|| not_allowed(site, headers))
}

fn allowed_host(site: &Site, headers: &HeaderMap) -> Option<String> {
    let without_origin = || site.allow_null_origin.then(String::new);
    let Some(origin) = headers.get(ORIGIN) else { return without_origin() };
    match page_origin(origin)? {
        PageOrigin::Host(host) => site.has_host(&host).then_some(host),
        PageOrigin::Null => without_origin(),
    }
}

/// As [`hostname`], but a request without an origin passes: browsers send none with a same-origin `GET`. They send
/// none either for an image or a link on someone else's page, and then `Sec-Fetch-Site` says so.
///
/// # Errors
/// [`ErrorCode::OriginNotAllowed`], with what would allow it.
pub(crate) fn check_get(site: &Site, headers: &HeaderMap) -> Result<(), ApiError> {
    if may_get(site, headers) { Ok(()) } else { Err(not_allowed(site, headers)) }
}

fn may_get(site: &Site, headers: &HeaderMap) -> bool {
    if headers.contains_key(ORIGIN) {
        return allowed_host(site, headers).is_some();
    }
    let relation = headers.get("sec-fetch-site");
    !relation.is_some_and(|relation| relation == "cross-site" || relation == "same-site")
}

/// Names the host and the setting: most often it is the operator's own page, under a name that was forgotten.
fn not_allowed(site: &Site, headers: &HeaderMap) -> ApiError {
    let sitekey = &site.sitekey;
    let message = match headers.get(ORIGIN).map(page_origin) {
        Some(Some(PageOrigin::Host(host))) if host.len() <= MAX_HOST_BYTES => format!(
            "pages of {host:?} may not use the sitekey {sitekey:?}: if the page is yours, add {host:?} to the \
             hostnames of that site in the server's configuration"
        ),
        Some(Some(PageOrigin::Null)) | None => format!(
            "pages and apps without an origin may not use the sitekey {sitekey:?}: if it is yours, set \
             allow_null_origin = true for that site in the server's configuration"
        ),
        _ => format!("the Origin header is no origin, so it may not use the sitekey {sitekey:?}"),
    };
    ApiError::from(ErrorCode::OriginNotAllowed).with_message(message)
}

/// Whether the request names a sitekey and an origin that fit each other, as far as its head tells. The body is not
/// read: there it is enough that some site knows the origin.
pub(crate) fn is_plausible(sites: &Sites, request: &Request) -> bool {
    let headers = request.headers();
    if *request.method() != Method::GET {
        return sites.all().any(|site| allowed_host(site, headers).is_some());
    }
    let query = request.uri().query().unwrap_or_default();
    let sitekey = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "sitekey");
    let site = sitekey.and_then(|(_, sitekey)| sites.by_sitekey(&sitekey));
    site.is_some_and(|site| may_get(site, headers))
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
