//! A buffer of the last frames, always contiguous.

use crate::input::sample::Frame;
use crate::limits::MAX_WINDOW_FRAMES;

const CAPACITY: usize = 2 * MAX_WINDOW_FRAMES;

/// Keeps the last [`MAX_WINDOW_FRAMES`] frames in order and contiguous. Frames are moved once in
/// every [`MAX_WINDOW_FRAMES`] pushes, so a push costs a constant on average.
#[derive(Clone, Debug)]
pub(crate) struct FrameBuffer {
    frames: [Frame; CAPACITY],
    end: usize,
}

impl FrameBuffer {
    pub(crate) const fn new() -> Self {
        Self { frames: [Frame { acceleration: [0; 3], rotation: [0; 3] }; CAPACITY], end: 0 }
    }

    pub(crate) fn clear(&mut self) {
        self.end = 0;
    }

    pub(crate) fn push(&mut self, frame: Frame) {
        if self.end == CAPACITY {
            self.frames.copy_within(CAPACITY - MAX_WINDOW_FRAMES.., 0);
            self.end = MAX_WINDOW_FRAMES;
        }
        self.frames[self.end] = frame;
        self.end += 1;
    }

    /// The last `len` frames, if there are as many.
    pub(crate) fn last(&self, len: usize) -> Option<&[Frame]> {
        let all = &self.frames[..self.end];
        all.get(all.len().checked_sub(len)?..)
    }
}
