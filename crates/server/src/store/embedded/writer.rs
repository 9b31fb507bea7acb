//! The embedded store: one writer thread with group commit.
//!
//! The thread takes all waiting requests, executes them together, syncs once to disk, and only then answers
//! them, so that many callers share one sync. [`WriteBuffer`] decides what is written where.

use std::path::Path;
use std::thread;

use redb::{Database, DatabaseError};
use tokio::sync::{mpsc, oneshot};

use super::write_ahead_log::Row;
use super::write_buffer::{Operation, WriteBuffer, WriteError};
use crate::digest::Digest32;
use crate::limits::{LOG_ROWS, STORE_CACHE_BYTES, STORE_QUEUE};
use crate::store::contract::{Entry, Spent, Store, StoreError, StoreFuture};

/// A store in files on this computer. Dropping it waits for pending writes.
pub struct EmbeddedStore {
    writer: Option<mpsc::Sender<Request>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// An operation and where its result goes: the mark of the row that was there before.
struct Request {
    operation: Operation,
    reply: oneshot::Sender<Result<Option<Digest32>, StoreError>>,
}

impl EmbeddedStore {
    /// Opens the database file and its write-ahead logs, or creates them.
    ///
    /// # Errors
    /// If another process has the file open, or it cannot be read or written.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        Self::with_log_capacity(LOG_ROWS, file)
    }

    pub(super) fn with_log_capacity(rows: usize, file: &Path) -> Result<Self, StoreError> {
        let failed = |cause: WriteError| StoreError::Open(file.to_owned(), cause.to_string());
        let opened = Database::builder().set_cache_size(STORE_CACHE_BYTES).create(file);
        let database = opened.map_err(|cause| match cause {
            DatabaseError::DatabaseAlreadyOpen => StoreError::InUse(file.to_owned()),
            cause => failed(redb::Error::from(cause).into()),
        })?;
        let buffer = WriteBuffer::open(database, file, rows).map_err(failed)?;
        let (writer, requests) = mpsc::channel(STORE_QUEUE);
        let thread = thread::Builder::new()
            .name("passwave-store".to_owned())
            .spawn(move || run_writer(buffer, requests, STORE_QUEUE.min(rows)))
            .map_err(|cause| failed(cause.into()))?;
        Ok(Self { writer: Some(writer), thread: Some(thread) })
    }

    async fn execute(&self, operation: Operation) -> Result<Option<Digest32>, StoreError> {
        let (reply, replied) = oneshot::channel();
        let stopped = || StoreError::Failed("the writer thread has stopped".to_owned());
        let writer = self.writer.as_ref().ok_or_else(stopped)?;
        writer.send(Request { operation, reply }).await.map_err(|_| stopped())?;
        replied.await.map_err(|_| stopped())?
    }
}

