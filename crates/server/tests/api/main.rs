//! Calls every endpoint without a socket, with a clock that is set by hand.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/redis_server.rs"]
mod redis_server;

mod admin;
mod challenge;
mod difficulty;
mod files;
mod fixture;
mod gesture;
mod instances;
mod keys;
mod rate_limit;
mod redeem;
mod renew;
mod siteverify;
mod survey;
mod test_keys;
