//! Limits how often one address may ask, in a fixed amount of memory.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::Request;
use ipnet::IpNet;

use crate::abuse::client_ip::{PeerAddress, address};
use crate::abuse::sketch::SlidingSketch;

const MINUTE_S: u64 = 60;

/// How often one address may ask, and who is believed about addresses.
pub struct RateLimiter {
    per_minute: u32,
    trusted_proxies: Vec<IpNet>,
    counts: Arc<Mutex<SlidingSketch>>,
}

impl RateLimiter {
    /// `per_minute` requests for each address and endpoint; any number if it is 0.
    #[must_use]
    pub fn new(per_minute: u32, trusted_proxies: Vec<IpNet>) -> Self {
        let counts = Arc::new(Mutex::new(SlidingSketch::new(MINUTE_S)));
        Self { per_minute, trusted_proxies, counts }
    }

    /// Another limit and other proxies, with the same counters.
    #[must_use]
    pub fn adjusted(&self, per_minute: u32, trusted_proxies: Vec<IpNet>) -> Self {
        Self { per_minute, trusted_proxies, counts: self.counts.clone() }
    }

    /// Counts a request to `endpoint`, or says after how many seconds to come back.
    ///
    /// # Errors
    /// The seconds until some requests are allowed again.
    pub fn admit(&self, endpoint: &str, address: IpAddr, now_s: u64) -> Result<(), u64> {
        if self.per_minute == 0 {
            return Ok(());
        }
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let places = counts.places((endpoint, prefix(address)));
        let has_room = |at_s| counts.seen(places, at_s) < u64::from(self.per_minute);
        if !has_room(now_s) {
            let wait_s = (1..2 * MINUTE_S).find(|wait_s| has_room(now_s + wait_s));
            return Err(wait_s.unwrap_or(2 * MINUTE_S));
        }
        counts.count(places, now_s);
        Ok(())
    }

    /// Who sent the request, as far as that is known.
    #[must_use]
    pub fn asker(&self, request: &Request) -> Option<IpAddr> {
        let peer = request.extensions().get::<PeerAddress>().copied();
        address(peer, request.headers(), &self.trusted_proxies)
    }

    /// As [`Self::admit`]; whose address is not known is let through.
    ///
    /// # Errors
    /// The seconds until some requests are allowed again.
    pub fn admit_known(
        &self,
        endpoint: &str,
        asker: Option<IpAddr>,
        now_s: u64,
    ) -> Result<(), u64> {
        asker.map_or(Ok(()), |address| self.admit(endpoint, address, now_s))
    }
}

/// An IPv4 address stands for itself, an IPv6 one for its /64: what a phone is given, and its neighbours are
/// other people's. Who has many of them meets more work instead, which counts by /48.
fn prefix(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits() >> 64 << 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates() -> RateLimiter {
        RateLimiter::new(10, Vec::new())
    }

    fn admitted(rates: &RateLimiter, address: &str, now_s: u64, tries: u32) -> usize {
        let address = address.parse().unwrap();
        (0..tries).filter(|_| rates.admit("/redeem", address, now_s).is_ok()).count()
    }

    #[test]
    fn one_address_is_limited_and_the_others_go_on() {
        let rates = rates();
        assert_eq!(admitted(&rates, "192.0.2.1", 600, 50), 10);
        assert_eq!(admitted(&rates, "192.0.2.2", 600, 50), 10);
        assert!(rates.admit("/challenge", "192.0.2.1".parse().unwrap(), 600).is_ok());
    }

    #[test]
    fn the_limit_slides_on_from_minute_to_minute() {
        let rates = rates();
        assert_eq!(admitted(&rates, "192.0.2.1", 659, 50), 10);
        assert_eq!(rates.admit("/redeem", "192.0.2.1".parse().unwrap(), 659), Err(2));
        assert_eq!(admitted(&rates, "192.0.2.1", 660, 50), 0);
        assert_eq!(admitted(&rates, "192.0.2.1", 690, 50), 5);
        assert_eq!(admitted(&rates, "192.0.2.1", 6000, 50), 10);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_count_as_one() {
        let rates = rates();
        assert_eq!(admitted(&rates, "2001:db8:0:100::1", 0, 6), 6);
        assert_eq!(admitted(&rates, "2001:db8:0:100:ffff::2", 0, 6), 4);
        assert_eq!(admitted(&rates, "2001:db8:0:101::1", 0, 6), 6);
        assert_eq!(admitted(&rates, "::ffff:192.0.2.1", 0, 6), 6);
        assert_eq!(admitted(&rates, "192.0.2.1", 0, 6), 4);
    }

    #[test]
    fn a_flood_from_many_addresses_leaves_nearly_everyone_else_alone() {
        let rates = rates();
        for flood in 0..2000_u32 {
            let address = IpAddr::from((0x0a00_0000 + flood).to_be_bytes());
            while rates.admit("/redeem", address, 0).is_ok() {}
        }
        let refused = (0..2000_u32)
            .map(|nth| IpAddr::from((0xc000_0000 + nth).to_be_bytes()))
            .filter(|address| rates.admit("/redeem", *address, 0).is_err())
            .count();
        assert!(refused < 20, "{refused} of 2000");
    }

    #[test]
    fn who_comes_back_when_told_is_let_in_and_not_sooner() {
        let address = "192.0.2.1".parse().unwrap();
        for (asked_at, asks) in [(600, 10), (615, 10), (659, 10)] {
            let rates = rates();
            admitted(&rates, "192.0.2.1", 590, 4);
            admitted(&rates, "192.0.2.1", asked_at, asks);
            let wait_s = rates.admit("/redeem", address, asked_at).unwrap_err();
            assert!(rates.admit("/redeem", address, asked_at + wait_s - 1).is_err(), "{wait_s}");
            assert!(rates.admit("/redeem", address, asked_at + wait_s).is_ok(), "{wait_s}");
        }
    }

    #[test]
    fn nought_is_no_limit() {
        assert_eq!(admitted(&RateLimiter::new(0, Vec::new()), "192.0.2.1", 0, 500), 500);
    }
}
