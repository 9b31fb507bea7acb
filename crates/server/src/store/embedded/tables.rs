//! The two tables in the database file, and how rows come into them and go.

use redb::{
    Database, Durability, ReadOnlyTable, ReadableDatabase, ReadableTable, Table, TableDefinition,
};

use super::write_ahead_log::Row;
use crate::digest::Digest32;

type Key = &'static Digest32;

/// key -> (expires_at_s, mark)
const ENTRIES: TableDefinition<Key, (u64, Key)> = TableDefinition::new("spent");

/// (expires_at_s, key), in the order in which entries may be forgotten.
const BY_EXPIRY: TableDefinition<(u64, Key), ()> = TableDefinition::new("spent_by_expiry");

/// What was in the database at one moment.
pub struct Snapshot(ReadOnlyTable<Key, (u64, Key)>);

#[allow(clippy::result_large_err)]
impl Snapshot {
    /// As it is now.
    pub fn now(database: &Database) -> Result<Self, redb::Error> {
        Ok(Self(database.begin_read()?.open_table(ENTRIES)?))
    }

    /// When the entry expires, and its mark.
    pub fn get(&self, key: &Digest32) -> Result<Option<(u64, Digest32)>, redb::Error> {
        let found = self.0.get(key)?;
        Ok(found.map(|found| {
            let (expires_at_s, mark) = found.value();
            (expires_at_s, *mark)
        }))
    }
}

/// Takes rows over in one transaction that is on the disk when this returns, and removes up to
/// `purged` entries that have expired at `now_s`. Rows may come any number of times and in any order: of two
/// with one key the one that expires later was spent later, and stays.
#[allow(clippy::result_large_err)]
pub fn take_over(
    database: &Database,
    rows: &[Row],
    now_s: u64,
    purged: usize,
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
        tables.purge(now_s, purged)?;
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
        let there = self.entries.get(&row.key)?.map(|found| found.value().0);
        match there {
            Some(expires_at_s) if expires_at_s >= row.expires_at_s => return Ok(()),
            Some(expires_at_s) => self.by_expiry.remove((expires_at_s, &row.key))?,
            None => None,
        };
        self.entries.insert(&row.key, (row.expires_at_s, &row.mark))?;
        self.by_expiry.insert((row.expires_at_s, &row.key), ())?;
        Ok(())
    }

    fn purge(&mut self, now_s: u64, most: usize) -> Result<(), redb::Error> {
        let oldest = (0, &[0; 32]);
        let expired = self.by_expiry.range(oldest..=(now_s, &[0xff; 32]))?;
        let mut purged = Vec::new();
        for row in expired.take(most) {
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
    fn expired_entries_are_forgotten_a_bounded_number_at_a_time() {
        let (_folder, database) = database();
        let kept = || {
            let read = database.begin_read().unwrap();
            let lengths = (read.open_table(ENTRIES), read.open_table(BY_EXPIRY));
            let lengths = (lengths.0.unwrap().len().unwrap(), lengths.1.unwrap().len().unwrap());
            assert_eq!(lengths.0, lengths.1);
            lengths.0
        };
        let rows: Vec<Row> = (0..10).map(|key| row(key, 0, 10)).collect();
        take_over(&database, &rows, 9, 4).unwrap();
        assert_eq!(kept(), 10);
        take_over(&database, &[row(99, 0, 1000)], 10, 4).unwrap();
        assert_eq!(kept(), 7);
        take_over(&database, &[], 10, 100).unwrap();
        assert_eq!(kept(), 1);
    }

    #[test]
    fn rows_may_come_again_and_in_any_order() {
        let (old, new) = (row(1, 1, 10), row(1, 2, 30));
        for order in [[old, new], [new, old]] {
            let (_folder, database) = database();
            for row in order.iter().chain(&order) {
                take_over(&database, &[*row], 0, 0).unwrap();
            }
            let found = Snapshot::now(&database).unwrap().get(&[1; 32]).unwrap();
            assert_eq!(found, Some((30, [2; 32])));
            take_over(&database, &[], 29, 100).unwrap();
            assert!(Snapshot::now(&database).unwrap().get(&[1; 32]).unwrap().is_some());
        }
    }
}
