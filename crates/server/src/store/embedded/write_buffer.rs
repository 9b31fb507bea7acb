//! Who was first, decided by one thread.
//!
//! What is new is appended to a journal, with one sync for all who wait, and kept in memory beside it.
//! When the journal is full, the other one takes its place, while a thread takes the rows of the full
//! one over into the database in one transaction; then that journal is cleared. So every row is on
//! the disk in one of them at any moment, and what is kept in memory is never more than two
//! journals hold: who comes when both are full waits for the database.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use redb::Database;

use super::tables::{Snapshot, take_over};
use super::write_ahead_log::{Row, WriteAheadLog};
use crate::digest::Digest32;

/// Rows by their keys.
type Index = HashMap<Digest32, (u64, Digest32)>;

/// What a thread that takes rows over comes to: the journal, and whether they are in the database.
type Moved = (WriteAheadLog, Result<(), Failed>);

/// Reading or writing failed.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The database.
    #[error("{0}")]
    Database(#[from] Box<redb::Error>),
    /// A journal.
    #[error("the journal: {0}")]
    WriteAheadLog(#[from] io::Error),
    /// A thread that had a journal ended without giving it back.
    #[error("the store has to be opened again")]
    Lost,
}

impl From<redb::Error> for Failed {
    fn from(cause: redb::Error) -> Self {
        Self::Database(Box::new(cause))
    }
}

/// What is asked of the ledger.
pub struct Question {
    /// Whose mark is asked for.
    pub key: Digest32,
    /// What is entered if nobody was there before.
    pub row: Option<Row>,
    /// The time, in Unix seconds.
    pub now_s: u64,
}

/// The database, its journals, and what is in these.
pub struct WriteBuffer {
    database: Arc<Database>,
    settled: Snapshot,
    journal: WriteAheadLog,
    recent: Index,
    /// The other journal, when it is empty.
    spare: Option<WriteAheadLog>,
    /// What the other journal holds, when it is being taken over.
    moving: Arc<Index>,
    mover: Option<thread::JoinHandle<Moved>>,
    capacity: usize,
    now_s: u64,
}

/// The two journals of a database file.
pub(super) fn journal_files(file: &Path) -> [PathBuf; 2] {
    ["journal-a", "journal-b"].map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        PathBuf::from(name)
    })
}

impl WriteBuffer {
    /// Opens the journals of a database; what is in them is taken over first.
    pub fn open(database: Database, file: &Path, capacity: usize) -> Result<Self, Failed> {
        let [first, second] = journal_files(file);
        let (mut journal, mut rows) = WriteAheadLog::open(&first, capacity)?;
        let (mut spare, further) = WriteAheadLog::open(&second, capacity)?;
        rows.extend(further);
        sort(&mut rows);
        take_over(&database, &rows, 0, 0)?;
        journal.clear()?;
        spare.clear()?;
        Ok(Self {
            settled: Snapshot::now(&database)?,
            database: Arc::new(database),
            journal,
            recent: Index::new(),
            spare: Some(spare),
            moving: Arc::default(),
            mover: None,
            capacity,
            now_s: 0,
        })
    }

    /// Answers each question with the mark of whoever was there before, in their order. When this returns,
    /// what was entered survives a crash; if it fails, nothing was entered.
    pub fn answer(&mut self, questions: &[Question]) -> Result<Vec<Option<Digest32>>, Failed> {
        self.make_room(questions.len())?;
        let mut fresh = Vec::with_capacity(questions.len());
        let entered = self.enter(questions, &mut fresh).and_then(|marks| {
            self.journal.append(&fresh)?;
            Ok(marks)
        });
        if entered.is_err() {
            for row in &fresh {
                self.recent.remove(&row.key);
            }
        }
        entered
    }

    fn enter(
        &mut self,
        questions: &[Question],
        fresh: &mut Vec<Row>,
    ) -> Result<Vec<Option<Digest32>>, Failed> {
        let mut marks = Vec::with_capacity(questions.len());
        for question in questions {
            self.now_s = self.now_s.max(question.now_s);
            let mark = self.mark(&question.key, question.now_s)?;
            if let (None, Some(row)) = (mark, question.row) {
                self.recent.insert(row.key, (row.expires_at_s, row.mark));
                fresh.push(row);
            }
            marks.push(mark);
        }
        Ok(marks)
    }

    /// The mark of an entry that has not expired. What is newer stands before what is older.
    fn mark(&self, key: &Digest32, now_s: u64) -> Result<Option<Digest32>, Failed> {
        let found = match self.recent.get(key).or_else(|| self.moving.get(key)) {
            Some(found) => Some(*found),
            None => self.settled.get(key)?,
        };
        Ok(found.and_then(|(expires_at_s, mark)| (expires_at_s > now_s).then_some(mark)))
    }

    fn make_room(&mut self, rows: usize) -> Result<(), Failed> {
        let is_full = self.journal.room() < rows;
        if is_full || self.mover.as_ref().is_some_and(thread::JoinHandle::is_finished) {
            self.finish_moving()?;
        }
        if is_full {
            let spare = self.spare.take().ok_or(Failed::Lost)?;
            let full = std::mem::replace(&mut self.journal, spare);
            self.moving = Arc::new(std::mem::take(&mut self.recent));
            self.start_moving(full);
        }
        Ok(())
    }

    fn start_moving(&mut self, full: WriteAheadLog) {
        let (database, moving) = (self.database.clone(), self.moving.clone());
        let (now_s, purged) = (self.now_s, 2 * self.capacity);
        self.mover = Some(thread::spawn(move || moved(&database, &moving, full, now_s, purged)));
    }

    /// Waits for the thread that takes rows over, if there is one.
    fn finish_moving(&mut self) -> Result<(), Failed> {
        let Some(mover) = self.mover.take() else { return Ok(()) };
        let (journal, done) = mover.join().map_err(|_| Failed::Lost)?;
        let settled = done.and_then(|()| Ok(Snapshot::now(&self.database)?));
        match settled {
            Ok(settled) => {
                (self.settled, self.moving, self.spare) = (settled, Arc::default(), Some(journal));
                Ok(())
            }
            Err(cause) => {
                self.start_moving(journal);
                Err(cause)
            }
        }
    }
}

impl Drop for WriteBuffer {
    fn drop(&mut self) {
        // If it fails the rows are still in their journal.
        let _ = self.mover.take().map(thread::JoinHandle::join);
    }
}

fn moved(
    database: &Database,
    rows: &Index,
    mut from: WriteAheadLog,
    now_s: u64,
    purged: usize,
) -> Moved {
    let row = |(key, (expires_at_s, mark)): (&Digest32, &(u64, Digest32))| Row {
        key: *key,
        mark: *mark,
        expires_at_s: *expires_at_s,
    };
    let mut rows: Vec<Row> = rows.iter().map(row).collect();
    sort(&mut rows);
    let done = take_over(database, &rows, now_s, purged)
        .map_err(Failed::from)
        .and_then(|()| Ok(from.clear()?));
    (from, done)
}

/// In the order of the database's pages.
fn sort(rows: &mut [Row]) {
    rows.sort_unstable_by_key(|row| row.key);
}
