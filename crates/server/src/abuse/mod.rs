//! Protection against abuse: rate limits, rising difficulty by client network, checks of the proof of work.

pub mod client_ip;
pub(crate) mod difficulty;
pub(crate) mod network;
pub(crate) mod network_list;
pub(crate) mod rate_limit;
pub(crate) mod sketch;
pub(crate) mod warning_interval;
pub(crate) mod work_check;
