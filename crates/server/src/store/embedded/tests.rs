use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::EmbeddedStore;
use crate::digest::digest;
use crate::limits::STORE_RETENTION_S;
use crate::store::conformance;
use crate::store::contract::{Entry, Spent, Store, StoreError};

const START_S: u64 = 1_800_000_000;
const HOUR_S: u64 = 60 * 60;
const DAY_S: u64 = 24 * HOUR_S;

/// A file in a folder of its own, and how long the process that opens it has been up.
struct Bed {
    file: PathBuf,
    uptime_s: Arc<AtomicU64>,
    _folder: tempfile::TempDir,
}

impl Bed {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("spent.redb");
        Self { file, uptime_s: Arc::default(), _folder: folder }
    }

    fn open(&self) -> EmbeddedStore {
        let uptime_s = self.uptime_s.clone();
        let uptime = Box::new(move || Duration::from_secs(uptime_s.load(Ordering::SeqCst)));
        EmbeddedStore::open_with(&self.file, uptime).unwrap()
    }

    fn passes(&self, seconds: u64) {
        self.uptime_s.fetch_add(seconds, Ordering::SeqCst);
    }
}

fn entry(name: &str, issued_at_s: u64) -> Entry {
    let key = digest("test", &[name.as_bytes()]);
    Entry { key, mark: [1; 32], issued_at_s, expires_at_s: issued_at_s + STORE_RETENTION_S }
}

/// Spends other keys, so that what is due is purged.
async fn spend_others(store: &EmbeddedStore, now_s: u64) {
    for number in 0..30_u64 {
        let key = digest("other", &[&now_s.to_le_bytes(), &number.to_le_bytes()]);
        assert_eq!(
            store.spend(Entry { key, ..entry("", now_s) }, now_s).await.unwrap(),
            Spent::First
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conforms_to_the_contract() {
    conformance::run(Arc::new(Bed::new().open()), 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conforms_across_periods() {
    for start_s in START_S - 60..START_S {
        let ends_soon_s = start_s.next_multiple_of(8 * HOUR_S) - start_s % 60;
        conformance::run(Arc::new(Bed::new().open()), ends_soon_s).await;
    }
}

#[tokio::test]
async fn spent_keys_stay_spent_after_reopening() {
    let bed = Bed::new();
    let entry = entry("a", START_S);
    assert_eq!(bed.open().spend(entry, START_S).await.unwrap(), Spent::First);
    let again = bed.open().spend(Entry { mark: [2; 32], ..entry }, START_S + 1).await.unwrap();
    assert_eq!(again, Spent::Already { mark: [1; 32] });
}

#[tokio::test]
async fn file_in_use_is_reported() {
    let bed = Bed::new();
    let _store = bed.open();
    assert!(matches!(EmbeddedStore::open(&bed.file), Err(StoreError::InUse(_))));
}

#[test]
fn file_of_an_earlier_version_is_refused_with_what_to_do() {
    let bed = Bed::new();
    let spent: redb::TableDefinition<u64, u64> = redb::TableDefinition::new("spent");
    let database = redb::Database::create(&bed.file).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.open_table(spent).unwrap();
    transaction.commit().unwrap();
    drop(database);
    let refused = EmbeddedStore::open(&bed.file).err().unwrap().to_string();
    assert!(refused.contains("remove the file and the logs"), "{refused}");
    let only_logs = Bed::new();
    fs::write(only_logs.file.with_extension("redb.journal-b"), "").unwrap();
    assert!(matches!(EmbeddedStore::open(&only_logs.file), Err(StoreError::OldFormat(_))));
}

#[test]
fn file_of_another_kind_is_refused_and_left_alone() {
    let bed = Bed::new();
    fs::write(&bed.file, "store = 'passwave.redb'").unwrap();
    assert!(matches!(EmbeddedStore::open(&bed.file), Err(StoreError::Open(..))));
    assert_eq!(fs::read(&bed.file).unwrap(), b"store = 'passwave.redb'");
}

#[tokio::test]
async fn clock_that_jumps_ahead_and_back_lets_nothing_pass_twice() {
    let bed = Bed::new();
    let store = bed.open();
    assert_eq!(store.spend(entry("a", START_S), START_S).await.unwrap(), Spent::First);
    for ahead_s in [HOUR_S, DAY_S, 1000 * DAY_S] {
        spend_others(&store, START_S + ahead_s).await;
        let again = store.spend(entry("a", START_S), START_S + 60).await.unwrap();
        assert_eq!(again, Spent::Already { mark: [1; 32] }, "{ahead_s} s ahead");
        let fresh = entry(&ahead_s.to_string(), START_S + 60);
        let first = store.spend(fresh, START_S + 60).await.unwrap();
        assert_eq!(first, Spent::First, "and refuses no other");
    }
}

#[tokio::test]
async fn clock_that_is_ahead_through_a_restart_lets_nothing_pass_twice() {
    let bed = Bed::new();
    assert_eq!(bed.open().spend(entry("a", START_S), START_S).await.unwrap(), Spent::First);
    spend_others(&bed.open(), START_S + DAY_S).await;
    let again = bed.open().spend(entry("a", START_S), START_S + 60).await.unwrap();
    assert_eq!(again, Spent::Already { mark: [1; 32] });
}

#[tokio::test]
async fn keys_purged_while_the_clock_was_ahead_for_long_are_refused() {
    let bed = Bed::new();
    let store = bed.open();
    let ahead_s = START_S + DAY_S;
    spend_others(&store, START_S).await;
    assert_eq!(store.spend(entry("a", ahead_s), ahead_s).await.unwrap(), Spent::First);
    for round in 0..4 {
        bed.passes(STORE_RETENTION_S);
        spend_others(&store, ahead_s + DAY_S + round).await;
    }
    // When the clock comes to that time again, the key is not known any more, and refused.
    assert_eq!(store.spend(entry("a", ahead_s), ahead_s + DAY_S).await.unwrap(), Spent::Forgotten);
    assert!(store.is_spent(entry("a", ahead_s).key, ahead_s, ahead_s + DAY_S).await.unwrap());
    drop(store);
    let early = bed.open().spend(entry("b", START_S + HOUR_S), START_S + HOUR_S).await;
    assert!(matches!(early, Err(StoreError::Unsettled { .. })), "{early:?}");
}

#[tokio::test]
async fn expired_entries_are_purged_and_the_file_does_not_grow_for_ever() {
    let bed = Bed::new();
    let store = bed.open();
    let mut length = 0;
    for round in 0..40 {
        let now_s = START_S + round * HOUR_S;
        bed.passes(HOUR_S);
        spend_others(&store, now_s).await;
        let good = entry("good", now_s - STORE_RETENTION_S + 1);
        assert!(!store.is_spent(good.key, good.issued_at_s, now_s).await.unwrap());
        if round == 10 {
            length = fs::metadata(&bed.file).unwrap().len();
        }
    }
    assert!(length > 0 && fs::metadata(&bed.file).unwrap().len() <= length);
    drop(store);
    let database = redb::Database::open(&bed.file).unwrap();
    let tables =
        redb::ReadableDatabase::begin_read(&database).unwrap().list_tables().unwrap().count();
    assert!((4..=6).contains(&tables), "{tables} tables");
}
