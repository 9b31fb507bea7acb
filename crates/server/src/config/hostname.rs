//! Hostnames of pages, in the spelling that an `Origin` header has: ASCII, in lower case, without a final dot.

use std::net::Ipv6Addr;

use idna::AsciiDenyList;

/// A hostname as it stands in an origin. Letters beyond ASCII are converted, as browsers do (`bücher.example` to
/// `xn--bcher-kva.example`).
///
/// # Errors
/// Anything that would never match, with the right form if it can be told.
pub(crate) fn hostname(text: &str) -> Result<String, String> {
    converted(text).ok_or_else(|| {
        let must = "must be a host only, without scheme, port or path, and without wildcards";
        match host_within(text) {
            Some(host) => format!("{text:?} {must}: write {host:?}"),
            None => format!("{text:?} {must}"),
        }
    })
}

/// The host without the dot at its end, which makes a name absolute and changes nothing else.
pub(crate) fn without_final_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

fn converted(text: &str) -> Option<String> {
    let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if inside.is_some_and(|inside| inside.parse::<Ipv6Addr>().is_ok()) {
        return Some(text.to_ascii_lowercase());
    }
    let ascii = match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => idna::domain_to_ascii_cow(text.as_bytes(), AsciiDenyList::URL).ok()?.into_owned(),
    };
    let host = without_final_dot(&ascii);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_plain);
    host.split('.').all(is_label).then(|| host.to_owned())
}

/// The host in an address such as `https://shop.example:8443/form`.
fn host_within(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://").unwrap_or(("", text));
    let host = rest.split(['/', ':', '?', '#']).next()?;
    converted(host).is_some().then_some(host)
}
