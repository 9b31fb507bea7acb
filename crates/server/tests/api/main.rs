//! Calls every endpoint without a socket, with a clock that is set by hand.

mod admin;
mod challenge;
mod difficulty;
mod files;
mod fixture;
mod gesture;
#[cfg(feature = "redis-tests")]
mod instances;
mod keys;
mod rate_limit;
mod redeem;
mod renew;
mod siteverify;
mod survey;
mod test_keys;
mod wrong_work;
