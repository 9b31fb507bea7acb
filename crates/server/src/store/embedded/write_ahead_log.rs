//! A file of a fixed length to which records are appended, from the beginning again in each lap.
//!
//! The file is written to once when it is made, so that an append changes no length and allocates no
//! block: one write in one place and one sync. A record carries the name of its lap and a checksum;
//! reading stops at the first one that is torn or of an earlier lap, behind which nothing was ever
//! answered for.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::digest::{Digest32, digest, random_bytes};

/// The length of a record.
const RECORD_BYTES: usize = 96;

/// What of a record the checksum covers; the rest is the checksum.
const CHECKED_BYTES: usize = 80;

/// Names a lap; random, so that what an earlier one left behind is never taken for its own.
type Epoch = [u8; 8];

/// One entry of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Names it.
    pub key: Digest32,
    /// The spender's mark.
    pub mark: Digest32,
    /// From when on it may be forgotten, in Unix seconds.
    pub expires_at_s: u64,
}

/// The file and its present lap.
pub struct WriteAheadLog {
    file: File,
    lap: Epoch,
    used: usize,
    capacity: usize,
}

impl WriteAheadLog {
    /// Opens the file, or makes one for so many rows, and reads what was appended to it.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn open(path: &Path, capacity: usize) -> io::Result<(Self, Vec<Row>)> {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut journal = Self { file, lap: random_lap()?, used: 0, capacity };
        let rows = journal.read()?;
        let length = (capacity * RECORD_BYTES) as u64;
        // Only a file with nothing in it is made anew: another length comes with another version.
        if rows.is_empty() && journal.file.metadata()?.len() != length {
            journal.make(length)?;
        }
        Ok((journal, rows))
    }

    fn make(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        io::copy(&mut io::repeat(0).take(length), &mut self.file)?;
        self.file.sync_all()
    }

    fn read(&mut self) -> io::Result<Vec<Row>> {
        let mut bytes = Vec::new();
        self.file.rewind()?;
        self.file.read_to_end(&mut bytes)?;
        let mut lap = None;
        let records = bytes.chunks_exact(RECORD_BYTES).map_while(decoded);
        let same_lap = records.take_while(|(of, _)| of == lap.get_or_insert(*of));
        Ok(same_lap.map(|(_, row)| row).collect())
    }

    /// How many rows it takes before the next lap.
    #[must_use]
    pub fn room(&self) -> usize {
        self.capacity.saturating_sub(self.used)
    }

    /// Appends rows. When this returns they survive a crash.
    ///
    /// # Errors
    /// If they could not be written; they may be there all the same, and the next ones take their place.
    pub fn append(&mut self, rows: &[Row]) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let records: Vec<u8> = rows.iter().flat_map(|row| encoded(&self.lap, row)).collect();
        self.file.seek(SeekFrom::Start((self.used * RECORD_BYTES) as u64))?;
        self.file.write_all(&records)?;
        self.file.sync_data()?;
        self.used += rows.len();
        Ok(())
    }

    /// Forgets all rows, once they are kept elsewhere, and begins another lap.
    ///
    /// # Errors
    /// If the file cannot be written; then it is as before.
    pub fn clear(&mut self) -> io::Result<()> {
        let lap = random_lap()?;
        self.file.rewind()?;
        self.file.write_all(&[0; RECORD_BYTES])?;
        self.file.sync_data()?;
        (self.lap, self.used) = (lap, 0);
        Ok(())
    }
}

fn random_lap() -> io::Result<Epoch> {
    random_bytes().map_err(io::Error::other)
}

fn encoded(lap: &Epoch, row: &Row) -> [u8; RECORD_BYTES] {
    let mut record = [0; RECORD_BYTES];
    record[..8].copy_from_slice(lap);
    record[8..16].copy_from_slice(&row.expires_at_s.to_le_bytes());
    record[16..48].copy_from_slice(&row.key);
    record[48..CHECKED_BYTES].copy_from_slice(&row.mark);
    let sum = checksum(&record);
    record[CHECKED_BYTES..].copy_from_slice(&sum);
    record
}

/// The lap and the row of a record, if it is whole.
fn decoded(record: &[u8]) -> Option<(Epoch, Row)> {
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
    let whole = digest("journal", &[&record[..CHECKED_BYTES]]);
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
        let file = folder.path().join("journal");
        (folder, file)
    }

    fn opened(file: &Path) -> (WriteAheadLog, Vec<Row>) {
        WriteAheadLog::open(file, CAPACITY).unwrap()
    }

    #[test]
    fn what_was_appended_is_read_again_and_what_was_cleared_is_not() {
        let (_folder, file) = file();
        let (mut journal, before) = opened(&file);
        assert_eq!((before, journal.room()), (vec![], CAPACITY));
        journal.append(&rows(0..3)).unwrap();
        journal.append(&rows(3..8)).unwrap();
        assert_eq!(journal.room(), 0);
        assert_eq!(opened(&file).1, rows(0..8));
        journal.clear().unwrap();
        assert_eq!((opened(&file).1, journal.room()), (vec![], CAPACITY));
    }

    #[test]
    fn nothing_of_an_earlier_lap_comes_back() {
        let (_folder, file) = file();
        let (mut journal, _) = opened(&file);
        journal.append(&rows(0..8)).unwrap();
        journal.clear().unwrap();
        journal.append(&rows(20..22)).unwrap();
        assert_eq!(opened(&file).1, rows(20..22));
    }

    #[test]
    fn a_torn_record_ends_what_is_read_wherever_it_is_torn() {
        let (_folder, file) = file();
        let (mut journal, _) = opened(&file);
        journal.append(&rows(0..5)).unwrap();
        let whole = fs::read(&file).unwrap();
        for torn in 0..5 {
            for at in (torn * RECORD_BYTES..(torn + 1) * RECORD_BYTES).step_by(7) {
                let mut bytes = whole.clone();
                bytes[at] ^= 0x10;
                fs::write(&file, &bytes).unwrap();
                assert_eq!(opened(&file).1, rows(0..torn as u8), "torn at {at}");
            }
        }
    }

    #[test]
    fn a_file_that_was_cut_short_gives_what_is_whole() {
        let (_folder, file) = file();
        let (mut journal, _) = opened(&file);
        journal.append(&rows(0..5)).unwrap();
        let whole = fs::read(&file).unwrap();
        for length in 0..=5 * RECORD_BYTES {
            fs::write(&file, &whole[..length]).unwrap();
            let (_, read) = opened(&file);
            assert_eq!(read, rows(0..(length / RECORD_BYTES) as u8), "{length} bytes");
        }
    }

    #[test]
    fn bytes_that_were_never_a_record_are_none() {
        let (_folder, file) = file();
        for byte in [0, 1, 0xff] {
            fs::write(&file, vec![byte; 3 * RECORD_BYTES + 5]).unwrap();
            let (mut journal, read) = opened(&file);
            assert_eq!(read, []);
            journal.append(&rows(1..2)).unwrap();
            assert_eq!(opened(&file).1, rows(1..2));
        }
    }
}
