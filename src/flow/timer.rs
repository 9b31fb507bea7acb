//! The timers that the host runs for the flow.

/// A timer that may be running. There is one of each at the most.
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
    /// The token has to be renewed.
    Renew,
}

impl Timer {
    /// All timers.
    pub const ALL: [Timer; 7] = [
        Timer::NoEvent,
        Timer::KeepGoing,
        Timer::Hint,
        Timer::SlowCheck,
        Timer::Answer,
        Timer::Retry,
        Timer::Renew,
    ];

    /// The name by which the host knows it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Timer::NoEvent => "no-event",
            Timer::KeepGoing => "keep-going",
            Timer::Hint => "hint",
            Timer::SlowCheck => "slow-check",
            Timer::Answer => "answer",
            Timer::Retry => "retry",
            Timer::Renew => "renew",
        }
    }

    /// The timer of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|timer| timer.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_timer_has_its_own_name() {
        for timer in Timer::ALL {
            assert_eq!(Timer::from_name(timer.name()), Some(timer));
        }
        assert_eq!(Timer::from_name("Retry"), None);
    }
}
