//! Write-ahead log: a preallocated file of fixed length to which checksummed records are appended.
//!
//! The whole file is written once when it is created, so that an append changes neither its length nor its
//! blocks: one sequential write and one sync. After the log was cleared, records start again at the
//! beginning, in a new epoch. Each record carries its epoch and a checksum; reading stops at the first
//! record that is torn or of an earlier epoch, since nothing after it was ever acknowledged.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::digest::{Digest32, digest, random_bytes};

/// The length of a record, in bytes.
const RECORD_BYTES: usize = 96;

/// The part of a record that the checksum covers; the rest is the checksum.
const CHECKED_BYTES: usize = 80;

/// Identifies what was written since the log was last cleared; random, so that no leftover record of an
/// earlier epoch passes for one of this.
type Epoch = [u8; 8];

/// One entry of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The spent key.
    pub key: Digest32,
    /// The mark of the caller that spent it.
    pub mark: Digest32,
    /// When the entry may be removed, in Unix seconds.
    pub expires_at_s: u64,
}

/// The open file and its current epoch.
pub(super) struct WriteAheadLog {
    file: File,
    epoch: Epoch,
    used: usize,
    capacity: usize,
}

impl WriteAheadLog {
    /// Opens the file, or creates one with room for `capacity` rows, and reads the rows in it.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub(super) fn open(path: &Path, capacity: usize) -> io::Result<(Self, Vec<Row>)> {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut log = Self { file, epoch: random_epoch()?, used: 0, capacity };
        let rows = log.read()?;
        let length = (capacity * RECORD_BYTES) as u64;
        // A file of another length is one of another version: replaced, but only when it is empty.
        if rows.is_empty() && log.file.metadata()?.len() != length {
            log.create(length)?;
        }
        Ok((log, rows))
    }

    fn create(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        io::copy(&mut io::repeat(0).take(length), &mut self.file)?;
        self.file.sync_all()
    }

    fn read(&mut self) -> io::Result<Vec<Row>> {
        let mut bytes = Vec::new();
        self.file.rewind()?;
        self.file.read_to_end(&mut bytes)?;
        let mut epoch = None;
        let records = bytes.chunks_exact(RECORD_BYTES).map_while(decode);
        let same_epoch = records.take_while(|(of, _)| of == epoch.get_or_insert(*of));
        Ok(same_epoch.map(|(_, row)| row).collect())
    }

    /// How many rows can be appended before the log must be cleared.
    #[must_use]
    pub(super) fn room(&self) -> usize {
        self.capacity.saturating_sub(self.used)
    }

    /// Appends rows and syncs them to disk.
    ///
    /// # Errors
    /// If writing failed; the rows may still be in the file, and the next append overwrites them.
    pub(super) fn append(&mut self, rows: &[Row]) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let records: Vec<u8> = rows.iter().flat_map(|row| encode(&self.epoch, row)).collect();
        self.file.seek(SeekFrom::Start((self.used * RECORD_BYTES) as u64))?;
        self.file.write_all(&records)?;
        self.file.sync_data()?;
        self.used += rows.len();
        Ok(())
    }

    /// Discards all rows, once they are in the database, and starts a new epoch.
    ///
    /// # Errors
    /// If the file cannot be written; then nothing was discarded.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        let epoch = random_epoch()?;
        self.file.rewind()?;
        self.file.write_all(&[0; RECORD_BYTES])?;
        self.file.sync_data()?;
        (self.epoch, self.used) = (epoch, 0);
        Ok(())
    }
}

fn random_epoch() -> io::Result<Epoch> {
    random_bytes().map_err(io::Error::other)
}

fn encode(epoch: &Epoch, row: &Row) -> [u8; RECORD_BYTES] {
    let mut record = [0; RECORD_BYTES];
    record[..8].copy_from_slice(epoch);
    record[8..16].copy_from_slice(&row.expires_at_s.to_le_bytes());
    record[16..48].copy_from_slice(&row.key);
    record[48..CHECKED_BYTES].copy_from_slice(&row.mark);
    let sum = checksum(&record);
    record[CHECKED_BYTES..].copy_from_slice(&sum);
    record
}

