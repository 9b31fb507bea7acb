//! The state machine of one widget: from a press to a token, with no browser in it.
//!
//! [`Flow::step`] takes the time and one [`Input`], and returns the [`Effect`]s that the host has to
//! carry out, in order. Time is an argument, so a test can run a whole verification.
//!
//! | module | what it does |
//! |---|---|
//! | `state_machine` | holds the state and routes each input |
//! | `start` | a press, the permission, the challenge, the prompt |
//! | `coaching` | samples and slides, strokes, praise, hints |
//! | `redeem` | proof of work, redeem, faults, retries |
//! | `renewal` | the token's lifecycle: verified, renewed, expired |
//! | `attempt` | what one try has gathered so far |

mod attempt;
mod coaching;
mod effect;
mod held_token;
mod input;
#[cfg(feature = "motion")]
mod judge;
mod message;
#[cfg(not(feature = "motion"))]
mod no_judge;
mod redeem;
mod renewal;
mod report;
mod serialise;
mod slide;
mod start;
mod state;
mod state_machine;
#[cfg(test)]
mod tests;
mod timer;
mod timing;

#[cfg(feature = "motion")]
use judge::Judge;
#[cfg(not(feature = "motion"))]
use no_judge::Judge;

pub use effect::{Effect, Proof};
pub use input::{Challenge, Fault, Input, Permission};
pub use message::Message;
pub use slide::Direction;
pub use state::State;
pub use state_machine::{Choice, Flow};
pub use timer::Timer;
pub use timing::jitter_ms;
