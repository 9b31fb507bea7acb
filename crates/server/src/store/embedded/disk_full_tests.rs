//! The disk is full for a while.

use std::time::Duration;

use passwave_test_support::small_disk::SmallDisk;

use super::EmbeddedStore;
use crate::digest::digest;
use crate::limits::STORE_REOPEN_PAUSE;
use crate::store::contract::{Entry, Spent, Store};

fn numbered(number: u64) -> Entry {
    let key = digest("test", &[&number.to_le_bytes()]);
    Entry { key, mark: [1; 32], issued_at_s: 0, expires_at_s: 100 }
}

/// Spends numbers from `first` on until one fails, and returns that one; none is expected to be spent before.
async fn spend_until_it_fails(store: &EmbeddedStore, first: u64) -> u64 {
    for number in first..first + 100_000 {
        match store.spend(numbered(number), 0).await {
            Ok(spent) => assert_eq!(spent, Spent::First, "{number}"),
            Err(_) => return number,
        }
    }
    panic!("the disk is never full");
}

async fn check_spent(store: &EmbeddedStore, numbers: u64) {
    for number in 0..numbers {
        let again = store.spend(Entry { mark: [2; 32], ..numbered(number) }, 0).await.unwrap();
        assert_eq!(again, Spent::Already { mark: [1; 32] }, "{number} is forgotten");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn store_recovers_from_a_full_disk_and_forgets_nothing() {
    let disk = SmallDisk::mount();
    let store = EmbeddedStore::open(&disk.path().join("spent.redb")).unwrap();
    let mut next = 0;
    for time in 0..3 {
        disk.fill();
        let failed = spend_until_it_fails(&store, next).await;
        assert!(store.spend(numbered(failed), 0).await.is_err(), "it is still full");
        disk.empty();
        tokio::time::sleep(STORE_REOPEN_PAUSE + Duration::from_millis(100)).await;
        check_spent(&store, failed).await;
        // Whether the one that failed was written nobody knows; it is spent from now on.
        store.spend(numbered(failed), 0).await.unwrap();
        check_spent(&store, failed + 1).await;
        next = failed + 1;
        println!("{next} spent after {} full disks", time + 1);
    }
    drop(store);
}
