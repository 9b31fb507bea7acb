//! Calls every endpoint without a socket, with a clock that is set by hand.

mod challenge;
mod files;
mod fixture;
mod redeem;
mod renew;
mod siteverify;
mod test_keys;
