//! What the state machine asks its host to do.

use alloc::string::String;

use passwave_motion::Mode;
use passwave_protocol::{RedeemRequest, RenewRequest, Way, WorkTask};

use super::message::Message;
use super::slide::Direction;
use super::state::State;

/// A clock that may be running. There is one of each at the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// No motion event came.
    NoEvent,
    /// Strokes were felt, and no verdict came.
    KeepGoing,
    /// The person could do with a hint.
    Hint,
    /// A check takes long enough to say so.
    SlowCheck,
    /// The server has not answered.
    Answer,
    /// The server may be asked again.
    Retry,
    /// The token wants renewing.
    Renew,
}

impl Timer {
    /// All clocks, each at the index that it has as a number.
    pub const ALL: [Timer; 7] = [
        Timer::NoEvent,
        Timer::KeepGoing,
        Timer::Hint,
        Timer::SlowCheck,
        Timer::Answer,
        Timer::Retry,
        Timer::Renew,
    ];
}

/// What a person thought of it; the body of `POST easy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyAnswer {
    /// The latest token.
    pub token: String,
    /// The holder's proof.
    pub renew: String,
    /// Whether it was easy.
    pub easy: bool,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Show this state; a message replaces the one that stands, none leaves it.
    Show {
        /// The state.
        state: State,
        /// The sentence, if there is a new one.
        message: Option<Message>,
    },
    /// A stroke was felt: tick, vibrate, grow the ring.
    Stroke {
        /// Strokes so far.
        strokes: u32,
        /// From 0 to 1.
        progress: f64,
    },
    /// So much of the work is done, or of the slide.
    Progress(f64),
    /// Show the pad, with an arrow that points this way; or put it away.
    Pad(Option<Direction>),
    /// Ask whether it was easy.
    AskSurvey,
    /// Send the answer; nothing depends on whether it arrives.
    SendSurvey(SurveyAnswer),
    /// Get a challenge.
    FetchChallenge {
        /// The way asked for; the server chooses a gesture where there is none.
        way: Option<Way>,
        /// The row of tolerances asked for.
        mode: Mode,
    },
    /// Solve the work of this challenge.
    StartWork {
        /// The challenge's id.
        id: String,
        /// How much.
        task: WorkTask,
    },
    /// Stop solving.
    StopWork,
    /// Listen to the sensors.
    StartMotion,
    /// Listen no more.
    StopMotion,
    /// Send the proof.
    Redeem(RedeemRequest),
    /// Ask for a fresh token.
    Renew(RenewRequest),
    /// Put the token into the form, or take it out.
    Token(Option<String>),
    /// Tell the page what went wrong.
    Error(String),
    /// Start or restart this clock; milliseconds.
    SetTimer(Timer, u32),
    /// Stop this clock.
    ClearTimer(Timer),
    /// Stop all clocks.
    ClearTimers,
}
