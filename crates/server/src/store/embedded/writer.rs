//! One thread writes, with group commit: it takes all waiting requests, executes them in one transaction that is
//! synced to the disk once, and only then answers them.
//!
//! When a write fails, for example because the disk is full, everybody who waits is told so and the database is
//! opened again for the next request: what is on the disk is whole at any moment, and whatever was answered is in it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use tokio::sync::{mpsc, oneshot};

use super::open_file::open_or_create;
use super::spent_tables::{Operation, Outcome, SpentDatabase};
use crate::digest::Digest32;
use crate::limits::{STORE_QUEUE, STORE_REOPEN_PAUSE};
use crate::store::contract::{Entry, Spent, Store, StoreError, StoreFuture};
use crate::store::purge_clock::{PurgeClock, Uptime, process_uptime};

/// A store in a file on this computer. Dropping it waits for pending writes.
pub struct EmbeddedStore {
    requests: Option<mpsc::Sender<Request>>,
    thread: Option<thread::JoinHandle<()>>,
}

struct Request {
    operation: Operation,
    reply: oneshot::Sender<Result<Outcome, StoreError>>,
}

impl EmbeddedStore {
    /// Opens the database file or creates it.
    ///
    /// # Errors
    /// If another process has the file open, it is of an earlier version, or it cannot be read or written.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        Self::open_with(file, process_uptime())
    }

    pub(super) fn open_with(file: &Path, uptime: Uptime) -> Result<Self, StoreError> {
        let failed = |cause: std::io::Error| StoreError::Open(file.to_owned(), cause.to_string());
        let mut writer = Writer::open(file, uptime, open_or_create(file).map_err(failed)?)?;
        let (requests, received) = mpsc::channel(STORE_QUEUE);
        let thread = thread::Builder::new()
            .name("passwave-store".to_owned())
            .spawn(move || writer.run(received))
            .map_err(failed)?;
        Ok(Self { requests: Some(requests), thread: Some(thread) })
    }

    async fn execute(&self, operation: Operation) -> Result<Outcome, StoreError> {
        let (reply, replied) = oneshot::channel();
        let stopped = || StoreError::Failed("the writer thread has stopped".to_owned());
        let requests = self.requests.as_ref().ok_or_else(stopped)?;
        requests.send(Request { operation, reply }).await.map_err(|_| stopped())?;
        replied.await.map_err(|_| stopped())?
    }

    async fn insert(&self, entry: Entry, now_s: u64) -> Result<Spent, StoreError> {
        let Entry { key, issued_at_s, .. } = entry;
        match self.execute(Operation { key, issued_at_s, entry: Some(entry), now_s }).await? {
            Outcome::Free => Ok(Spent::First),
            Outcome::Taken(mark) => Ok(Spent::Already { mark }),
            Outcome::Purged => Ok(Spent::Forgotten),
            Outcome::Unsettled(wait_s) => Err(StoreError::Unsettled { wait_s }),
        }
    }

    async fn look_up(
        &self,
        key: Digest32,
        issued_at_s: u64,
        now_s: u64,
    ) -> Result<bool, StoreError> {
        match self.execute(Operation { key, issued_at_s, entry: None, now_s }).await? {
            Outcome::Free => Ok(false),
            Outcome::Taken(_) | Outcome::Purged => Ok(true),
            Outcome::Unsettled(wait_s) => Err(StoreError::Unsettled { wait_s }),
        }
    }
}

impl Drop for EmbeddedStore {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // If the writer panicked there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

impl Store for EmbeddedStore {
    fn spend(&self, entry: Entry, now_s: u64) -> StoreFuture<'_, Spent> {
        Box::pin(self.insert(entry, now_s))
    }

    fn is_spent(&self, key: Digest32, issued_at_s: u64, now_s: u64) -> StoreFuture<'_, bool> {
        Box::pin(self.look_up(key, issued_at_s, now_s))
    }
}

struct Writer {
    path: PathBuf,
    /// Kept open, so that it is this very file that is opened again.
    file: File,
    /// None after a failure.
    database: Option<SpentDatabase>,
    failed_at: Instant,
    purge_clock: PurgeClock,
}

impl Writer {
    fn open(path: &Path, uptime: Uptime, file: File) -> Result<Self, StoreError> {
        let database = SpentDatabase::open(&file, path)?;
        let purge_clock = PurgeClock::new(database.purged_until_s(), uptime);
        let (path, database, failed_at) = (path.to_owned(), Some(database), Instant::now());
        Ok(Self { path, file, database, failed_at, purge_clock })
    }

    fn run(&mut self, mut requests: mpsc::Receiver<Request>) {
        let mut batch = Vec::new();
        while requests.blocking_recv_many(&mut batch, STORE_QUEUE) > 0 {
            let (operations, callers): (Vec<_>, Vec<_>) =
                batch.drain(..).map(|request| (request.operation, request.reply)).unzip();
            let outcomes = self.execute(&operations);
            for (nth, caller) in callers.into_iter().enumerate() {
                let failed = |cause: &StoreError| StoreError::Failed(cause.to_string());
                // The caller may have gone; what was spent stays spent.
                let _ =
                    caller.send(outcomes.as_ref().map(|outcomes| outcomes[nth]).map_err(failed));
            }
        }
    }

    fn execute(&mut self, operations: &[Operation]) -> Result<Vec<Outcome>, StoreError> {
        let now_s = operations.iter().map(|operation| operation.now_s).max().unwrap_or(0);
        let horizon_s = self.purge_clock.horizon_s(now_s);
        let done = self.database()?.execute(operations, horizon_s);
        done.map_err(|cause| {
            tracing::error!(%cause, "writing to the store failed; it will be opened again");
            (self.database, self.failed_at) = (None, Instant::now());
            StoreError::Failed(cause.to_string())
        })
    }

    fn database(&mut self) -> Result<&mut SpentDatabase, StoreError> {
        if self.database.is_none() {
            if self.failed_at.elapsed() < STORE_REOPEN_PAUSE {
                return Err(StoreError::Failed(
                    "it has failed and is not open again yet".to_owned(),
                ));
            }
            self.failed_at = Instant::now();
            let database = SpentDatabase::open(&self.file, &self.path)?;
            database.try_write().map_err(|cause| StoreError::Failed(cause.to_string()))?;
            tracing::info!("the store is open again");
            self.database = Some(database);
        }
        self.database.as_mut().ok_or_else(|| StoreError::Failed("it is not open".to_owned()))
    }
}
