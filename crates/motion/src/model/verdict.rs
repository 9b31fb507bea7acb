//! What the recogniser says.

/// What came of judging a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Whether the gesture asked for was made.
    pub accepted: bool,
    /// How clearly, from 0 to 1; an accepted verdict has at least 0.5.
    pub score: f64,
    /// How many strokes the window holds.
    pub strokes: u32,
    /// Why it was accepted or what was most in the way.
    pub reason: Reason,
}

/// Why a window was accepted or not. Each refusal is also the one hint that would help most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The gesture was made.
    Accepted,
    /// Not enough has been seen yet.
    TooShort,
    /// No sensor gave anything that could be used.
    NoSensor,
    /// The phone did not move.
    Still,
    /// The movement is too small: "Wave a bit wider."
    TooSmall,
    /// The movement is too slow: "A bit faster."
    TooSlow,
    /// The movement is too fast or too wild: "A bit slower."
    TooFast,
    /// Round instead of to and fro, or the other way about: the movement is another one.
    OtherGesture,
    /// The movement is not even: "Hold the phone firmly and keep going."
    Irregular,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Reason; 9] = [
        Reason::Accepted,
        Reason::TooShort,
        Reason::NoSensor,
        Reason::Still,
        Reason::TooSmall,
        Reason::TooSlow,
        Reason::TooFast,
        Reason::OtherGesture,
        Reason::Irregular,
    ];

    /// The name used on the command line and for the widget's hints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Accepted => "accepted",
            Reason::TooShort => "too-short",
            Reason::NoSensor => "no-sensor",
            Reason::Still => "still",
            Reason::TooSmall => "too-small",
            Reason::TooSlow => "too-slow",
            Reason::TooFast => "too-fast",
            Reason::OtherGesture => "other-gesture",
            Reason::Irregular => "irregular",
        }
    }
}
