#![doc = include_str!("../README.md")]
#![no_std]
extern crate alloc;

pub mod limits;

mod challenge;
mod errors;
pub mod evidence;
mod hint;
mod messages;
pub mod mode_serde;
pub mod proof_of_work;
mod varint;

pub use challenge::{ChallengeResponse, Way};
pub use errors::ErrorCode;
pub use evidence::Evidence;
pub use hint::Hint;
pub use messages::{
    ErrorResponse, RedeemRequest, RedeemResponse, RenewRequest, RenewResponse, Report,
    SurveyRequest,
};
pub use proof_of_work::{Solver, WorkTask};
