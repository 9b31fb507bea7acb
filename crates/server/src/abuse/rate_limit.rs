//! Rate limit per client address and endpoint, with fixed memory.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::Request;

use crate::abuse::client_ip::{AddressHeader, Client, PeerAddress, TrustedProxies};
use crate::abuse::sketch::SharedSketch;
use crate::abuse::warning_interval::WarningInterval;
use crate::digest::Digest32;
use crate::limits::RATE_LIMIT_WINDOW_S;

/// The limit, the trusted proxies, and how many requests each client has made.
pub(crate) struct RateLimiter {
    per_minute: u32,
    trusted_proxies: TrustedProxies,
    pub(crate) requests: SharedSketch,
    unnamed_client: Arc<WarningInterval>,
}

impl RateLimiter {
    /// `per_minute` requests for each address and endpoint; 0 switches the limit off.
    pub(crate) fn new(per_minute: u32, trusted_proxies: TrustedProxies, secret: &Digest32) -> Self {
        let requests = SharedSketch::new(RATE_LIMIT_WINDOW_S, secret);
        Self { per_minute, trusted_proxies, requests, unnamed_client: Arc::default() }
    }

    /// Another limit and other proxies; the counts are kept, unless the secret is another one.
    pub(crate) fn reconfigured(
        &self,
        per_minute: u32,
        trusted_proxies: TrustedProxies,
        secret: &Digest32,
    ) -> Self {
        let requests = self.requests.with_secret(secret);
        let unnamed_client = self.unnamed_client.clone();
        Self { per_minute, trusted_proxies, requests, unnamed_client }
    }

    /// Counts a request to `endpoint` unless the address is over its limit.
    ///
    /// # Errors
    /// The number of seconds after which a request is accepted again.
    pub(crate) fn check(&self, endpoint: &str, address: IpAddr, now_s: u64) -> Result<(), u64> {
        if self.per_minute == 0 {
            return Ok(());
        }
        let mut requests = self.requests.at(now_s);
        let cells = requests.cells(&[endpoint.as_bytes(), &address_prefix(address).to_be_bytes()]);
        let has_room_in =
            |wait_s: &u64| requests.estimate_in(*wait_s, cells) < u64::from(self.per_minute);
        if !has_room_in(&0) {
            return Err((1..2 * RATE_LIMIT_WINDOW_S)
                .find(has_room_in)
                .unwrap_or(2 * RATE_LIMIT_WINDOW_S));
        }
        requests.increment(cells);
        Ok(())
    }

    /// The client that sent the request; none if the request came over no connection.
    pub(crate) fn client(&self, request: &Request) -> Option<Client> {
        let peer = request.extensions().get::<PeerAddress>()?;
        Some(self.trusted_proxies.client(*peer, request.headers()))
    }

    /// The header in which trusted proxies name the client.
    pub(crate) fn address_header(&self) -> AddressHeader {
        self.trusted_proxies.header
    }

    /// Whether this is a trusted proxy.
    pub(crate) fn is_proxy(&self, peer: IpAddr) -> bool {
        self.trusted_proxies.contains(peer.to_canonical())
    }

    /// Warns at most once a minute if the client is not named: all visitors of its proxy then share one limit.
    pub(crate) fn warn_if_unnamed(&self, client: Client, now_s: u64) {
        if !client.is_named && self.unnamed_client.is_due(now_s) {
            tracing::warn!(
                proxy = %client.address,
                "a trusted proxy sends no readable client address in {}: its visitors share one limit",
                self.trusted_proxies.header.name()
            );
        }
    }

    /// As [`Self::check`]; a request that came over no connection is not limited.
    ///
    /// # Errors
    /// The number of seconds after which a request is accepted again.
    pub(crate) fn check_client(
        &self,
        endpoint: &str,
        client_ip: Option<IpAddr>,
        now_s: u64,
    ) -> Result<(), u64> {
        client_ip.map_or(Ok(()), |address| self.check(endpoint, address, now_s))
    }
}

