//! The states of a widget, as a page sees them.

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
