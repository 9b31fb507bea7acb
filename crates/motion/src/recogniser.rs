//! The streaming recogniser. (First cut: counts frames.)

use crate::{Channels, Frame, Gesture, Mode, Reason, Sample, Verdict, Window};

/// What one sample changed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Update {
    /// A stroke was completed with this sample: the moment for a tick.
    pub stroke: bool,
    /// Strokes since the recogniser was made.
    pub strokes: u32,
    /// How far the person has come, from 0 to 1; never goes back within a session.
    pub progress: f64,
    /// The latest verdict, when this sample led to one.
    pub verdict: Option<Verdict>,
}

/// Follows one try of one person, sample by sample. Allocates nothing; bounded in memory.
#[derive(Clone, Debug)]
pub struct Recogniser {
    gesture: Gesture,
    mode: Mode,
}

impl Recogniser {
    /// A recogniser that has seen nothing yet.
    #[must_use]
    pub fn new(gesture: Gesture, mode: Mode) -> Self {
        Self { gesture, mode }
    }

    /// Takes the next sample. After an accepted verdict nothing changes any more.
    pub fn push(&mut self, _sample: &Sample) -> Update {
        let window = Window { channels: Channels::default(), frames: &[] as &[Frame] };
        Update { verdict: Some(judge(self.gesture, self.mode, window)), ..Update::default() }
    }

    /// The latest verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        Verdict { accepted: false, score: 0.0, strokes: 0, reason: Reason::TooShort }
    }

    /// The window on which an accepted verdict rests: exactly what is to be sent as evidence.
    #[must_use]
    pub fn accepted_window(&self) -> Option<Window<'_>> {
        None
    }
}

/// Judges one window by itself: the same window always gets the same verdict, on every machine.
#[must_use]
pub fn judge(_gesture: Gesture, _mode: Mode, _window: Window<'_>) -> Verdict {
    Verdict { accepted: false, score: 0.0, strokes: 0, reason: Reason::TooShort }
}
