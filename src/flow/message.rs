//! The sentences that a person hears or reads, by their keys in the string files.

use passwave_motion::{Gesture, Reason};
use passwave_protocol::Hint;

use super::slide::Direction;

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
    /// "One moment."
    OneMoment,
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
            Message::OneMoment => "oneMoment",
            Message::Unreachable => "unreachable",
        }
    }

    /// Which hint it is in a report, if it is one.
    #[must_use]
    pub fn hint(self) -> Option<Hint> {
        match self {
            Message::Hint(_, reason) => Some(reason.into()),
            Message::HintSlideFarther => Some(Hint::SlideFarther),
            Message::HintSlideArrow => Some(Hint::SlideArrow),
            Message::OfferPress => Some(Hint::OfferPress),
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
        // Who is still may not have heard what was asked.
        Reason::NoSensor | Reason::Still => match gesture {
            Gesture::Wave => "hintStillWave",
            Gesture::Shake => "hintStillShake",
            Gesture::Circle => "hintStillCircle",
            Gesture::Flip => "hintStillFlip",
        },
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