/// The IPv4 address, or the /64 of an IPv6 address: a /64 is what one phone is given. A client that has
/// many of them meets higher difficulty instead, which counts by /48.
pub(crate) fn address_prefix(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits() >> 64 << 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter() -> RateLimiter {
        RateLimiter::new(10, TrustedProxies::default(), &[7; 32])
    }

    fn accepted(limiter: &RateLimiter, address: &str, now_s: u64, tries: u32) -> usize {
        let address = address.parse().unwrap();
        (0..tries).filter(|_| limiter.check("/redeem", address, now_s).is_ok()).count()
    }

    #[test]
    fn limit_applies_per_address_and_endpoint() {
        let limiter = limiter();
        assert_eq!(accepted(&limiter, "192.0.2.1", 600, 50), 10);
        assert_eq!(accepted(&limiter, "192.0.2.2", 600, 50), 10);
        assert!(limiter.check("/challenge", "192.0.2.1".parse().unwrap(), 600).is_ok());
    }

    #[test]
    fn limit_uses_a_sliding_window() {
        let limiter = limiter();
        assert_eq!(accepted(&limiter, "192.0.2.1", 659, 50), 10);
        assert_eq!(limiter.check("/redeem", "192.0.2.1".parse().unwrap(), 659), Err(2));
        assert_eq!(accepted(&limiter, "192.0.2.1", 660, 50), 0);
        assert_eq!(accepted(&limiter, "192.0.2.1", 690, 50), 5);
        assert_eq!(accepted(&limiter, "192.0.2.1", 6000, 50), 10);
    }

    #[test]
    fn late_call_with_an_earlier_time_resets_nothing() {
        let limiter = limiter();
        assert_eq!(accepted(&limiter, "192.0.2.1", 660, 50), 10);
        for late_s in [659, 650, 655] {
            assert_eq!(accepted(&limiter, "192.0.2.2", late_s, 1), 1);
            assert_eq!(accepted(&limiter, "192.0.2.1", 660, 50), 0, "{late_s}");
        }
        assert_eq!(accepted(&limiter, "192.0.2.2", 660, 50), 7);
    }

    #[test]
    fn clock_that_steps_back_resets_nothing_and_the_window_goes_on() {
        for back_s in [6059, 6000, 5900, 100] {
            let limiter = limiter();
            assert_eq!(accepted(&limiter, "192.0.2.1", 6060, 50), 10);
            assert_eq!(accepted(&limiter, "192.0.2.1", back_s, 50), 0, "{back_s}");
            assert_eq!(accepted(&limiter, "192.0.2.1", back_s + 30, 50), 0, "{back_s}");
            assert_eq!(accepted(&limiter, "192.0.2.1", back_s + 240, 50), 10, "{back_s}");
        }
    }

    #[test]
    fn clock_that_jumps_forward_and_back_locks_nobody_out() {
        let limiter = limiter();
        assert_eq!(accepted(&limiter, "192.0.2.1", 6000, 50), 10);
        assert_eq!(accepted(&limiter, "192.0.2.1", 900_000, 50), 10);
        assert_eq!(accepted(&limiter, "192.0.2.1", 6001, 50), 0);
        let wait_s = limiter.check("/redeem", "192.0.2.1".parse().unwrap(), 6001).unwrap_err();
        assert!((1..=2 * RATE_LIMIT_WINDOW_S).contains(&wait_s), "{wait_s}");
        assert_eq!(accepted(&limiter, "192.0.2.1", 6001 + wait_s, 50), 1);
        assert_eq!(accepted(&limiter, "192.0.2.1", 6001 + 300, 50), 10);
    }

    #[test]
    fn ipv6_addresses_of_one_64_share_a_limit() {
        let limiter = limiter();
        assert_eq!(accepted(&limiter, "2001:db8:0:100::1", 0, 6), 6);
        assert_eq!(accepted(&limiter, "2001:db8:0:100:ffff::2", 0, 6), 4);
        assert_eq!(accepted(&limiter, "2001:db8:0:101::1", 0, 6), 6);
        assert_eq!(accepted(&limiter, "::ffff:192.0.2.1", 0, 6), 6);
        assert_eq!(accepted(&limiter, "192.0.2.1", 0, 6), 4);
    }

    #[test]
    fn flood_from_2000_addresses_limits_under_1_percent_of_others() {
        let limiter = limiter();
        for flood in 0..2000_u32 {
            let address = IpAddr::from((0x0a00_0000 + flood).to_be_bytes());
            while limiter.check("/redeem", address, 0).is_ok() {}
        }
        let refused = (0..2000_u32)
            .map(|nth| IpAddr::from((0xc000_0000 + nth).to_be_bytes()))
            .filter(|address| limiter.check("/redeem", *address, 0).is_err())
            .count();
        assert!(refused < 20, "{refused} of 2000");
    }

    #[test]
    fn retry_after_is_exact() {
        let address = "192.0.2.1".parse().unwrap();
        for (asked_at, asks) in [(600, 10), (615, 10), (659, 10)] {
            let limiter = limiter();
            accepted(&limiter, "192.0.2.1", 590, 4);
            accepted(&limiter, "192.0.2.1", asked_at, asks);
            let wait_s = limiter.check("/redeem", address, asked_at).unwrap_err();
            assert!(limiter.check("/redeem", address, asked_at + wait_s - 1).is_err(), "{wait_s}");
            assert!(limiter.check("/redeem", address, asked_at + wait_s).is_ok(), "{wait_s}");
        }
    }

    #[test]
    fn zero_switches_the_limit_off() {
        let limiter = RateLimiter::new(0, TrustedProxies::default(), &[7; 32]);
        assert_eq!(accepted(&limiter, "192.0.2.1", 0, 500), 500);
    }
}
