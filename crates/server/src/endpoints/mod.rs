//! One file per endpoint: parse, apply, answer.

pub mod challenge;
mod counted;
pub mod easy;
mod grant;
pub mod health;
pub mod jwks;
pub mod redeem;
pub mod renew;
pub mod siteverify;

pub use counted::count;
