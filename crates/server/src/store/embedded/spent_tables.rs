//! The tables in the database, and what a batch of operations does to them.
//!
//! There is one table for each period of time in which entries may be purged, so that purging drops whole
//! tables: deleting entries one by one would write as many pages again as inserting them. The end of
//! the latest period that was ever dropped is kept, and whatever was issued long enough before it to have been in
//! there is refused.

use std::fs::File;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{
    Database, DatabaseError, ReadableDatabase, ReadableTable, Table, TableDefinition, TableError,
    TableHandle, WriteTransaction,
};

use crate::digest::Digest32;
use crate::limits::{STORE_CACHE_BYTES, STORE_RETENTION_S};
use crate::store::contract::{Entry, StoreError};

type Key = &'static Digest32;

/// key -> (expires_at_s, mark)
type Row = (u64, Key);

const META: TableDefinition<&str, u64> = TableDefinition::new("meta");

/// The end of the latest period whose table was dropped.
const PURGED_UNTIL: &str = "purged until";

/// The beginning of a table's name; the rest is when its period ends, in Unix seconds.
const PERIOD: &str = "spent until ";

/// The length of a period, and of one that is further off, in seconds: few tables have to be searched.
const PERIOD_S: u64 = 60 * 60;
const LONG_PERIOD_S: u64 = 8 * PERIOD_S;

/// From how far ahead on the periods are long ones.
const FAR_AHEAD_S: u64 = 4 * PERIOD_S;

/// Looks a key up, and inserts the entry if there is one and the key is free.
pub(super) struct Operation {
    pub key: Digest32,
    pub issued_at_s: u64,
    pub entry: Option<Entry>,
    pub now_s: u64,
}

/// The result of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The key was free; the entry is inserted.
    Free,
    /// Somebody was there before, with this mark.
    Taken(Digest32),
    /// It may have been spent and purged.
    Purged,
    /// For so many seconds, everything that is issued may have been spent and purged.
    Unsettled(u64),
}

/// An open database.
pub(super) struct SpentDatabase {
    database: Database,
    /// The ends of the periods that have tables, the latest first.
    periods: Vec<u64>,
    purged_until_s: u64,
}

impl SpentDatabase {
    /// Opens what the file holds, or makes an empty database in a new one. `path` is for messages.
    pub(super) fn open(file: &File, path: &Path) -> Result<Self, StoreError> {
        let failed = |cause: redb::Error| StoreError::Open(path.to_owned(), cause.to_string());
        let handle = file.try_clone().map_err(|cause| failed(cause.into()))?;
        let opened = FileBackend::new(handle).and_then(|backend| {
            Database::builder().set_cache_size(STORE_CACHE_BYTES).create_with_backend(backend)
        });
        let database = opened.map_err(|cause| match cause {
            DatabaseError::DatabaseAlreadyOpen => StoreError::InUse(path.to_owned()),
            cause => failed(cause.into()),
        })?;
        let tables = table_names(&database).map_err(failed)?;
        if tables.iter().any(|name| name == "spent") || has_logs(path) {
            return Err(StoreError::OldFormat(path.to_owned()));
        }
        let end = |name: &String| name.strip_prefix(PERIOD)?.parse().ok();
        let mut periods: Vec<u64> = tables.iter().filter_map(end).collect();
        periods.sort_unstable_by(|one, other| other.cmp(one));
        let purged_until_s = purged_until(&database).map_err(failed)?;
        Ok(Self { database, periods, purged_until_s })
    }

    /// Up to when it was purged, in Unix seconds.
    pub(super) fn purged_until_s(&self) -> u64 {
        self.purged_until_s
    }

