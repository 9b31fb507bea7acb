//! The store in one file of this computer.
//!
//! One thread writes. It takes every request that waits, carries them all out in one transaction,
//! commits once with a sync to disk, and only then answers them: many callers share one sync.

use std::path::Path;
use std::sync::Arc;
use std::thread;

use redb::{
    Database, DatabaseError, Durability, ReadableDatabase, ReadableTable, Table, TableDefinition,
};
use tokio::sync::{mpsc, oneshot};

use super::{Answer, Entry, Spent, Store, StoreError};
use crate::digest::Digest32;
use crate::limits::{PURGED_PER_COMMIT, STORE_QUEUE};

type Key = &'static Digest32;

/// key -> (expires_at_s, mark)
const ENTRIES: TableDefinition<Key, (u64, Key)> = TableDefinition::new("spent");

/// (expires_at_s, key), in the order in which entries may be forgotten.
const BY_EXPIRY: TableDefinition<(u64, Key), ()> = TableDefinition::new("spent_by_expiry");

/// Entries in a file. Dropping it waits for what is being written.
pub struct RedbStore {
    writer: Option<mpsc::Sender<Request>>,
    thread: Option<thread::JoinHandle<()>>,
    database: Arc<Database>,
}

struct Request {
    entry: Entry,
    now_s: u64,
    answer: oneshot::Sender<Result<Spent, StoreError>>,
}

impl RedbStore {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// If another process has it open, or it cannot be read or written.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let failed = |cause: redb::Error| StoreError::Open(file.to_owned(), Box::new(cause));
        let database = Database::create(file).map_err(|cause| match cause {
            DatabaseError::DatabaseAlreadyOpen => StoreError::InUse(file.to_owned()),
            cause => failed(cause.into()),
        })?;
        write_all(&database, &[]).map_err(failed)?;
        let database = Arc::new(database);
        let (writer, requests) = mpsc::channel(STORE_QUEUE);
        let for_writer = database.clone();
        let thread = thread::Builder::new()
            .name("passwave-store".to_owned())
            .spawn(move || serve(&for_writer, requests))
            .map_err(|cause| failed(redb::Error::Io(cause)))?;
        Ok(Self { writer: Some(writer), thread: Some(thread), database })
    }

    async fn request(&self, entry: Entry, now_s: u64) -> Result<Spent, StoreError> {
        let (answer, answered) = oneshot::channel();
        let stopped = || StoreError::Failed("its writer has stopped".to_owned());
        let writer = self.writer.as_ref().ok_or_else(stopped)?;
        writer.send(Request { entry, now_s, answer }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

impl Drop for RedbStore {
    fn drop(&mut self) {
        self.writer = None;
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has nothing left to be waited for.
            let _ = thread.join();
        }
    }
}

impl Store for RedbStore {
    fn spend(&self, entry: Entry, now_s: u64) -> Answer<'_, Spent> {
        Box::pin(self.request(entry, now_s))
    }

    fn is_spent(&self, key: Digest32, _issued_at_s: u64, now_s: u64) -> Answer<'_, bool> {
        let database = self.database.clone();
        let look = move || look_up(&database, &key, now_s);
        Box::pin(async move {
            let looked = tokio::task::spawn_blocking(look).await;
            let found = looked.map_err(|cause| StoreError::Failed(cause.to_string()))?;
            found.map_err(|cause| StoreError::Failed(cause.to_string()))
        })
    }
}

#[allow(clippy::result_large_err)]
fn look_up(database: &Database, key: &Digest32, now_s: u64) -> Result<bool, redb::Error> {
    let entries = database.begin_read()?.open_table(ENTRIES)?;
    Ok(entries.get(key)?.is_some_and(|found| found.value().0 > now_s))
}

fn serve(database: &Database, mut requests: mpsc::Receiver<Request>) {
    let mut batch = Vec::with_capacity(STORE_QUEUE);
    while requests.blocking_recv_many(&mut batch, STORE_QUEUE) > 0 {
        match write_all(database, &batch) {
            Ok(answers) => {
                for (request, answer) in batch.drain(..).zip(answers) {
                    // Whoever asked may have hung up; what was spent stays spent.
                    let _ = request.answer.send(Ok(answer));
                }
            }
            Err(cause) => fail_all(&mut batch, &cause.to_string()),
        }
    }
}

fn fail_all(batch: &mut Vec<Request>, cause: &str) {
    tracing::error!(cause, "the store cannot write");
    for request in batch.drain(..) {
        let _ = request.answer.send(Err(StoreError::Failed(cause.to_owned())));
    }
}

