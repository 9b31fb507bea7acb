//! The hints that a report may list, by name.

use passwave_motion::Reason;

macro_rules! hints {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A hint that a person was given.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Hint {
            $($(#[$doc])* $variant,)*
        }

        impl Hint {
            /// All hints.
            pub const ALL: &'static [Hint] = &[$(Hint::$variant,)*];

            /// The name as it travels.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Hint::$variant => $name,)*
                }
            }
        }
    };
}

hints! {
    /// "Good, keep going."; the gesture was accepted a moment later.
    Accepted = "accepted",
    /// "Good, keep going."; not enough has been seen yet.
    TooShort = "too-short",
    /// The sensors gave nothing that could be used.
    NoSensor = "no-sensor",
    /// The phone did not move.
    Still = "still",
    /// "Wave a bit wider."
    TooSmall = "too-small",
    /// "A bit faster."
    TooSlow = "too-slow",
    /// "A bit slower."
    TooFast = "too-fast",
    /// The movement is another gesture.
    OtherGesture = "other-gesture",
    /// "Hold the phone firmly and keep going."
    Irregular = "irregular",
    /// "Slide a bit farther."
    SlideFarther = "slide-farther",
    /// "Slide where the arrow points."
    SlideArrow = "slide-arrow",
    /// "Or choose Press instead."
    OfferPress = "offer-press",
}

impl Hint {
    /// The hint of that name, if there is one. A newer widget may send others.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|hint| hint.name() == name)
    }
}

impl From<Reason> for Hint {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Accepted => Hint::Accepted,
            Reason::TooShort => Hint::TooShort,
            Reason::NoSensor => Hint::NoSensor,
            Reason::Still => Hint::Still,
            Reason::TooSmall => Hint::TooSmall,
            Reason::TooSlow => Hint::TooSlow,
            Reason::TooFast => Hint::TooFast,
            Reason::OtherGesture => Hint::OtherGesture,
            Reason::Irregular => Hint::Irregular,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MAX_HINT_CHARS;

    #[test]
    fn every_hint_has_its_own_name_within_the_limit() {
        for hint in Hint::ALL {
            assert_eq!(Hint::from_name(hint.name()), Some(*hint));
            assert!(hint.name().len() <= MAX_HINT_CHARS, "{}", hint.name());
        }
        assert_eq!(Hint::from_name("Still"), None);
    }

    #[test]
    fn hints_of_the_recogniser_are_named_as_its_reasons() {
        for reason in Reason::ALL {
            assert_eq!(Hint::from(reason).name(), reason.name());
        }
    }
}
