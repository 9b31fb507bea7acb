//! What the state machine asks its host to do.

use alloc::string::String;
use alloc::vec::Vec;

use passwave_motion::Mode;
use passwave_protocol::{Hint, Way, WorkTask};
use serde::Serialize;

use super::message::Message;
use super::serialise;
use super::slide::Direction;
use super::state::State;
use super::timer::Timer;

/// What the flow adds to a proof, and to the report that goes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The accepted window, encoded; absent without a gesture.
    pub evidence: Option<String>,
    /// From the first press to now, in tenths of a second.
    pub took_ds: u32,
    /// The hints that were given.
    #[serde(serialize_with = "serialise::hints")]
    pub hints: Vec<Hint>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
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
    /// Send the answer to the survey, with the held token; nothing depends on whether it arrives.
    SendSurvey {
        /// Whether it was easy.
        easy: bool,
    },
    /// Get a challenge.
    FetchChallenge {
        /// The way asked for; the server chooses a gesture where there is none.
        #[serde(serialize_with = "serialise::way")]
        way: Option<Way>,
        /// The row of tolerances asked for.
        #[serde(serialize_with = "serialise::mode")]
        mode: Mode,
    },
    /// Take the challenge that has just arrived, and solve its work.
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
    /// Send the proof: the challenge that was taken, its solved work, and this.
    Redeem(Proof),
    /// Ask for a fresh token in place of the held one.
    Renew,
    /// Hold the token that has just arrived and put it into the form; or hold none.
    Token(bool),
    /// Tell the page what went wrong.
    Error(String),
    /// Start or restart this timer; milliseconds.
    SetTimer(Timer, u32),
    /// Stop this timer.
    ClearTimer(Timer),
    /// Stop all timers.
    ClearTimers,
}
