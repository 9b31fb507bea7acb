//! What can happen to the state machine.

use alloc::string::String;

use passwave_motion::{Mode, Sample};
use passwave_protocol::limits::{MAX_WORK_BITS, MAX_WORK_PUZZLES};
use passwave_protocol::{ErrorCode, Way, WorkTask};

use super::timer::Timer;

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
    /// The server refused.
    Refused {
        /// Its first error code; empty where the answer could not be read.
        code: String,
        /// What its `Retry-After` says, in seconds; 0 without one.
        retry_after_s: u32,
    },
}

impl Fault {
    /// What a challenge comes to that asks for something this version does not know.
    #[must_use]
    pub fn unknown_version() -> Self {
        Fault::Refused {
            code: const { ErrorCode::UnknownVersion.as_str() }.into(),
            retry_after_s: 0,
        }
    }

    /// Whether the same request may succeed later: the server is away, or says when to come back.
    pub(super) fn is_temporary(&self) -> bool {
        const RATE_LIMITED: &str = ErrorCode::RateLimited.as_str();
        match self {
            Fault::Unreachable => true,
            Fault::Refused { code, retry_after_s } => *retry_after_s > 0 || code == RATE_LIMITED,
        }
    }

    /// For how long the server wants to be left alone.
    pub(super) fn retry_after_s(&self) -> u32 {
        match self {
            Fault::Unreachable => 0,
            Fault::Refused { retry_after_s, .. } => *retry_after_s,
        }
    }
}

/// What the flow needs to know of a challenge. The signed challenge stays with the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The challenge's id, from which the blocks of the work are made.
    pub id: String,
    /// The way asked for.
    pub way: Way,
    /// The recogniser's mode.
    pub mode: Mode,
    /// The work to be done.
    pub work: WorkTask,
}

impl Challenge {
    /// Reads the fields of the server's answer.
    ///
    /// # Errors
    /// [`Fault::unknown_version`] if it asks for a way, a mode or an amount of work that this version does
    /// not know, or for a gesture where no recogniser is built in.
    pub fn parse(id: String, way: &str, mode: &str, work: WorkTask) -> Result<Self, Fault> {
        let is_within_limits = work.puzzles <= MAX_WORK_PUZZLES && work.bits <= MAX_WORK_BITS;
        let can_judge = |way: &Way| cfg!(feature = "motion") || way.gesture().is_none();
        match (Way::from_name(way).filter(can_judge), Mode::from_name(mode)) {
            (Some(way), Some(mode)) if is_within_limits => Ok(Self { id, way, mode, work }),
            _ => Err(Fault::unknown_version()),
        }
    }
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
    WorkSolved,
    /// The server accepted the proof and sent a token.
    Redeemed {
        /// How long the token is fresh, in seconds.
        expires_in_s: u32,
        /// Whether the server would like to know if it was easy.
        survey: bool,
    },
    /// The server sent a fresh token.
    Renewed {
        /// How long the token is fresh, in seconds.
        expires_in_s: u32,
    },
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