#[allow(clippy::result_large_err)]
fn write_all(database: &Database, batch: &[Request]) -> Result<Vec<Spent>, redb::Error> {
    let mut transaction = database.begin_write()?;
    transaction.set_durability(Durability::Immediate)?;
    let answers = {
        let mut tables = Tables {
            entries: transaction.open_table(ENTRIES)?,
            by_expiry: transaction.open_table(BY_EXPIRY)?,
        };
        let mut answers = Vec::with_capacity(batch.len());
        for request in batch {
            answers.push(tables.spend(&request.entry, request.now_s)?);
        }
        if let Some(now_s) = batch.iter().map(|request| request.now_s).max() {
            tables.purge(now_s)?;
        }
        answers
    };
    transaction.commit()?;
    Ok(answers)
}

struct Tables<'t> {
    entries: Table<'t, Key, (u64, Key)>,
    by_expiry: Table<'t, (u64, Key), ()>,
}

#[allow(clippy::result_large_err)]
impl Tables<'_> {
    fn spend(&mut self, entry: &Entry, now_s: u64) -> Result<Spent, redb::Error> {
        let found = self.entries.get(&entry.key)?.map(|found| {
            let (expires_at_s, mark) = found.value();
            (expires_at_s, *mark)
        });
        match found {
            Some((expires_at_s, mark)) if expires_at_s > now_s => {
                return Ok(Spent::Already { mark });
            }
            Some((expires_at_s, _)) => self.by_expiry.remove((expires_at_s, &entry.key))?,
            None => None,
        };
        self.entries.insert(&entry.key, (entry.expires_at_s, &entry.mark))?;
        self.by_expiry.insert((entry.expires_at_s, &entry.key), ())?;
        Ok(Spent::First)
    }

    fn purge(&mut self, now_s: u64) -> Result<(), redb::Error> {
        let oldest = (0, &[0; 32]);
        let expired = self.by_expiry.range(oldest..=(now_s, &[0xff; 32]))?;
        let mut purged = Vec::new();
        for row in expired.take(PURGED_PER_COMMIT) {
            let (row, _) = row?;
            let (expires_at_s, key) = row.value();
            purged.push((expires_at_s, *key));
        }
        for (expires_at_s, key) in &purged {
            self.entries.remove(key)?;
            self.by_expiry.remove((*expires_at_s, key))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance;
    use redb::ReadableTableMetadata;

    fn opened() -> (tempfile::TempDir, RedbStore) {
        let folder = tempfile::tempdir().unwrap();
        let store = RedbStore::open(&folder.path().join("spent.redb")).unwrap();
        (folder, store)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn it_keeps_the_contract() {
        let (_folder, store) = opened();
        conformance::run(Arc::new(store), 0).await;
    }

    #[tokio::test]
    async fn what_was_spent_is_still_spent_after_reopening() {
        let (folder, store) = opened();
        let entry = Entry { key: [1; 32], mark: [2; 32], issued_at_s: 0, expires_at_s: 100 };
        assert_eq!(store.spend(entry, 0).await.unwrap(), Spent::First);
        drop(store);
        let store = RedbStore::open(&folder.path().join("spent.redb")).unwrap();
        let again = store.spend(entry, 1).await.unwrap();
        assert_eq!(again, Spent::Already { mark: [2; 32] });
    }

    #[tokio::test]
    async fn a_file_in_use_is_said_to_be_in_use() {
        let (folder, _store) = opened();
        let second = RedbStore::open(&folder.path().join("spent.redb"));
        assert!(matches!(second, Err(StoreError::InUse(_))));
    }

    #[tokio::test]
    async fn expired_entries_are_forgotten_a_bounded_number_at_a_time() {
        let (_folder, store) = opened();
        let spend = |n: usize, expires_at_s, now_s| {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&n.to_le_bytes());
            store.spend(Entry { key, mark: [0; 32], issued_at_s: 0, expires_at_s }, now_s)
        };
        for n in 0..PURGED_PER_COMMIT + 3 {
            spend(n, 10, 0).await.unwrap();
        }
        let kept = || {
            let entries = store.database.begin_read().unwrap().open_table(ENTRIES).unwrap();
            entries.len().unwrap()
        };
        assert_eq!(kept(), PURGED_PER_COMMIT as u64 + 3);
        spend(usize::MAX, 1000, 10).await.unwrap();
        assert_eq!(kept(), 4);
        spend(usize::MAX - 1, 1000, 10).await.unwrap();
        assert_eq!(kept(), 2);
    }
}
