//! Protection against abuse: rate limits and rising difficulty, by client network.

pub mod client_ip;
pub(crate) mod difficulty;
pub(crate) mod network;
pub(crate) mod rate_limit;
pub(crate) mod sketch;
pub(crate) mod warning_interval;
