//! The streaming recogniser: samples in, verdicts out.

use crate::features::stroke_detector::StrokeDetector;
use crate::input::frame_buffer::FrameBuffer;
use crate::input::resample::{Resampler, Step};
use crate::input::sample::{Frame, Sample, Window};
use crate::input::sanitize::{CleanSample, Sanitizer};
use crate::model::classifier::judge;
use crate::model::gesture::{Gesture, Mode};
use crate::model::thresholds::{
    JUDGE_INTERVAL_FRAMES, LONG_WINDOW_FRAMES, PROGRESS_BEFORE_ACCEPTED, row,
};
use crate::model::verdict::{Reason, Verdict};

/// What one sample changed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Update {
    /// A stroke ended with this sample: the moment for a tick.
    pub stroke: bool,
    /// Strokes since the recogniser was made.
    pub strokes: u32,
    /// Progress from 0 to 1; it never decreases.
    pub progress: f64,
    /// The latest verdict, when this sample led to one.
    pub verdict: Option<Verdict>,
}

/// Judges one attempt of one person, sample by sample, in constant memory and without allocation.
#[derive(Clone, Debug)]
pub struct Recogniser {
    gesture: Gesture,
    mode: Mode,
    sanitizer: Sanitizer,
    resampler: Resampler,
    buffer: FrameBuffer,
    stroke_detector: StrokeDetector,
    since_judged: usize,
    judgements: usize,
    strokes: u32,
    progress: f64,
    verdict: Verdict,
    accepted_frames: usize,
}

impl Recogniser {
    /// A recogniser without any sample.
    #[must_use]
    pub fn new(gesture: Gesture, mode: Mode) -> Self {
        Self {
            gesture,
            mode,
            sanitizer: Sanitizer::default(),
            resampler: Resampler::default(),
            buffer: FrameBuffer::new(),
            stroke_detector: StrokeDetector::default(),
            since_judged: frames_before_first_interval(gesture, mode),
            judgements: 0,
            strokes: 0,
            progress: 0.0,
            verdict: Verdict::refused(Reason::NoSensor),
            accepted_frames: 0,
        }
    }

    /// Takes the next sample. After an accepted verdict nothing changes anymore.
    pub fn push(&mut self, sample: &Sample) -> Update {
        let before = self.strokes;
        let usable = if self.verdict.accepted { None } else { self.sanitizer.sanitize(sample) };
        if usable.is_some() && self.verdict.reason == Reason::NoSensor {
            self.verdict = Verdict::refused(Reason::TooShort);
        }
        let verdict = usable.and_then(|clean| self.push_clean(&clean));
        Update {
            stroke: self.strokes > before,
            strokes: self.strokes,
            progress: self.progress,
            verdict,
        }
    }

    /// The latest verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The window on which an accepted verdict rests: exactly what is sent as evidence.
    #[must_use]
    pub fn accepted_window(&self) -> Option<Window<'_>> {
        if self.verdict.accepted { self.recent_window(self.accepted_frames) } else { None }
    }

    /// The last `len` frames, if there are as many; for tools.
    #[must_use]
    pub fn recent_window(&self, len: usize) -> Option<Window<'_>> {
        Some(Window { channels: self.resampler.channels, frames: self.buffer.last(len)? })
    }

    fn push_clean(&mut self, clean: &CleanSample) -> Option<Verdict> {
        match self.resampler.step(clean) {
            Step::Ignored => None,
            Step::Restart => {
                self.buffer.clear();
                self.stroke_detector = StrokeDetector::default();
                self.since_judged = frames_before_first_interval(self.gesture, self.mode);
                let frame = self.resampler.restart(clean);
                self.push_frame(frame)
            }
            Step::Continue => {
                let mut resampler = core::mem::take(&mut self.resampler);
                let mut verdict = None;
                resampler.frames(clean, |channels, frame| {
                    self.resampler.channels = channels;
                    if !self.verdict.accepted {
                        verdict = self.push_frame(frame).or(verdict);
                    }
                });
                self.resampler = resampler;
                verdict
            }
        }
    }

    fn push_frame(&mut self, frame: Frame) -> Option<Verdict> {
        self.buffer.push(frame);
        let row = row(self.gesture, self.mode);
        if self.stroke_detector.push(&frame, &row.stroke_detector) {
            self.strokes = self.strokes.saturating_add(1);
            let share = f64::from(self.strokes) / (row.expected_strokes + 1.0);
            self.progress = f64::max(self.progress, f64::min(share, PROGRESS_BEFORE_ACCEPTED));
        }
        self.since_judged += 1;
        if self.since_judged < JUDGE_INTERVAL_FRAMES {
            return None;
        }
        self.since_judged = 0;
        self.verdict = self.judge_all();
        self.progress = if self.verdict.accepted { 1.0 } else { self.progress };
        Some(self.verdict)
    }

    /// The first verdict that accepts, else the one with the highest score. Long windows are judged in turns.
    fn judge_all(&mut self) -> Verdict {
        let mut best = Verdict::refused(Reason::TooShort);
        self.judgements = self.judgements.wrapping_add(1);
        let windows = row(self.gesture, self.mode).windows_frames;
        for (nth, &frames) in windows.iter().enumerate() {
            let Some(window) = self.recent_window(frames) else { break };
            if frames >= LONG_WINDOW_FRAMES && (nth + self.judgements).is_multiple_of(2) {
                continue;
            }
            let verdict = judge(self.gesture, self.mode, window);
            if verdict.accepted {
                self.accepted_frames = frames;
                return verdict;
            }
            if verdict.score >= best.score {
                best = verdict;
            }
        }
        best
    }
}

/// What the first interval is shorter by, so that the shortest window is judged as soon as it is full.
fn frames_before_first_interval(gesture: Gesture, mode: Mode) -> usize {
    let shortest = row(gesture, mode).windows_frames.first().copied().unwrap_or_default();
    (JUDGE_INTERVAL_FRAMES - shortest % JUDGE_INTERVAL_FRAMES) % JUDGE_INTERVAL_FRAMES
}
