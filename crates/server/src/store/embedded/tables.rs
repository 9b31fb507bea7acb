//! The two tables in the database file.

use redb::{
    Database, Durability, ReadOnlyTable, ReadableDatabase, ReadableTable, Table, TableDefinition,
};

use super::write_ahead_log::Row;
use crate::digest::Digest32;

type Key = &'static Digest32;

/// key -> (expires_at_s, mark)
const ENTRIES: TableDefinition<Key, (u64, Key)> = TableDefinition::new("spent");

/// (expires_at_s, key), in the order of expiry.
const BY_EXPIRY: TableDefinition<(u64, Key), ()> = TableDefinition::new("spent_by_expiry");

/// A read transaction: the database at one moment.
pub(super) struct Snapshot(ReadOnlyTable<Key, (u64, Key)>);

#[allow(clippy::result_large_err)]
impl Snapshot {
    /// A snapshot of now.
    pub(super) fn now(database: &Database) -> Result<Self, redb::Error> {
        Ok(Self(database.begin_read()?.open_table(ENTRIES)?))
    }

    /// When the entry expires, and its mark.
    pub(super) fn get(&self, key: &Digest32) -> Result<Option<(u64, Digest32)>, redb::Error> {
        let found = self.0.get(key)?;
        Ok(found.map(|found| {
            let (expires_at_s, mark) = found.value();
            (expires_at_s, *mark)
        }))
    }
}

/// Inserts rows in one transaction, synced to disk, and removes up to `max_purged` entries that have expired
/// at `now_s`. It is idempotent, and the order of rows does not matter: of two rows with one key the one that
/// expires later was spent later, and stays.
#[allow(clippy::result_large_err)]
pub(super) fn flush_rows(
    database: &Database,
    rows: &[Row],
    now_s: u64,
    max_purged: usize,
) -> Result<(), redb::Error> {
    let mut transaction = database.begin_write()?;
    transaction.set_durability(Durability::Immediate)?;
    {
        let mut tables = Tables {
            entries: transaction.open_table(ENTRIES)?,
            by_expiry: transaction.open_table(BY_EXPIRY)?,
        };
        for row in rows {
            tables.insert(row)?;
        }
        tables.purge(now_s, max_purged)?;
    }
    transaction.commit()?;
    Ok(())
}

struct Tables<'t> {
    entries: Table<'t, Key, (u64, Key)>,
    by_expiry: Table<'t, (u64, Key), ()>,
}

#[allow(clippy::result_large_err)]
impl Tables<'_> {
    fn insert(&mut self, row: &Row) -> Result<(), redb::Error> {
        let existing_expiry = self.entries.get(&row.key)?.map(|found| found.value().0);
        match existing_expiry {
            Some(expires_at_s) if expires_at_s >= row.expires_at_s => return Ok(()),
            Some(expires_at_s) => self.by_expiry.remove((expires_at_s, &row.key))?,
            None => None,
        };
        self.entries.insert(&row.key, (row.expires_at_s, &row.mark))?;
        self.by_expiry.insert((row.expires_at_s, &row.key), ())?;
        Ok(())
    }

    fn purge(&mut self, now_s: u64, max_purged: usize) -> Result<(), redb::Error> {
        let oldest = (0, &[0; 32]);
        let expired = self.by_expiry.range(oldest..=(now_s, &[0xff; 32]))?;
        let mut purged = Vec::new();
        for row in expired.take(max_purged) {
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
    use redb::ReadableTableMetadata;

    fn database() -> (tempfile::TempDir, Database) {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::create(folder.path().join("spent.redb")).unwrap();
        (folder, database)
    }

    fn row(key: u8, mark: u8, expires_at_s: u64) -> Row {
        Row { key: [key; 32], mark: [mark; 32], expires_at_s }
    }

    #[test]
    fn expired_entries_are_purged_in_bounded_batches() {
        let (_folder, database) = database();
        let count = || {
            let read = database.begin_read().unwrap();
            let lengths = (read.open_table(ENTRIES), read.open_table(BY_EXPIRY));
            let lengths = (lengths.0.unwrap().len().unwrap(), lengths.1.unwrap().len().unwrap());
            assert_eq!(lengths.0, lengths.1);
            lengths.0
        };
        let rows: Vec<Row> = (0..10).map(|key| row(key, 0, 10)).collect();
        flush_rows(&database, &rows, 9, 4).unwrap();
        assert_eq!(count(), 10);
        flush_rows(&database, &[row(99, 0, 1000)], 10, 4).unwrap();
        assert_eq!(count(), 7);
        flush_rows(&database, &[], 10, 100).unwrap();
        assert_eq!(count(), 1);
    }

    #[test]
    fn flushing_is_idempotent_and_order_independent() {
        let (old, new) = (row(1, 1, 10), row(1, 2, 30));
        for order in [[old, new], [new, old]] {
            let (_folder, database) = database();
            for row in order.iter().chain(&order) {
                flush_rows(&database, &[*row], 0, 0).unwrap();
            }
            let found = Snapshot::now(&database).unwrap().get(&[1; 32]).unwrap();
            assert_eq!(found, Some((30, [2; 32])));
            flush_rows(&database, &[], 29, 100).unwrap();
            assert!(Snapshot::now(&database).unwrap().get(&[1; 32]).unwrap().is_some());
        }
    }
}
