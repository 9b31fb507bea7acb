//! The store contract: one atomic, crash-safe insert-if-absent.
//!
//! Of any number of callers that spend one key, on any number of connections, exactly one gets
//! [`Spent::First`].

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use crate::digest::Digest32;
use crate::limits::STORE_RETENTION_S;

/// A key to be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// A digest, so that nothing in the store is usable as a token.
    pub key: Digest32,
    /// Stored with the key and returned to later callers. It is unique to the caller, unless a retry is to
    /// count as the same caller.
    pub mark: Digest32,
    /// When the key was issued, in Unix seconds: always the same for the same key, unless the key names something
    /// that is issued by being spent. A store that has lost data since then refuses it.
    pub issued_at_s: u64,
    /// When the entry may be removed, in Unix seconds.
    pub expires_at_s: u64,
}

impl Entry {
    /// When a store may purge the entry, in Unix seconds. After a purge a store refuses whatever was issued
    /// [`STORE_RETENTION_S`] or more before the time of the purge, so that no purged key can be spent again.
    pub(super) fn purge_at_s(&self) -> u64 {
        self.expires_at_s.max(self.issued_at_s + STORE_RETENTION_S)
    }
}

/// The result of spending a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// This caller was the first.
    First,
    /// The key was spent before.
    Already {
        /// The mark of the first caller.
        mark: Digest32,
    },
    /// The store has lost data since the key was issued, so it may have been spent: refused.
    Forgotten,
}

/// The store failed; whether the key was spent is not known.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the file open.
    #[error("{0}: another passwave process is using this store; each instance needs its own")]
    InUse(PathBuf),
    /// The database file cannot be opened.
    #[error("{0}: {1}")]
    Open(PathBuf, String),
    /// The file is of an earlier version.
    #[error(
        "{0}: this store was written by an earlier version of Passwave, which this one cannot read. Stop the server \
         for two hours and ten minutes, so that nothing issued before is good any more; or accept that what was used \
         in that time could be used once more. Then remove the file and the logs beside it, and start again"
    )]
    OldFormat(PathBuf),
    /// The Redis cannot be used.
    #[error("the Redis store cannot be used: {0}")]
    Unusable(String),
    /// Nothing is spent for a while, because the store has changed or a clock was set back.
    #[error("nothing is spent for {wait_s} s: the store has just changed, or a clock was set back")]
    Unsettled {
        /// For how long, in seconds.
        wait_s: u64,
    },
    /// A read or write failed; the cause is in the log.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// The future of a store operation.
pub(super) type StoreFuture<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// The contract; every implementation runs the suite in `conformance`.
pub trait Store: Send + Sync {
    /// Inserts the entry unless one with its key exists that has not expired at `now_s`. After
    /// [`Spent::First`] the entry survives a crash.
    fn spend(&self, entry: Entry, now_s: u64) -> StoreFuture<'_, Spent>;

    /// Whether the key was spent and has not expired at `now_s`; also true if the store has lost data
    /// since `issued_at_s`.
    fn is_spent(&self, key: Digest32, issued_at_s: u64, now_s: u64) -> StoreFuture<'_, bool>;
}