    /// Whether a write reaches the disk; what it writes is of no meaning.
    #[allow(clippy::result_large_err, reason = "it is the database's own error")]
    pub(super) fn try_write(&self) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        transaction.open_table(META)?.insert("tried", 0)?;
        Ok(transaction.commit()?)
    }

    /// Executes operations in their order, in one transaction that is on the disk when this returns, and purges
    /// what may go by `horizon_s`. If it fails, the database has to be opened again, and some may have been executed.
    #[allow(clippy::result_large_err, reason = "it is the database's own error")]
    pub(super) fn execute(
        &mut self,
        operations: &[Operation],
        horizon_s: u64,
    ) -> Result<Vec<Outcome>, redb::Error> {
        let transaction = self.database.begin_write()?;
        let mut tables = Tables::open(&transaction, &self.periods)?;
        let outcomes = operations
            .iter()
            .map(|operation| match refusal(operation, self.purged_until_s) {
                Some(refused) => Ok(refused),
                None => tables.execute(operation),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let (has_changed, mut periods) = (tables.has_changed, tables.periods());
        drop(tables);
        if !has_changed {
            transaction.abort()?;
            return Ok(outcomes);
        }
        let purged = purge(&transaction, &mut periods, horizon_s)?;
        transaction.commit()?;
        (self.periods, self.purged_until_s) = (periods, self.purged_until_s.max(purged));
        Ok(outcomes)
    }
}

/// The entry of a key that was issued at `issued_at_s` is purged at `issued_at_s` + [`STORE_RETENTION_S`] or
/// later (see [`Entry::purge_at_s`]), so what was issued after this is in a table or was never spent.
fn refusal(operation: &Operation, purged_until_s: u64) -> Option<Outcome> {
    let present_s = operation.now_s + STORE_RETENTION_S;
    if present_s < purged_until_s {
        return Some(Outcome::Unsettled(purged_until_s - present_s));
    }
    (operation.issued_at_s + STORE_RETENTION_S <= purged_until_s).then_some(Outcome::Purged)
}

/// Drops the table whose period ended first, if that is over by the horizon. Returns the end of its period, or 0.
#[allow(clippy::result_large_err, reason = "it is the database's own error")]
fn purge(
    transaction: &WriteTransaction,
    periods: &mut Vec<u64>,
    horizon_s: u64,
) -> Result<u64, redb::Error> {
    let Some(end_s) = periods.pop_if(|end_s| *end_s <= horizon_s) else { return Ok(0) };
    transaction.delete_table(table(&table_name(end_s)))?;
    transaction.open_table(META)?.insert(PURGED_UNTIL, end_s)?;
    Ok(end_s)
}

/// The tables within a transaction, the latest period first.
struct Tables<'t> {
    transaction: &'t WriteTransaction,
    tables: Vec<(u64, Table<'t, Key, Row>)>,
    has_changed: bool,
}

#[allow(clippy::result_large_err, reason = "it is the database's own error")]
impl<'t> Tables<'t> {
    fn open(transaction: &'t WriteTransaction, periods: &[u64]) -> Result<Self, redb::Error> {
        let opened =
            |end_s: &u64| Ok((*end_s, transaction.open_table(table(&table_name(*end_s)))?));
        let tables: Result<_, TableError> = periods.iter().map(opened).collect();
        Ok(Self { transaction, tables: tables?, has_changed: false })
    }

    fn periods(&self) -> Vec<u64> {
        self.tables.iter().map(|(end_s, _)| *end_s).collect()
    }

    fn execute(&mut self, operation: &Operation) -> Result<Outcome, redb::Error> {
        if let Some(mark) = self.mark(&operation.key, operation.now_s)? {
            return Ok(Outcome::Taken(mark));
        }
        if let Some(entry) = &operation.entry {
            self.insert(entry, operation.now_s)?;
        }
        Ok(Outcome::Free)
    }

    /// The mark of the entry that has not expired.
    fn mark(&self, key: &Digest32, now_s: u64) -> Result<Option<Digest32>, redb::Error> {
        for (_, table) in &self.tables {
            if let Some(found) = table.get(key)?
                && found.value().0 > now_s
            {
                return Ok(Some(*found.value().1));
            }
        }
        Ok(None)
    }

    fn insert(&mut self, entry: &Entry, now_s: u64) -> Result<(), redb::Error> {
        let end_s = period_end_s(entry.purge_at_s(), now_s);
        let at = self.tables.partition_point(|(other_s, _)| *other_s > end_s);
        if self.tables.get(at).is_none_or(|(other_s, _)| *other_s != end_s) {
            let opened = self.transaction.open_table(table(&table_name(end_s)))?;
            self.tables.insert(at, (end_s, opened));
        }
        self.tables[at].1.insert(&entry.key, (entry.expires_at_s, &entry.mark))?;
        self.has_changed = true;
        Ok(())
    }
}

/// When the period ends in which something falls that may be purged at `purge_at_s`.
fn period_end_s(purge_at_s: u64, now_s: u64) -> u64 {
    let is_far = purge_at_s.saturating_sub(now_s) > FAR_AHEAD_S;
    purge_at_s.next_multiple_of(if is_far { LONG_PERIOD_S } else { PERIOD_S })
}

fn table_name(end_s: u64) -> String {
    format!("{PERIOD}{end_s}")
}

fn table(name: &str) -> TableDefinition<'_, Key, Row> {
    TableDefinition::new(name)
}

#[allow(clippy::result_large_err, reason = "it is the database's own error")]
fn table_names(database: &Database) -> Result<Vec<String>, redb::Error> {
    let read = database.begin_read()?;
    let names = read.list_tables()?.map(|table| table.name().to_owned());
    Ok(names.collect())
}

#[allow(clippy::result_large_err, reason = "it is the database's own error")]
fn purged_until(database: &Database) -> Result<u64, redb::Error> {
    match database.begin_read()?.open_table(META) {
        Ok(meta) => Ok(meta.get(PURGED_UNTIL)?.map_or(0, |found| found.value())),
        Err(TableError::TableDoesNotExist(_)) => Ok(0),
        Err(cause) => Err(cause.into()),
    }
}

/// Earlier versions kept what was spent last in logs beside the file.
fn has_logs(path: &Path) -> bool {
    ["journal-a", "journal-b", "wal-a", "wal-b"].iter().any(|ending| {
        let mut log = path.as_os_str().to_owned();
        log.push(".");
        log.push(ending);
        PathBuf::from(log).exists()
    })
}
