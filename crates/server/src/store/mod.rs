//! Remembers what has been spent, in a file or in Redis.

#[cfg(test)]
mod conformance;
mod contract;
mod embedded;
mod purge_clock;
mod redis;

pub use contract::{Entry, Spent, Store, StoreError};
pub use embedded::EmbeddedStore;
pub use redis::RedisStore;
pub(crate) use redis::{Part, SentinelUrl};
