//! The store in files of this computer.
//!
//! One thread writes. It takes every request that waits, carries them all out together, syncs
//! once to disk, and only then answers them: many callers share one sync. See [`ledger`] for what it
//! writes where.

use std::path::Path;
use std::thread;

use redb::{Database, DatabaseError};
use tokio::sync::{mpsc, oneshot};

use super::write_ahead_log::Row;
use super::write_buffer::{Failed, Question, WriteBuffer};
use crate::digest::Digest32;
use crate::limits::{LOG_ROWS, STORE_CACHE_BYTES, STORE_QUEUE};
use crate::store::contract::{Answer, Entry, Spent, Store, StoreError};

/// Entries in files. Dropping it waits for what is being written.
pub struct EmbeddedStore {
    writer: Option<mpsc::Sender<Request>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// Answered with the mark of whoever was there before.
struct Request {
    question: Question,
    answer: oneshot::Sender<Result<Option<Digest32>, StoreError>>,
}

impl EmbeddedStore {
    /// Opens the file with its journals, or makes them.
    ///
    /// # Errors
    /// If another process has it open, or it cannot be read or written.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        Self::with_log_capacity(LOG_ROWS, file)
    }

    pub(super) fn with_log_capacity(rows: usize, file: &Path) -> Result<Self, StoreError> {
        let failed = |cause: Failed| StoreError::Open(file.to_owned(), cause.to_string());
        let opened = Database::builder().set_cache_size(STORE_CACHE_BYTES).create(file);
        let database = opened.map_err(|cause| match cause {
            DatabaseError::DatabaseAlreadyOpen => StoreError::InUse(file.to_owned()),
            cause => failed(redb::Error::from(cause).into()),
        })?;
        let ledger = WriteBuffer::open(database, file, rows).map_err(failed)?;
        let (writer, requests) = mpsc::channel(STORE_QUEUE);
        let thread = thread::Builder::new()
            .name("passwave-store".to_owned())
            .spawn(move || serve(ledger, requests, STORE_QUEUE.min(rows)))
            .map_err(|cause| failed(cause.into()))?;
        Ok(Self { writer: Some(writer), thread: Some(thread) })
    }

    async fn ask(&self, question: Question) -> Result<Option<Digest32>, StoreError> {
        let (answer, answered) = oneshot::channel();
        let stopped = || StoreError::Failed("its writer has stopped".to_owned());
        let writer = self.writer.as_ref().ok_or_else(stopped)?;
        writer.send(Request { question, answer }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

impl Drop for EmbeddedStore {
    fn drop(&mut self) {
        self.writer = None;
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has nothing left to be waited for.
            let _ = thread.join();
        }
    }
}

impl Store for EmbeddedStore {
    fn spend(&self, entry: Entry, now_s: u64) -> Answer<'_, Spent> {
        let Entry { key, mark, expires_at_s, .. } = entry;
        let question = Question { key, row: Some(Row { key, mark, expires_at_s }), now_s };
        Box::pin(async move {
            let before = self.ask(question).await?;
            Ok(before.map_or(Spent::First, |mark| Spent::Already { mark }))
        })
    }

    fn is_spent(&self, key: Digest32, _issued_at_s: u64, now_s: u64) -> Answer<'_, bool> {
        let question = Question { key, row: None, now_s };
        Box::pin(async move { Ok(self.ask(question).await?.is_some()) })
    }
}

fn serve(mut ledger: WriteBuffer, mut requests: mpsc::Receiver<Request>, most: usize) {
    let (mut questions, mut callers) = (Vec::new(), Vec::new());
    let mut batch = Vec::new();
    while requests.blocking_recv_many(&mut batch, most) > 0 {
        for Request { question, answer } in batch.drain(..) {
            questions.push(question);
            callers.push(answer);
        }
        let marks = ledger.answer(&questions);
        if let Err(cause) = &marks {
            tracing::error!(%cause, "the store cannot write");
        }
        for (nth, caller) in callers.drain(..).enumerate() {
            let marks = marks.as_ref().map_err(|cause| StoreError::Failed(cause.to_string()));
            // Whoever asked may have hung up; what was spent stays spent.
            let _ = caller.send(marks.map(|marks| marks[nth]));
        }
        questions.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance;
    use std::sync::Arc;

    fn opened() -> (tempfile::TempDir, EmbeddedStore) {
        let folder = tempfile::tempdir().unwrap();
        let store = EmbeddedStore::open(&folder.path().join("spent.redb")).unwrap();
        (folder, store)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn it_keeps_the_contract() {
        let (_folder, store) = opened();
        conformance::run(Arc::new(store), 0).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn it_keeps_the_contract_however_short_its_journals_are() {
        for rows in 1..9 {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("spent.redb");
            let store = EmbeddedStore::with_log_capacity(rows, &file).unwrap();
            conformance::run(Arc::new(store), 0).await;
        }
    }

    #[tokio::test]
    async fn what_was_spent_is_still_spent_after_reopening() {
        let (folder, store) = opened();
        let entry = Entry { key: [1; 32], mark: [2; 32], issued_at_s: 0, expires_at_s: 100 };
        assert_eq!(store.spend(entry, 0).await.unwrap(), Spent::First);
        drop(store);
        let store = EmbeddedStore::open(&folder.path().join("spent.redb")).unwrap();
        let again = store.spend(entry, 1).await.unwrap();
        assert_eq!(again, Spent::Already { mark: [2; 32] });
    }

    #[tokio::test]
    async fn a_file_in_use_is_said_to_be_in_use() {
        let (folder, _store) = opened();
        let second = EmbeddedStore::open(&folder.path().join("spent.redb"));
        assert!(matches!(second, Err(StoreError::InUse(_))));
    }

    fn numbered(number: u64, mark: u8, expires_at_s: u64) -> Entry {
        let key = crate::digest::digest("test", &[&number.to_le_bytes()]);
        Entry { key, mark: [mark; 32], issued_at_s: 0, expires_at_s }
    }

    #[tokio::test]
    async fn nothing_is_lost_on_the_way_from_the_journals_to_the_database() {
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
    async fn what_expired_in_a_journal_or_the_database_can_be_spent_again_and_stays_so() {
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
    async fn a_record_torn_by_a_power_cut_takes_no_other_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("spent.redb");
        let store = EmbeddedStore::with_log_capacity(16, &file).unwrap();
        for number in 0..5 {
            store.spend(numbered(number, 1, 10), 0).await.unwrap();
        }
        drop(store);
        let [journal, _] = crate::store::embedded::write_buffer::journal_files(&file);
        let mut bytes = std::fs::read(&journal).unwrap();
        let record = bytes.len() / 16;
        bytes.copy_within(4 * record..4 * record + record / 2, 5 * record);
        std::fs::write(&journal, bytes).unwrap();
        let store = EmbeddedStore::with_log_capacity(16, &file).unwrap();
        for number in 0..5 {
            let again = store.spend(numbered(number, 2, 10), 0).await.unwrap();
            assert_eq!(again, Spent::Already { mark: [1; 32] }, "{number}");
        }
        assert_eq!(store.spend(numbered(5, 2, 10), 0).await.unwrap(), Spent::First);
    }
}
