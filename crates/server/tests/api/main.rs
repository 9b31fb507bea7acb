//! Calls every endpoint without a socket, with a clock that is set by hand.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/redis_server.rs"]
mod redis_server;

mod admin;
mod challenge;
mod easy;
mod files;
mod fixture;
mod gesture;
mod instances;
mod keys;
mod load;
mod rates;
mod redeem;
mod renew;
mod siteverify;
mod test_keys;
