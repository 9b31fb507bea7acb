//! What a session asks the browser to do.

use alloc::string::String;

use passwave_motion::{Gesture, Mode, Reason};
use passwave_protocol::{RedeemRequest, RenewRequest, Way, WorkTask, limits};

use super::slide::Direction;

/// What the widget shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing has been pressed.
    Idle,
    /// The system asks for permission, or the challenge is on its way.
    Asking,
    /// The prompt stands; no stroke was felt yet.
    Listening,
    /// Strokes are felt.
    Progress,
    /// A hint stands.
    Hint,
    /// The server or the work decides.
    Checking,
    /// The form holds a token.
    Verified,
    /// The server said no.
    Failed,
    /// The verification can no longer be renewed.
    Expired,
}

impl State {
    /// The name that the page sees.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            State::Idle => "idle",
            State::Asking => "asking",
            State::Listening => "listening",
            State::Progress => "progress",
            State::Hint => "hint",
            State::Checking => "checking",
            State::Verified => "verified",
            State::Failed => "failed",
            State::Expired => "expired",
        }
    }
}

/// One sentence to a person. The page holds the words, in their language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// "Wave your phone left and right", or its like.
    Prompt(Gesture),
    /// "Slide a finger to the right", or its like.
    PromptSlide(Direction),
    /// "Good, keep going."
    KeepGoing,
    /// What would help most with that gesture.
    Hint(Gesture, Reason),
    /// "Slide a bit farther."
    HintSlideFarther,
    /// "Slide where the arrow points."
    HintSlideArrow,
    /// "Or choose Press instead."
    OfferPress,
    /// "Checking."
    Checking,
    /// "Checking without waving. A few seconds."
    CheckingPress,
    /// "Motion is off. Checking without waving. A few seconds."
    MotionOff,
    /// "Stopped."
    Stopped,
    /// "Verified."
    Verified,
    /// "That did not work. Press to try again, or choose Press instead."
    Failed,
    /// The same where pressing is all that is asked.
    FailedPress,
    /// "Please verify again."
    Expired,
    /// "The check cannot be reached. Trying again."
    Unreachable,
}

impl Message {
    /// The key of the sentence in the string files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Message::Prompt(Gesture::Wave) => "promptWave",
            Message::Prompt(Gesture::Shake) => "promptShake",
            Message::Prompt(Gesture::Circle) => "promptCircle",
            Message::Prompt(Gesture::Flip) => "promptFlip",
            Message::PromptSlide(Direction::Right) => "promptSlideRight",
            Message::PromptSlide(Direction::Left) => "promptSlideLeft",
            Message::PromptSlide(Direction::Up) => "promptSlideUp",
            Message::PromptSlide(Direction::Down) => "promptSlideDown",
            Message::KeepGoing => "keepGoing",
            Message::Hint(gesture, reason) => hint_key(gesture, reason),
            Message::HintSlideFarther => "hintSlideFarther",
            Message::HintSlideArrow => "hintSlideArrow",
            Message::OfferPress => "offerPress",
            Message::Checking => "checking",
            Message::CheckingPress => "checkingPress",
            Message::MotionOff => "motionOff",
            Message::Stopped => "stopped",
            Message::Verified => "verified",
            Message::Failed => "failed",
            Message::FailedPress => "failedPress",
            Message::Expired => "expired",
            Message::Unreachable => "unreachable",
        }
    }

    /// How a report names it, if it is a hint.
    #[must_use]
    pub const fn hint_number(self) -> Option<u32> {
        match self {
            Message::Hint(_, reason) => Some(reason as u32),
            Message::HintSlideFarther => Some(limits::SLIDE_FARTHER_HINT),
            Message::HintSlideArrow => Some(limits::SLIDE_ARROW_HINT),
            Message::OfferPress => Some(limits::OFFER_HINT),
            _ => None,
        }
    }

    /// Whether it may interrupt a screen reader: only a verdict does.
    #[must_use]
    pub const fn is_verdict(self) -> bool {
        matches!(self, Message::Verified | Message::Failed | Message::FailedPress)
    }
}

const fn hint_key(gesture: Gesture, reason: Reason) -> &'static str {
    match reason {
        Reason::Accepted | Reason::TooShort => "keepGoing",
        Reason::NoSensor | Reason::Still => "hintStill",
        Reason::TooSmall => "hintWider",
        Reason::TooSlow => "hintFaster",
        Reason::TooFast => "hintSlower",
        Reason::Irregular => "hintFirmly",
        Reason::OtherGesture => match gesture {
            Gesture::Wave => "hintToAndFro",
            Gesture::Shake => "hintShake",
            Gesture::Circle => "hintRound",
            Gesture::Flip => "hintFlip",
        },
    }
}

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
pub struct Opinion {
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
    AskEasy,
    /// Send the answer; nothing depends on whether it arrives.
    SendOpinion(Opinion),
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
