//! The open connections of a listener, bounded in all and for each client. When there are too many, the one whose last
//! request began longest ago goes: who has just come is let in, and who only stays is not.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::abuse::rate_limit::address_prefix;

/// How many connections there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub in_all: usize,
    /// Of one IPv4 address or one IPv6 /64.
    pub per_client: usize,
}

/// The open connections.
pub(crate) struct Connections {
    bounds: Bounds,
    /// Whether an address is a proxy's, behind which there are any number of clients.
    is_proxy: Box<dyn Fn(IpAddr) -> bool + Send + Sync>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    open: Mutex<HashMap<u64, Arc<Open>>>,
    /// Numbers all connections and requests in the order in which they begin.
    last_number: AtomicU64,
}

struct Open {
    /// None for a proxy.
    client: Option<u128>,
    last_request: AtomicU64,
    ended: Notify,
}

/// A connection's place among the others, which it leaves when this is dropped.
pub(crate) struct Place {
    number: u64,
    open: Arc<Open>,
    shared: Arc<Shared>,
}

impl Connections {
    pub(crate) fn new(
        bounds: Bounds,
        is_proxy: impl Fn(IpAddr) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self { bounds, is_proxy: Box::new(is_proxy), shared: Arc::default() }
    }

    /// Takes in a connection, and ends another one if there are too many.
    pub(crate) fn add(&self, peer: IpAddr) -> Place {
        let client = (!(self.is_proxy)(peer)).then(|| address_prefix(peer));
        let number = self.shared.next_number();
        let last_request = AtomicU64::new(number);
        let open = Arc::new(Open { client, last_request, ended: Notify::new() });
        let mut all = self.shared.open();
        if let Some(number) = self.surplus(&all, client)
            && let Some(idle) = all.remove(&number)
        {
            idle.ended.notify_one();
        }
        all.insert(number, open.clone());
        Place { number, open, shared: self.shared.clone() }
    }

    /// The connection that has to go before `client` can have one more.
    fn surplus(&self, all: &HashMap<u64, Arc<Open>>, client: Option<u128>) -> Option<u64> {
        let is_own = |open: &Open| client.is_some() && open.client == client;
        if all.values().filter(|open| is_own(open)).count() >= self.bounds.per_client {
            longest_idle(all, is_own)
        } else if all.len() >= self.bounds.in_all {
            longest_idle(all, |_| true)
        } else {
            None
        }
    }
}

fn longest_idle(all: &HashMap<u64, Arc<Open>>, is_meant: impl Fn(&Open) -> bool) -> Option<u64> {
    let meant = all.iter().filter(|(_, open)| is_meant(open));
    let longest = meant.min_by_key(|(_, open)| open.last_request.load(Ordering::Relaxed));
    longest.map(|(number, _)| *number)
}

impl Shared {
    fn next_number(&self) -> u64 {
        self.last_number.fetch_add(1, Ordering::Relaxed)
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u64, Arc<Open>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// A function that says that a request begins.
    pub(crate) fn on_request(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let (open, shared) = (self.open.clone(), self.shared.clone());
        move || open.last_request.store(shared.next_number(), Ordering::Relaxed)
    }

    /// Waits until the connection has to make room for another one.
    pub(crate) async fn ended(&self) {
        self.open.ended.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shared.open().remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn connections(in_all: usize, per_client: usize) -> Connections {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        Connections::new(Bounds { in_all, per_client }, move |peer| peer == proxy)
    }

    fn add(connections: &Connections, peers: &[&str]) -> Vec<Place> {
        peers.iter().map(|peer| connections.add(peer.parse().unwrap())).collect()
    }

    fn ended(places: &[Place]) -> Vec<bool> {
        places.iter().map(|place| place.ended().now_or_never().is_some()).collect()
    }

    #[test]
    fn one_without_a_request_for_longest_makes_room() {
        let connections = connections(3, 3);
        let places = add(&connections, &["192.0.2.1", "192.0.2.2", "192.0.2.3"]);
        places[0].on_request()();
        let _more = add(&connections, &["192.0.2.4"]);
        assert_eq!(ended(&places), [false, true, false]);
    }

    #[test]
    fn client_with_too_many_ends_its_own() {
        let connections = connections(100, 2);
        let other = add(&connections, &["192.0.2.9", "2001:db8:0:2::1"]);
        let many = add(&connections, &["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"]);
        assert_eq!(ended(&many), [true, false, false]);
        let many = add(&connections, &["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:1:f::3"]);
        assert_eq!(ended(&many), [true, false, false]);
        assert_eq!(ended(&other), [false, false]);
    }

    #[test]
    fn proxy_is_bounded_in_all_only() {
        let connections = connections(3, 1);
        let places = add(&connections, &["10.0.0.1", "10.0.0.1", "10.0.0.1"]);
        assert_eq!(ended(&places), [false, false, false]);
        let _more = add(&connections, &["10.0.0.1"]);
        assert_eq!(ended(&places), [true, false, false]);
    }

    #[test]
    fn closed_connections_do_not_count() {
        let connections = connections(2, 1);
        for _ in 0..9 {
            let place = add(&connections, &["192.0.2.1"]);
            assert_eq!(ended(&place), [false]);
        }
        assert!(connections.shared.open().is_empty());
    }
}
