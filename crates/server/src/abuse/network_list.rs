//! Lists of networks in text files, such as those of hosting providers, looked up by binary search.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// The prefix length of the IPv4 addresses within IPv6.
const MAPPED_PREFIX: u8 = 96;

/// A set of networks: disjoint, in ascending order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct NetworkList {
    v4: Vec<Ipv4Net>,
    v6: Vec<Ipv6Net>,
}

/// A line is no network.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a network such as 203.0.113.0/24 or 2001:db8::/32, nor a comment that begins with #")]
pub(crate) struct InvalidLine {
    /// Counted from 1.
    pub(crate) line: usize,
}

impl NetworkList {
    /// One network or address a line; a `#` begins a comment.
    ///
    /// # Errors
    /// The first line that is neither. It is not quoted, because the file may be the wrong one.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, InvalidLine> {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for (nth, line) in text.split(|byte| *byte == b'\n').enumerate() {
            let network = line.split(|byte| *byte == b'#').next().unwrap_or_default().trim_ascii();
            if network.is_empty() {
                continue;
            }
            match parse_network(network).ok_or(InvalidLine { line: nth + 1 })? {
                IpNet::V4(network) => v4.push(network),
                IpNet::V6(network) => v6.push(network),
            }
        }
        Ok(Self { v4: Ipv4Net::aggregate(&v4), v6: Ipv6Net::aggregate(&v6) })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = IpNet> {
        let v4 = self.v4.iter().copied().map(IpNet::V4);
        v4.chain(self.v6.iter().copied().map(IpNet::V6))
    }

    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                let after = self.v4.partition_point(|network| network.network() <= address);
                self.v4[..after].last().is_some_and(|network| network.contains(&address))
            }
            IpAddr::V6(address) => {
                let after = self.v6.partition_point(|network| network.network() <= address);
                self.v6[..after].last().is_some_and(|network| network.contains(&address))
            }
        }
    }
}

fn parse_network(text: &[u8]) -> Option<IpNet> {
    let text = std::str::from_utf8(text).ok()?;
    let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).ok()?;
    let prefix = network.prefix_len().checked_sub(MAPPED_PREFIX);
    match (network.addr().to_canonical(), prefix) {
        (IpAddr::V4(address), Some(prefix)) if network.addr().is_ipv6() => {
            Ipv4Net::new(address, prefix).ok().map(IpNet::V4)
        }
        _ => Some(network.trunc()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_line_is_read() {
        let text = "# a comment\n203.0.113.9/24 # host bits\r\n\n\t2001:db8::/32\n::ffff:192.0.2.0/120\n198.51.100.7";
        let list = NetworkList::parse(text.as_bytes()).unwrap();
        for inside in
            ["203.0.113.0", "2001:db8::1", "192.0.2.9", "::ffff:192.0.2.9", "198.51.100.7"]
        {
            assert!(list.contains(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["203.0.114.0", "2001:db9::", "192.0.3.0", "198.51.100.8", "0.0.0.0", "::"] {
            assert!(!list.contains(outside.parse().unwrap()), "{outside}");
        }
        assert!(NetworkList::parse(b"\n#\n").unwrap().is_empty());
    }

    #[test]
    fn first_line_that_is_no_network_is_named() {
        for (text, line) in [
            (b"10.0.0.0/8\n10.0.0.0/33\nx".as_slice(), 2),
            (b"10.0.0/8", 1),
            (b"\n\n; 10.0.0.0/8", 3),
            (b"10.0.0.0/8 10.1.0.0/8", 1),
            (b"\xff", 1),
        ] {
            assert_eq!(NetworkList::parse(text), Err(InvalidLine { line }), "{text:?}");
        }
    }

    #[test]
    fn overlapping_networks_of_a_large_list_are_found() {
        let networks = (0..100_000_u32).flat_map(|nth| {
            let address = nth.wrapping_mul(2_654_435_769);
            let v4 = Ipv4Net::new(address.into(), 12 + (nth % 21) as u8).unwrap();
            let v6 = (u128::from(address) << 96 | 1 << 64).into();
            [IpNet::V4(v4), IpNet::V6(Ipv6Net::new(v6, 24 + (nth % 90) as u8).unwrap())]
        });
        let networks: Vec<IpNet> = networks.step_by(40).collect();
        let text: String = networks.iter().map(|network| format!("{network}\n")).collect();
        let list = NetworkList::parse(text.as_bytes()).unwrap();
        let ends = networks.iter().step_by(50).flat_map(|net| [net.network(), net.broadcast()]);
        let mut found = 0;
        for address in ends.clone().map(beside).chain(ends) {
            let expected = networks.iter().any(|network| network.contains(&address));
            assert_eq!(list.contains(address), expected, "{address}");
            found += usize::from(expected);
        }
        assert!((100..400).contains(&found), "{found}");
    }

    fn beside(address: IpAddr) -> IpAddr {
        match address {
            IpAddr::V4(address) => address.to_bits().wrapping_add(1).to_be_bytes().into(),
            IpAddr::V6(address) => address.to_bits().wrapping_add(1).to_be_bytes().into(),
        }
    }
}
