//! The address of the client, read from `X-Forwarded-For` where a trusted proxy sent it.

use std::net::IpAddr;

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The address at the other end of the TCP connection; an extension of each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddress(pub IpAddr);

/// The address of the client, if it is known; an extension of each request that is rate-limited.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientIp(pub(crate) Option<IpAddr>);

/// The client's address, or none if a trusted proxy does not send it.
///
/// `X-Forwarded-For` is read from its end: the first address that is not a trusted proxy's is the client's.
/// Anyone could have written what comes before it.
#[must_use]
pub(crate) fn client_ip(
    peer: Option<PeerAddress>,
    headers: &HeaderMap,
    trusted: &[IpNet],
) -> Option<IpAddr> {
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    let peer = peer?.0.to_canonical();
    if !is_trusted(peer) {
        return Some(peer);
    }
    let values = headers.get_all("x-forwarded-for").iter();
    let lists: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
    let hops = lists.iter().flat_map(|list| list.split(',')).rev();
    let mut hops = hops.map(|hop| hop.trim().parse().ok().map(|hop: IpAddr| hop.to_canonical()));
    hops.find(|hop| !hop.is_some_and(is_trusted)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for list in forwarded {
            headers.append("x-forwarded-for", axum::http::HeaderValue::from_static(list));
        }
        let trusted = ["127.0.0.0/8", "10.0.0.0/8", "::1/128"].map(|net| net.parse().unwrap());
        let address = client_ip(Some(PeerAddress(peer.parse().unwrap())), &headers, &trusted);
        address.map(|address| address.to_string())
    }

    #[test]
    fn client_cannot_spoof_its_address() {
        assert_eq!(seen("192.0.2.1", &["198.51.100.7"]).as_deref(), Some("192.0.2.1"));
        let spoofed = ["203.0.113.9, 198.51.100.7", "10.1.2.3"];
        assert_eq!(seen("127.0.0.1", &spoofed).as_deref(), Some("198.51.100.7"));
        assert_eq!(seen("::ffff:127.0.0.1", &["2001:db8::1"]).as_deref(), Some("2001:db8::1"));
    }

    #[test]
    fn address_is_unknown_without_a_word_of_the_trusted_proxy() {
        assert_eq!(seen("127.0.0.1", &[]), None);
        assert_eq!(seen("127.0.0.1", &["10.0.0.1"]), None);
        assert_eq!(seen("127.0.0.1", &["198.51.100.7, unknown"]), None);
    }
}
