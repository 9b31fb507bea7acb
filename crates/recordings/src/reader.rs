//! Reads files of recordings, plain or gzipped, line by line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::{error, fmt};

use flate2::bufread::MultiGzDecoder;

use crate::recording::{Invalid, Recording};

/// The longest line that is read, in bytes; a recording of ten minutes at 100 Hz is well below it.
pub const MAX_LINE_BYTES: usize = 32 << 20;

/// What is wrong with one line of a file of recordings.
#[derive(Debug)]
pub struct ReadError {
    /// The file, as it was named by the caller.
    pub file: String,
    /// The line, counted from 1; 0 where the file itself could not be opened.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong with a line.
#[derive(Debug)]
pub enum Problem {
    /// The file cannot be read, or is broken off.
    Io(io::Error),
    /// The line is longer than [`MAX_LINE_BYTES`].
    TooLong,
    /// The line is no JSON, or has not the fields of a recording.
    Json(serde_json::Error),
    /// The fields do not fit together.
    Invalid(Invalid),
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
        }
        match &self.problem {
            Problem::Io(cause) => write!(out, ": {cause}"),
            Problem::TooLong => write!(out, ": longer than {MAX_LINE_BYTES} bytes"),
            Problem::Json(cause) => write!(out, ": {cause}"),
            Problem::Invalid(cause) => write!(out, ": {cause}"),
        }
    }
}

impl error::Error for ReadError {}

/// The recordings of one file. A bad line is an error of its own; the next ones follow.
pub struct Recordings {
    file: String,
    line: usize,
    from: Box<dyn BufRead>,
    ended: bool,
}

/// Opens a file of recordings; whether it is gzipped is seen from its first bytes.
///
/// # Errors
/// If the file cannot be opened.
pub fn open(path: &Path) -> Result<Recordings, ReadError> {
    let file = path.display().to_string();
    let opened = File::open(path).and_then(|file| unpack(BufReader::new(file)));
    match opened {
        Ok(from) => Ok(Recordings { file, line: 0, from, ended: false }),
        Err(cause) => Err(ReadError { file, line: 0, problem: Problem::Io(cause) }),
    }
}

/// Reads recordings from anything, for instance standard input; `name` stands in errors.
///
/// # Errors
/// If nothing can be read at all.
pub fn read(name: &str, from: impl Read + 'static) -> Result<Recordings, ReadError> {
    let file = name.to_owned();
    match unpack(BufReader::new(from)) {
        Ok(from) => Ok(Recordings { file, line: 0, from, ended: false }),
        Err(cause) => Err(ReadError { file, line: 0, problem: Problem::Io(cause) }),
    }
}

fn unpack(mut from: impl BufRead + 'static) -> io::Result<Box<dyn BufRead>> {
    const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
    if from.fill_buf()?.starts_with(&GZIP_MAGIC) {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(from))));
    }
    Ok(Box::new(from))
}

impl Iterator for Recordings {
    type Item = Result<Recording, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            match self.next_line() {
                Ok(None) => self.ended = true,
                Ok(Some(line)) if line.trim_ascii().is_empty() => {}
                Ok(Some(line)) => return Some(self.parse(&line)),
                Err(problem) => {
                    self.ended = !matches!(problem, Problem::TooLong);
                    return Some(Err(self.error(problem)));
                }
            }
        }
        None
    }
}

impl Recordings {
    fn next_line(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        let mut line = Vec::new();
        let most = MAX_LINE_BYTES as u64 + 1;
        let read = self.from.by_ref().take(most).read_until(b'\n', &mut line);
        match read.map_err(Problem::Io)? {
            0 => Ok(None),
            _ if line.len() > MAX_LINE_BYTES => {
                self.from.skip_until(b'\n').map_err(Problem::Io)?;
                Err(Problem::TooLong)
            }
            _ => Ok(Some(line)),
        }
    }

    fn parse(&self, line: &[u8]) -> Result<Recording, ReadError> {
        let recording: Recording =
            serde_json::from_slice(line).map_err(|cause| self.error(Problem::Json(cause)))?;
        recording.check().map_err(|cause| self.error(Problem::Invalid(cause)))?;
        Ok(recording)
    }

    fn error(&self, problem: Problem) -> ReadError {
        ReadError { file: self.file.clone(), line: self.line, problem }
    }
}
