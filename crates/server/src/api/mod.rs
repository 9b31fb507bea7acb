//! One file per endpoint: parse, apply, answer.

pub(crate) mod challenge;
pub(crate) mod health;
pub(crate) mod jwks;
pub mod redeem;
pub(crate) mod renew;
pub(crate) mod self_test;
pub mod siteverify;
pub(crate) mod survey;
