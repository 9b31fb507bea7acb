//! The gestures, and the modes in which they are judged.

/// A gesture that moves the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gesture {
    /// Left and right, a few strokes.
    Wave,
    /// Fast and strong, as one shakes a bottle.
    Shake,
    /// A circle in the air.
    Circle,
    /// Face down and back.
    Flip,
}

impl Gesture {
    /// All gestures, in the order in which they are offered.
    pub const ALL: [Gesture; 4] = [Gesture::Wave, Gesture::Shake, Gesture::Circle, Gesture::Flip];

    /// The name used on the command line and in the protocol.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Gesture::Wave => "wave",
            Gesture::Shake => "shake",
            Gesture::Circle => "circle",
            Gesture::Flip => "flip",
        }
    }

    /// The gesture of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gesture| gesture.name() == name)
    }
}

/// The row of the table of thresholds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The usual tolerances.
    #[default]
    Standard,
    /// Slower, smaller and longer movements pass.
    Elder,
}

impl Mode {
    /// Both modes.
    pub const ALL: [Mode; 2] = [Mode::Standard, Mode::Elder];

    /// The name used on the command line and in the protocol.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Standard => "standard",
            Mode::Elder => "elder",
        }
    }

    /// The mode of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}