impl Drop for EmbeddedStore {
    fn drop(&mut self) {
        self.writer = None;
        if let Some(thread) = self.thread.take() {
            // If the writer panicked there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

impl Store for EmbeddedStore {
    fn spend(&self, entry: Entry, now_s: u64) -> StoreFuture<'_, Spent> {
        let Entry { key, mark, expires_at_s, .. } = entry;
        let operation = Operation { key, row: Some(Row { key, mark, expires_at_s }), now_s };
        Box::pin(async move {
            let before = self.execute(operation).await?;
            Ok(before.map_or(Spent::First, |mark| Spent::Already { mark }))
        })
    }

    fn is_spent(&self, key: Digest32, _issued_at_s: u64, now_s: u64) -> StoreFuture<'_, bool> {
        let operation = Operation { key, row: None, now_s };
        Box::pin(async move { Ok(self.execute(operation).await?.is_some()) })
    }
}

fn run_writer(mut buffer: WriteBuffer, mut requests: mpsc::Receiver<Request>, max_batch: usize) {
    let (mut operations, mut callers) = (Vec::new(), Vec::new());
    let mut batch = Vec::new();
    while requests.blocking_recv_many(&mut batch, max_batch) > 0 {
        for Request { operation, reply } in batch.drain(..) {
            operations.push(operation);
            callers.push(reply);
        }
        let marks = buffer.execute(&operations);
        if let Err(cause) = &marks {
            tracing::error!(%cause, "writing to the store failed");
        }
        for (nth, caller) in callers.drain(..).enumerate() {
            let marks = marks.as_ref().map_err(|cause| StoreError::Failed(cause.to_string()));
            // The caller may have gone; what was spent stays spent.
            let _ = caller.send(marks.map(|marks| marks[nth]));
        }
        operations.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance;
    use std::sync::Arc;

    fn open() -> (tempfile::TempDir, EmbeddedStore) {
        let folder = tempfile::tempdir().unwrap();
        let store = EmbeddedStore::open(&folder.path().join("spent.redb")).unwrap();
        (folder, store)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn conforms_to_the_contract() {
        let (_folder, store) = open();
        conformance::run(Arc::new(store), 0).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn conforms_with_very_short_logs() {
        for rows in 1..9 {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("spent.redb");
            let store = EmbeddedStore::with_log_capacity(rows, &file).unwrap();
            conformance::run(Arc::new(store), 0).await;
        }
    }

    #[tokio::test]
    async fn spent_keys_stay_spent_after_reopening() {
        let (folder, store) = open();
        let entry = Entry { key: [1; 32], mark: [2; 32], issued_at_s: 0, expires_at_s: 100 };
        assert_eq!(store.spend(entry, 0).await.unwrap(), Spent::First);
        drop(store);
        let store = EmbeddedStore::open(&folder.path().join("spent.redb")).unwrap();
        let again = store.spend(entry, 1).await.unwrap();
        assert_eq!(again, Spent::Already { mark: [2; 32] });
    }

    #[tokio::test]
    async fn file_in_use_is_reported() {
        let (folder, _store) = open();
        let second = EmbeddedStore::open(&folder.path().join("spent.redb"));
        assert!(matches!(second, Err(StoreError::InUse(_))));
    }

    fn numbered(number: u64, mark: u8, expires_at_s: u64) -> Entry {
        let key = crate::digest::digest("test", &[&number.to_le_bytes()]);
        Entry { key, mark: [mark; 32], issued_at_s: 0, expires_at_s }
    }

    #[tokio::test]
    async fn no_row_is_lost_between_log_and_database() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("spent.redb");
        for opened in 0..4 {
            let store = EmbeddedStore::with_log_capacity(16, &file).unwrap();
            for number in 0..100 * opened {
                let again = store.spend(numbered(number, 9, 10), 0).await.unwrap();
                assert_eq!(again, Spent::Already { mark: [1; 32] }, "{number}");
            }
            for number in 100 * opened..100 * (opened + 1) {
                let spent = store.spend(numbered(number, 1, 10), 0).await.unwrap();
                assert_eq!(spent, Spent::First, "{number}");
            }
        }
    }

    #[tokio::test]
    async fn expired_keys_can_be_spent_again_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("spent.redb");
        for (mark, now_s) in [(1, 0), (2, 10), (3, 20)] {
            let store = EmbeddedStore::with_log_capacity(16, &file).unwrap();
            for number in 0..40 {
                let entry = numbered(number, mark, now_s + 10);
                assert_eq!(store.spend(entry, now_s).await.unwrap(), Spent::First);
            }
            for number in 0..40 {
                let again = store.spend(numbered(number, 9, now_s + 10), now_s).await.unwrap();
                assert_eq!(again, Spent::Already { mark: [mark; 32] });
            }
        }
    }

    #[tokio::test]
    async fn torn_record_loses_no_other_record() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("spent.redb");
        let store = EmbeddedStore::with_log_capacity(16, &file).unwrap();
        for number in 0..5 {
            store.spend(numbered(number, 1, 10), 0).await.unwrap();
        }
        drop(store);
        let [log, _] = crate::store::embedded::write_buffer::log_files(&file);
        let mut bytes = std::fs::read(&log).unwrap();
        let record = bytes.len() / 16;
        bytes.copy_within(4 * record..4 * record + record / 2, 5 * record);
        std::fs::write(&log, bytes).unwrap();
        let store = EmbeddedStore::with_log_capacity(16, &file).unwrap();
        for number in 0..5 {
            let again = store.spend(numbered(number, 2, 10), 0).await.unwrap();
            assert_eq!(again, Spent::Already { mark: [1; 32] }, "{number}");
        }
        assert_eq!(store.spend(numbered(5, 2, 10), 0).await.unwrap(), Spent::First);
    }
}
