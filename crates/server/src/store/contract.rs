//! Remembers what has been spent.
//!
//! The whole contract is one atomic insert-if-absent that survives a crash: of any number of
//! callers that spend one key, on any number of connections, exactly one is told it was first.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use crate::digest::Digest32;

/// What is to be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Names it; a digest, so that the store holds nothing that could be used.
    pub key: Digest32,
    /// The spender's mark, told to whoever comes later. No other spender has the same, unless it may
    /// pass for this one.
    pub mark: Digest32,
    /// When it was issued, in Unix seconds. A store that lost what it knew since then refuses it.
    pub issued_at_s: u64,
    /// From when on it may be forgotten, in Unix seconds.
    pub expires_at_s: u64,
}

/// What came of spending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// This caller was first.
    First,
    /// Someone was there before and left this mark.
    Already {
        /// The first spender's mark.
        mark: Digest32,
    },
    /// The store has lost what it knew since the thing was issued: nobody knows whether it was
    /// spent, so it is refused.
    Forgotten,
}

/// The store failed; nothing may be taken for granted.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process works on the file.
    #[error("{0}: another passwave is using this store; each needs its own")]
    InUse(PathBuf),
    /// The file or its journals cannot be opened.
    #[error("{0}: {1}")]
    Open(PathBuf, String),
    /// The Redis cannot be used.
    #[error("the Redis store cannot be used: {0}")]
    Unusable(String),
    /// Reading or writing failed; the cause is in the log.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// An answer that takes its time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// The contract; `conformance` holds what every implementation must pass.
pub trait Store: Send + Sync {
    /// Spends the entry's key unless an entry is there that has not expired at `now_s`. Once this
    /// answers [`Spent::First`] the entry survives a crash.
    fn spend(&self, entry: Entry, now_s: u64) -> Answer<'_, Spent>;

    /// Whether the key has been spent and not expired at `now_s`; also if the store has lost what it
    /// knew since `issued_at_s`.
    fn is_spent(&self, key: Digest32, issued_at_s: u64, now_s: u64) -> Answer<'_, bool>;
}