/// The epoch and the row of a record, unless it is torn.
fn decode(record: &[u8]) -> Option<(Epoch, Row)> {
    let record: &[u8; RECORD_BYTES] = record.try_into().ok()?;
    if record[CHECKED_BYTES..] != checksum(record) {
        return None;
    }
    let row = Row {
        key: record[16..48].try_into().ok()?,
        mark: record[48..CHECKED_BYTES].try_into().ok()?,
        expires_at_s: u64::from_le_bytes(record[8..16].try_into().ok()?),
    };
    Some((record[..8].try_into().ok()?, row))
}

fn checksum(record: &[u8; RECORD_BYTES]) -> [u8; RECORD_BYTES - CHECKED_BYTES] {
    let mut sum = [0; RECORD_BYTES - CHECKED_BYTES];
    let whole = digest("write-ahead log", &[&record[..CHECKED_BYTES]]);
    sum.copy_from_slice(&whole[..RECORD_BYTES - CHECKED_BYTES]);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::PathBuf;

    const CAPACITY: usize = 8;

    fn row(number: u8) -> Row {
        Row { key: [number; 32], mark: [number + 100; 32], expires_at_s: u64::from(number) }
    }

    fn rows(numbers: impl IntoIterator<Item = u8>) -> Vec<Row> {
        numbers.into_iter().map(row).collect()
    }

    fn file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("log");
        (folder, file)
    }

    fn open(file: &Path) -> (WriteAheadLog, Vec<Row>) {
        WriteAheadLog::open(file, CAPACITY).unwrap()
    }

    #[test]
    fn appended_rows_are_read_back_and_cleared_ones_are_not() {
        let (_folder, file) = file();
        let (mut log, before) = open(&file);
        assert_eq!((before, log.room()), (vec![], CAPACITY));
        log.append(&rows(0..3)).unwrap();
        log.append(&rows(3..8)).unwrap();
        assert_eq!(log.room(), 0);
        assert_eq!(open(&file).1, rows(0..8));
        log.clear().unwrap();
        assert_eq!((open(&file).1, log.room()), (vec![], CAPACITY));
    }

    #[test]
    fn rows_of_an_earlier_epoch_are_ignored() {
        let (_folder, file) = file();
        let (mut log, _) = open(&file);
        log.append(&rows(0..8)).unwrap();
        log.clear().unwrap();
        log.append(&rows(20..22)).unwrap();
        assert_eq!(open(&file).1, rows(20..22));
    }

    #[test]
    fn reading_stops_at_a_torn_record() {
        let (_folder, file) = file();
        let (mut log, _) = open(&file);
        log.append(&rows(0..5)).unwrap();
        let whole = fs::read(&file).unwrap();
        for torn in 0..5 {
            for at in (torn * RECORD_BYTES..(torn + 1) * RECORD_BYTES).step_by(7) {
                let mut bytes = whole.clone();
                bytes[at] ^= 0x10;
                fs::write(&file, &bytes).unwrap();
                assert_eq!(open(&file).1, rows(0..torn as u8), "torn at {at}");
            }
        }
    }

    #[test]
    fn truncated_file_yields_its_whole_records() {
        let (_folder, file) = file();
        let (mut log, _) = open(&file);
        log.append(&rows(0..5)).unwrap();
        let whole = fs::read(&file).unwrap();
        for length in 0..=5 * RECORD_BYTES {
            fs::write(&file, &whole[..length]).unwrap();
            let (_, read) = open(&file);
            assert_eq!(read, rows(0..(length / RECORD_BYTES) as u8), "{length} bytes");
        }
    }

    #[test]
    fn garbage_is_not_read_as_records() {
        let (_folder, file) = file();
        for byte in [0, 1, 0xff] {
            fs::write(&file, vec![byte; 3 * RECORD_BYTES + 5]).unwrap();
            let (mut log, read) = open(&file);
            assert_eq!(read, []);
            log.append(&rows(1..2)).unwrap();
            assert_eq!(open(&file).1, rows(1..2));
        }
    }
}
