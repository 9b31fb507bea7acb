//! The conformance suite of the store contract; each implementation runs it.

use std::sync::Arc;

use super::contract::{Entry, Spent, Store};

/// Runs the whole suite on an empty store that has lost no data since `start_s`.
pub(super) async fn run<S: Store + 'static>(store: Arc<S>, start_s: u64) {
    let suite = Suite { store: &*store, start_s };
    suite.first_caller_wins_and_later_ones_get_its_mark().await;
    suite.keys_are_independent().await;
    suite.expired_entries_can_be_spent_again().await;
    exactly_one_concurrent_caller_wins(store, start_s).await;
}

/// Its times are in seconds after `start_s`.
struct Suite<'a> {
    store: &'a dyn Store,
    start_s: u64,
}

fn entry(key: u8, mark: u8, start_s: u64, expires: u64) -> Entry {
    let (issued_at_s, expires_at_s) = (start_s + 1, start_s + expires);
    Entry { key: [key; 32], mark: [mark; 32], issued_at_s, expires_at_s }
}

impl Suite<'_> {
    async fn spend(&self, key: u8, mark: u8, expires: u64, now: u64) -> Spent {
        let entry = entry(key, mark, self.start_s, expires);
        self.store.spend(entry, self.start_s + now).await.unwrap()
    }

    async fn is_spent(&self, key: u8, now: u64) -> bool {
        let now_s = self.start_s + now;
        self.store.is_spent([key; 32], self.start_s + 1, now_s).await.unwrap()
    }

    async fn first_caller_wins_and_later_ones_get_its_mark(&self) {
        assert!(!self.is_spent(1, 5).await);
        assert_eq!(self.spend(1, 7, 10, 5).await, Spent::First);
        assert!(self.is_spent(1, 5).await);
        let already = Spent::Already { mark: [7; 32] };
        assert_eq!(self.spend(1, 8, 20, 6).await, already);
        assert_eq!(self.spend(1, 9, 30, 9).await, already);
    }

    async fn keys_are_independent(&self) {
        assert_eq!(self.spend(2, 0, 10, 5).await, Spent::First);
        assert!(!self.is_spent(3, 5).await);
        assert_eq!(self.spend(3, 0, 10, 5).await, Spent::First);
    }

    async fn expired_entries_can_be_spent_again(&self) {
        assert_eq!(self.spend(4, 1, 10, 5).await, Spent::First);
        assert!(self.is_spent(4, 9).await);
        assert!(!self.is_spent(4, 10).await);
        assert_eq!(self.spend(4, 2, 30, 10).await, Spent::First);
        let already = Spent::Already { mark: [2; 32] };
        assert_eq!(self.spend(4, 3, 40, 29).await, already);
        assert_eq!(self.spend(5, 0, 99, 30).await, Spent::First);
        assert!(!self.is_spent(4, 30).await);
    }
}

async fn exactly_one_concurrent_caller_wins<S: Store + 'static>(store: Arc<S>, start_s: u64) {
    let tries = (0..64).map(|mark| {
        let store = store.clone();
        let entry = entry(6, mark, start_s, 100);
        tokio::spawn(async move { store.spend(entry, start_s + 50).await.unwrap() })
    });
    let mut firsts = 0;
    for attempt in tries.collect::<Vec<_>>() {
        firsts += usize::from(attempt.await.unwrap() == Spent::First);
    }
    assert_eq!(firsts, 1);
}
