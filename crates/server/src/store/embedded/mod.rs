//! The store in a file on this computer: a redb database, written to by one thread with group commit.

#[cfg(test)]
mod crash_tests;
mod database;
#[cfg(test)]
mod disk_full_tests;
mod file;
#[cfg(test)]
mod tests;
mod writer;

pub use writer::EmbeddedStore;
