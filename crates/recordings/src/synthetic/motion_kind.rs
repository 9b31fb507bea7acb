//! The motions that can be generated.

/// A motion of the synthetic arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Motion {
    /// Waving left and right.
    WaveLr,
    /// Waving up and down.
    WaveUd,
    /// A circle in the air.
    Circle,
    /// Shaking, as one shakes a bottle.
    Shake,
    /// Turning the phone face down and back, again and again.
    Flip,
    /// Walking with the phone in the hand.
    Walk,
    /// Waving as one greets: the raised forearm turns to and fro about the elbow, and gravity with it.
    Greeting,
}

impl Motion {
    /// All motions.
    pub const ALL: [Motion; 7] = [
        Motion::WaveLr,
        Motion::WaveUd,
        Motion::Circle,
        Motion::Shake,
        Motion::Flip,
        Motion::Walk,
        Motion::Greeting,
    ];

    /// The label in a recording.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Motion::WaveLr => "wave_lr",
            Motion::WaveUd => "wave_ud",
            Motion::Circle => "circle",
            Motion::Shake => "shake",
            Motion::Flip => "flip",
            Motion::Walk => "walk",
            Motion::Greeting => "greeting",
        }
    }

    /// A number of its own, so that no two motions of one person share their random numbers. Others would change all
    /// generated recordings.
    pub(super) const fn seed(self) -> u64 {
        match self {
            Motion::WaveLr => 0,
            Motion::WaveUd => 1,
            Motion::Circle => 2,
            Motion::Shake => 3,
            Motion::Flip => 4,
            Motion::Walk => 5,
            Motion::Greeting => 6,
        }
    }
}
