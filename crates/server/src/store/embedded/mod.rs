//! The store in a file on this computer: a redb database, written to by one thread with group commit.

#[cfg(all(test, feature = "resilience-tests"))]
mod crash_tests;
mod spent_tables;
// They mount a file system, which needs root.
#[cfg(all(test, feature = "resilience-tests"))]
mod disk_full_tests;
mod open_file;
#[cfg(test)]
mod tests;
mod writer;

pub use writer::EmbeddedStore;
