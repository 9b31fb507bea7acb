//! The store in files of this computer: a write-ahead log in front of a redb database.

#[cfg(test)]
mod crash_tests;
mod tables;
mod write_ahead_log;
mod write_buffer;
mod writer;

pub use writer::EmbeddedStore;
