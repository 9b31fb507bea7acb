//! What judges a movement: the recogniser.

use alloc::string::String;

use passwave_motion::{Gesture, Mode, Reason, Recogniser, Sample, Update};
use passwave_protocol::evidence;

/// The recogniser of one attempt.
#[derive(Debug)]
pub(super) struct Judge {
    gesture: Gesture,
    recogniser: Recogniser,
}

impl Judge {
    pub fn new(gesture: Gesture, mode: Mode) -> Option<Self> {
        Some(Self { gesture, recogniser: Recogniser::new(gesture, mode) })
    }

    pub fn push(&mut self, sample: &Sample) -> Update {
        self.recogniser.push(sample)
    }

    /// What would help most.
    pub fn reason(&self) -> Reason {
        self.recogniser.verdict().reason
    }

    /// The accepted window, encoded.
    pub fn evidence(&self) -> Option<String> {
        let window = self.recogniser.accepted_window()?;
        Some(evidence::encode(self.gesture, &window))
    }
}
