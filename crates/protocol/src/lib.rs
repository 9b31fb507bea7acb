//! What the Passwave widget and server say to each other.
//!
//! A *challenge* asks a person for a way of verifying; *evidence* is the compact trace of a
//! gesture; *work* is the proof of work; both together are redeemed for a *token*. This crate
//! holds the words both sides share: limits, error codes, wire types, the evidence codec and the
//! work puzzles. It opens no socket, reads no clock and keeps no key, so that the widget's
//! WebAssembly and the server can both be built on it.
#![no_std]
extern crate alloc;

pub mod limits;

mod challenge;
mod errors;
pub mod evidence;
mod hint;
mod messages;
pub mod proof_of_work;
mod varint;

pub use challenge::{ChallengeAnswer, Way};
pub use errors::ErrorCode;
pub use evidence::Evidence;
pub use hint::Hint;
pub use messages::{
    RedeemAnswer, RedeemRequest, Refusal, RenewAnswer, RenewRequest, Report, SurveyRequest,
};
pub use proof_of_work::{Solver, WorkTask};
