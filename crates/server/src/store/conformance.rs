//! What every store must do. Each implementation runs [`run`] over itself.

use std::sync::Arc;

use super::{Entry, Spent, Store};

/// Runs the whole suite on a fresh store.
pub async fn run<S: Store + 'static>(store: Arc<S>) {
    the_first_is_told_so_and_the_next_sees_its_mark(&*store).await;
    keys_do_not_touch_each_other(&*store).await;
    an_expired_entry_is_as_if_it_were_not_there(&*store).await;
    of_many_at_once_exactly_one_is_first(store).await;
}

fn entry(key: u8, mark: u8, expires_at_s: u64) -> Entry {
    Entry { key: [key; 32], mark: [mark; 32], expires_at_s }
}

async fn the_first_is_told_so_and_the_next_sees_its_mark(store: &dyn Store) {
    assert!(!store.is_spent([1; 32], 5).await.unwrap());
    assert_eq!(store.spend(entry(1, 7, 10), 5).await.unwrap(), Spent::First);
    assert!(store.is_spent([1; 32], 5).await.unwrap());
    let already = Spent::Already { mark: [7; 32] };
    assert_eq!(store.spend(entry(1, 8, 20), 6).await.unwrap(), already);
    assert_eq!(store.spend(entry(1, 9, 30), 9).await.unwrap(), already);
}

async fn keys_do_not_touch_each_other(store: &dyn Store) {
    assert_eq!(store.spend(entry(2, 0, 10), 5).await.unwrap(), Spent::First);
    assert!(!store.is_spent([3; 32], 5).await.unwrap());
    assert_eq!(store.spend(entry(3, 0, 10), 5).await.unwrap(), Spent::First);
}

async fn an_expired_entry_is_as_if_it_were_not_there(store: &dyn Store) {
    assert_eq!(store.spend(entry(4, 1, 10), 5).await.unwrap(), Spent::First);
    assert!(store.is_spent([4; 32], 9).await.unwrap());
    assert!(!store.is_spent([4; 32], 10).await.unwrap());
    assert_eq!(store.spend(entry(4, 2, 30), 10).await.unwrap(), Spent::First);
    let already = Spent::Already { mark: [2; 32] };
    assert_eq!(store.spend(entry(4, 3, 40), 29).await.unwrap(), already);
    assert_eq!(store.spend(entry(5, 0, 99), 30).await.unwrap(), Spent::First);
    assert!(!store.is_spent([4; 32], 30).await.unwrap());
}

async fn of_many_at_once_exactly_one_is_first<S: Store + 'static>(store: Arc<S>) {
    let tries = (0..64).map(|mark| {
        let store = store.clone();
        tokio::spawn(async move { store.spend(entry(6, mark, 100), 50).await.unwrap() })
    });
    let mut firsts = 0;
    for attempt in tries.collect::<Vec<_>>() {
        firsts += usize::from(attempt.await.unwrap() == Spent::First);
    }
    assert_eq!(firsts, 1);
}
