//! The address of the client, read from the header in which trusted proxies name it.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;
use serde::Deserialize;

/// The address at the other end of the TCP connection; an extension of each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddress(pub IpAddr);

/// The port at the other end of the TCP connection; an extension of each request that came over one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeerPort(pub(crate) u16);

/// The address of the client; an extension of each request that is rate-limited. It is known for every request
/// that came over a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientIp(pub(crate) Option<IpAddr>);

/// The header in which proxies name the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AddressHeader {
    /// `X-Forwarded-For`, a list of addresses.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239), a list of elements such as `for="[2001:db8::1]:443";proto=https`.
    Forwarded,
}

/// The trusted proxies, and where they name the client.
#[derive(Default)]
pub(crate) struct TrustedProxies {
    pub(crate) networks: Vec<IpNet>,
    pub(crate) header: AddressHeader,
}

/// A client as it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    pub(crate) address: IpAddr,
    /// Whether the address is the client's; if not, a trusted proxy did not name the client, and the address is
    /// the proxy's own.
    pub(crate) is_named: bool,
}

impl TrustedProxies {
    /// The client of a connection from `peer`.
    ///
    /// The header is read from its end: the first address that is not a trusted proxy's is the client's. Anyone
    /// could have written what comes before it, so nothing before it can change the result.
    pub(crate) fn client(&self, peer: PeerAddress, headers: &HeaderMap) -> Client {
        let peer = peer.0.to_canonical();
        if !self.contains(peer) {
            return Client { address: peer, is_named: true };
        }
        let mut nearest = Client { address: peer, is_named: false };
        let lines = headers.get_all(self.header.name()).iter().rev();
        let elements = lines.flat_map(|line| rsplit_outside_quotes(line.as_bytes(), b','));
        for element in elements.map(<[u8]>::trim_ascii).filter(|element| !element.is_empty()) {
            match self.header.address(element) {
                Some(address) if self.contains(address) => {
                    nearest = Client { address, is_named: true };
                }
                Some(address) => return Client { address, is_named: true },
                None => return Client { is_named: false, ..nearest },
            }
        }
        nearest
    }

    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address))
    }
}

impl AddressHeader {
    pub(crate) fn name(self) -> HeaderName {
        match self {
            Self::XForwardedFor => HeaderName::from_static("x-forwarded-for"),
            Self::Forwarded => header::FORWARDED,
        }
    }

    /// The address in an element of the list.
    fn address(self, element: &[u8]) -> Option<IpAddr> {
        match self {
            Self::XForwardedFor => address(element),
            Self::Forwarded => rsplit_outside_quotes(element, b';').find_map(|pair| {
                let at = pair.iter().position(|byte| *byte == b'=')?;
                let (name, value) = (pair[..at].trim_ascii(), &pair[at + 1..]);
                name.eq_ignore_ascii_case(b"for").then(|| address(value))
            })?,
        }
    }
}

/// An address with or without quotes, brackets and a port.
fn address(text: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(text).ok()?.trim().trim_matches('"');
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(address.to_canonical());
    }
    if let Some((inside, port)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        let address: Ipv6Addr = inside.parse().ok()?;
        return (port.is_empty() || port.starts_with(':')).then(|| address.to_canonical());
    }
    let (address, _port) = text.split_once(':')?;
    address.parse().ok().map(IpAddr::V4)
}

/// The parts of a list, from its end. A separator in quotes does not count. Because quotes are paired from the end,
/// one that a client left open cannot hide what a proxy appended.
fn rsplit_outside_quotes(list: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(list);
    std::iter::from_fn(move || {
        let part = rest?;
        let at = last_outside_quotes(part, separator);
        rest = at.map(|at| &part[..at]);
        Some(at.map_or(part, |at| &part[at + 1..]))
    })
}

