//! What can happen to the state machine.

use alloc::string::String;
use alloc::vec::Vec;

use passwave_motion::Sample;
use passwave_protocol::WorkTask;
use serde::Deserialize;

use super::effect::Timer;

/// How the system answered when the page asked for motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Motion events may come.
    Granted,
    /// The person or the browser said no.
    Denied,
    /// This browser knows no motion events at all.
    Unavailable,
}

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answer, or none that could be read.
    Unreachable,
    /// The server refused, with its first error code.
    Refused(String),
}

/// What the widget needs of [`passwave_protocol::ChallengeAnswer`]: what is not read is not in the wasm.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Challenge {
    /// The signed challenge, to be sent back as it is.
    #[serde(rename = "challenge")]
    pub signed: String,
    /// The challenge's id, from which the work's blocks are made.
    pub id: String,
    /// The name of the way asked for.
    pub way: String,
    /// The name of the recogniser's mode.
    pub mode: String,
    /// The work to be done.
    pub work: WorkTask,
}

/// What the widget needs of [`passwave_protocol::RenewAnswer`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Renewed {
    /// The fresh token.
    pub token: String,
    /// How long it is fresh, in seconds.
    pub expires_in_s: u32,
}

/// What the widget needs of [`passwave_protocol::RedeemAnswer`]; the score is for the site alone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Redeemed {
    /// What the form carries.
    pub token: String,
    /// The holder's proof; it never goes into the form.
    pub renew: String,
    /// How long the token is fresh, in seconds.
    pub expires_in_s: u32,
    /// Whether the server would like to know if it was easy.
    pub survey: bool,
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// The main button was pressed; `touch` when by a finger or thumb on the glass.
    Press {
        /// Whether it came from a touch screen.
        touch: bool,
    },
    /// "Press instead" was pressed.
    Other,
    /// "Stop" was pressed.
    Stop,
    /// A finger on the pad has come so far, in CSS pixels.
    Slide {
        /// To the right of where it began.
        right_px: f64,
        /// Below where it began.
        down_px: f64,
        /// Whether it has left the pad.
        is_over: bool,
    },
    /// The person said whether it was easy.
    Survey(bool),
    /// The question for motion was answered.
    Permission(Permission),
    /// The sensors were read.
    Sample(Sample),
    /// The server sent a challenge.
    Challenge(Challenge),
    /// So much of the work is done, from 0 to 1.
    WorkProgress(f64),
    /// The work is done.
    WorkSolved(Vec<u32>),
    /// The server confirmed the proof.
    Redeemed(Redeemed),
    /// The server renewed the token.
    Renewed(Renewed),
    /// A challenge or a redeem brought nothing.
    Fault(Fault),
    /// A renewal brought nothing.
    RenewFault(Fault),
    /// A timer ran out.
    Timer(Timer),
    /// The page is looked at again.
    Returned {
        /// It was restored from the history; its token may have been used since.
        was_restored: bool,
    },
    /// The page wants to start over.
    Reset,
}
