//! Verdicts and their reasons.

/// The result of judging a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Whether the gesture asked for was made.
    pub accepted: bool,
    /// The classifier's score from 0 to 1; at least 0.5 where the gesture is accepted.
    pub score: f64,
    /// The number of strokes in the window.
    pub strokes: u32,
    /// Why it was accepted or refused.
    pub reason: Reason,
}

impl Verdict {
    pub(crate) const fn refused(reason: Reason) -> Self {
        Self { accepted: false, score: 0.0, strokes: 0, reason }
    }
}

/// Why a window was accepted or refused. Each refusal is also a hint to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The gesture was made.
    Accepted,
    /// There are not enough frames yet.
    TooShort,
    /// No sensor delivered a usable reading.
    NoSensor,
    /// The phone did not move.
    Still,
    /// The movement is too small: "Wave a bit wider."
    TooSmall,
    /// The movement is too slow: "A bit faster."
    TooSlow,
    /// The movement is too fast: "A bit slower."
    TooFast,
    /// The movement is another gesture: a circle instead of a wave, or a wave instead of a circle.
    OtherGesture,
    /// The movement is irregular: "Hold the phone firmly and keep going."
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