fn last_outside_quotes(list: &[u8], separator: u8) -> Option<usize> {
    let is_escaped =
        |at: usize| list[..at].iter().rev().take_while(|before| **before == b'\\').count() % 2 == 1;
    let mut is_quoted = false;
    (0..list.len()).rev().find(|at| {
        is_quoted ^= list[*at] == b'"' && !is_escaped(*at);
        list[*at] == separator && !is_quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(header: AddressHeader, peer: &str, lines: &[&[u8]]) -> (String, bool) {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header.name(), HeaderValue::from_bytes(line).unwrap());
        }
        let networks = ["127.0.0.0/8", "10.0.0.0/8", "::1/128"].map(|net| net.parse().unwrap());
        let proxies = TrustedProxies { networks: networks.to_vec(), header };
        let client = proxies.client(PeerAddress(peer.parse().unwrap()), &headers);
        (client.address.to_string(), client.is_named)
    }

    fn named(header: AddressHeader, peer: &str, lines: &[&[u8]]) -> String {
        let (address, is_named) = client(header, peer, lines);
        assert!(is_named, "{address}");
        address
    }

    fn unnamed(header: AddressHeader, peer: &str, lines: &[&[u8]]) -> String {
        let (address, is_named) = client(header, peer, lines);
        assert!(!is_named, "{address}");
        address
    }

    #[test]
    fn client_cannot_spoof_its_address() {
        use AddressHeader::{Forwarded, XForwardedFor};
        assert_eq!(named(XForwardedFor, "192.0.2.1", &[b"198.51.100.7"]), "192.0.2.1");
        let spoofed: &[&[u8]] = &[b"203.0.113.9, 198.51.100.7", b"10.1.2.3"];
        assert_eq!(named(XForwardedFor, "127.0.0.1", spoofed), "198.51.100.7");
        let mapped = named(XForwardedFor, "::ffff:127.0.0.1", &[b"2001:db8::1"]);
        assert_eq!(mapped, "2001:db8::1");
        let open_quote: &[&[u8]] = &[b"for=\"203.0.113.9, for=198.51.100.7", b"for=10.1.2.3"];
        assert_eq!(named(Forwarded, "127.0.0.1", open_quote), "198.51.100.7");
        let host: &[&[u8]] =
            &[br#"for=203.0.113.9, for=198.51.100.7;host="a\",for=1.1.1.1\\";by=x"#];
        assert_eq!(named(Forwarded, "127.0.0.1", host), "198.51.100.7");
    }

    #[test]
    fn addresses_are_read_in_every_spelling() {
        for (hop, expected) in [
            ("203.0.113.8:51234", "203.0.113.8"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[::ffff:203.0.113.8]:80", "203.0.113.8"),
            ("203.0.113.8, ,", "203.0.113.8"),
            ("203.0.113.8,10.0.0.1:80,", "203.0.113.8"),
        ] {
            let read = named(AddressHeader::XForwardedFor, "127.0.0.1", &[hop.as_bytes()]);
            assert_eq!(read, expected, "{hop}");
            let quoted = format!("proto=https; FOR=\"{}\"", hop.split(',').next().unwrap());
            let read = named(AddressHeader::Forwarded, "127.0.0.1", &[quoted.as_bytes()]);
            assert_eq!(read, expected, "{quoted}");
        }
    }

    #[test]
    fn bytes_before_the_last_hop_hide_nothing() {
        for before in [&b"\xff"[..], b"unknown", b"\"", b"203.0.113.9, \xff\xfe", b",,,"] {
            let line = [before, b", 198.51.100.7"].concat();
            let read = named(AddressHeader::XForwardedFor, "127.0.0.1", &[&line]);
            assert_eq!(read, "198.51.100.7", "{before:?}");
            let read = named(AddressHeader::XForwardedFor, "127.0.0.1", &[before, b"198.51.100.7"]);
            assert_eq!(read, "198.51.100.7", "{before:?}");
        }
    }

    #[test]
    fn proxy_that_names_no_client_is_counted_itself() {
        use AddressHeader::{Forwarded, XForwardedFor};
        assert_eq!(unnamed(XForwardedFor, "127.0.0.1", &[]), "127.0.0.1");
        for hop in [&b"unknown"[..], b"198.51.100.7, unknown", b"\xff", b"[198.51.100.7]", b"a:b:c"]
        {
            assert_eq!(unnamed(XForwardedFor, "127.0.0.1", &[hop]), "127.0.0.1", "{hop:?}");
        }
        let chain: &[&[u8]] = &[b"198.51.100.7, unknown, 10.0.0.9"];
        assert_eq!(unnamed(XForwardedFor, "127.0.0.1", chain), "10.0.0.9");
        assert_eq!(named(XForwardedFor, "127.0.0.1", &[b"10.0.0.9"]), "10.0.0.9");
        for element in [&b"for=unknown"[..], b"for=_hidden", b"proto=https", b"198.51.100.7"] {
            assert_eq!(unnamed(Forwarded, "127.0.0.1", &[element]), "127.0.0.1", "{element:?}");
        }
    }
}
