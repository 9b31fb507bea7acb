//! Write buffer in front of the database: group commit to a write-ahead log, flushed in the background.
//!
//! New rows are appended to the active log, with one sync for all waiting callers, and kept in memory.
//! When the log is full, the second log becomes the active one, while a thread flushes the rows of the full
//! log into the database in one transaction and then clears that log. So each row is on disk in a log or
//! in the database at any moment, and memory holds at most two logs' rows: a caller that finds both logs
//! full waits for the flush.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use redb::Database;

use super::tables::{Snapshot, flush_rows};
use super::write_ahead_log::{Row, WriteAheadLog};
use crate::digest::Digest32;

/// Expiry and mark of each row, by its key.
type Index = HashMap<Digest32, (u64, Digest32)>;

/// What the flushing thread returns: the log, and whether its rows are in the database.
type Flushed = (WriteAheadLog, Result<(), WriteError>);

/// A read or write failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// The database.
    #[error("{0}")]
    Database(#[from] Box<redb::Error>),
    /// A write-ahead log.
    #[error("the write-ahead log: {0}")]
    WriteAheadLog(#[from] io::Error),
    /// The flushing thread panicked, and its log is lost.
    #[error("the flushing thread panicked; restart the server")]
    FlushPanicked,
}

impl From<redb::Error> for WriteError {
    fn from(cause: redb::Error) -> Self {
        Self::Database(Box::new(cause))
    }
}

/// A lookup, with an insertion if the key is absent.
pub(super) struct Operation {
    /// The key to look up.
    pub key: Digest32,
    /// The row to insert if the key is absent; none for a mere lookup.
    pub row: Option<Row>,
    /// The current time, in Unix seconds.
    pub now_s: u64,
}

/// The database, its two logs, and the rows in them.
pub(super) struct WriteBuffer {
    database: Arc<Database>,
    snapshot: Snapshot,
    active_log: WriteAheadLog,
    /// The rows in the active log.
    buffered: Index,
    /// The second log, while it is empty.
    spare_log: Option<WriteAheadLog>,
    /// The rows of the second log, while they are being flushed.
    flushing: Arc<Index>,
    flusher: Option<thread::JoinHandle<Flushed>>,
    capacity: usize,
    now_s: u64,
}

/// The two write-ahead logs of a database file.
pub(super) fn log_files(file: &Path) -> [PathBuf; 2] {
    ["wal-a", "wal-b"].map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        PathBuf::from(name)
    })
}

impl WriteBuffer {
    /// Opens the logs of a database and first flushes what is in them.
    pub(super) fn open(
        database: Database,
        file: &Path,
        capacity: usize,
    ) -> Result<Self, WriteError> {
        let [first, second] = log_files(file);
        let (mut active_log, mut rows) = WriteAheadLog::open(&first, capacity)?;
        let (mut spare_log, further) = WriteAheadLog::open(&second, capacity)?;
        rows.extend(further);
        sort(&mut rows);
        flush_rows(&database, &rows, 0, 0)?;
        active_log.clear()?;
        spare_log.clear()?;
        Ok(Self {
            snapshot: Snapshot::now(&database)?,
            database: Arc::new(database),
            active_log,
            buffered: Index::new(),
            spare_log: Some(spare_log),
            flushing: Arc::default(),
            flusher: None,
            capacity,
            now_s: 0,
        })
    }

    /// Executes the operations in order; each yields the mark of the row that was there before. When this
    /// returns, inserted rows survive a crash; if it fails, nothing was inserted.
    pub(super) fn execute(
        &mut self,
        operations: &[Operation],
    ) -> Result<Vec<Option<Digest32>>, WriteError> {
        self.make_room(operations.len())?;
        let mut fresh = Vec::with_capacity(operations.len());
        let inserted = self.insert_absent(operations, &mut fresh).and_then(|marks| {
            self.active_log.append(&fresh)?;
            Ok(marks)
        });
        if inserted.is_err() {
            for row in &fresh {
                self.buffered.remove(&row.key);
            }
        }
        inserted
    }

    fn insert_absent(
        &mut self,
        operations: &[Operation],
        fresh: &mut Vec<Row>,
    ) -> Result<Vec<Option<Digest32>>, WriteError> {
        let mut marks = Vec::with_capacity(operations.len());
        for operation in operations {
            self.now_s = self.now_s.max(operation.now_s);
            let mark = self.mark(&operation.key, operation.now_s)?;
            if let (None, Some(row)) = (mark, operation.row) {
                self.buffered.insert(row.key, (row.expires_at_s, row.mark));
                fresh.push(row);
            }
            marks.push(mark);
        }
        Ok(marks)
    }

    /// The mark of an entry that has not expired. Newer rows are looked up first.
    fn mark(&self, key: &Digest32, now_s: u64) -> Result<Option<Digest32>, WriteError> {
        let found = match self.buffered.get(key).or_else(|| self.flushing.get(key)) {
            Some(found) => Some(*found),
            None => self.snapshot.get(key)?,
        };
        Ok(found.and_then(|(expires_at_s, mark)| (expires_at_s > now_s).then_some(mark)))
    }

    fn make_room(&mut self, rows: usize) -> Result<(), WriteError> {
        let is_full = self.active_log.room() < rows;
        if is_full || self.flusher.as_ref().is_some_and(thread::JoinHandle::is_finished) {
            self.finish_flush()?;
        }
        if is_full {
            let spare_log = self.spare_log.take().ok_or(WriteError::FlushPanicked)?;
            let full = std::mem::replace(&mut self.active_log, spare_log);
            self.flushing = Arc::new(std::mem::take(&mut self.buffered));
            self.start_flush(full);
        }
        Ok(())
    }

    fn start_flush(&mut self, full: WriteAheadLog) {
        let (database, flushing) = (self.database.clone(), self.flushing.clone());
        let (now_s, purged) = (self.now_s, 2 * self.capacity);
        self.flusher =
            Some(thread::spawn(move || flush(&database, &flushing, full, now_s, purged)));
    }

    /// Waits for the flushing thread, if there is one.
    fn finish_flush(&mut self) -> Result<(), WriteError> {
        let Some(flusher) = self.flusher.take() else { return Ok(()) };
        let (log, done) = flusher.join().map_err(|_| WriteError::FlushPanicked)?;
        let snapshot = done.and_then(|()| Ok(Snapshot::now(&self.database)?));
        match snapshot {
            Ok(snapshot) => {
                (self.snapshot, self.flushing, self.spare_log) =
                    (snapshot, Arc::default(), Some(log));
                Ok(())
            }
            Err(cause) => {
                self.start_flush(log);
                Err(cause)
            }
        }
    }
}

impl Drop for WriteBuffer {
    fn drop(&mut self) {
        // If it fails the rows are still in their log.
        let _ = self.flusher.take().map(thread::JoinHandle::join);
    }
}

fn flush(
    database: &Database,
    rows: &Index,
    mut from: WriteAheadLog,
    now_s: u64,
    purged: usize,
) -> Flushed {
    let row = |(key, (expires_at_s, mark)): (&Digest32, &(u64, Digest32))| Row {
        key: *key,
        mark: *mark,
        expires_at_s: *expires_at_s,
    };
    let mut rows: Vec<Row> = rows.iter().map(row).collect();
    sort(&mut rows);
    let done = flush_rows(database, &rows, now_s, purged)
        .map_err(WriteError::from)
        .and_then(|()| Ok(from.clear()?));
    (from, done)
}

/// Sorts rows by key, the order of the database's pages.
fn sort(rows: &mut [Row]) {
    rows.sort_unstable_by_key(|row| row.key);
}
