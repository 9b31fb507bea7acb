//! Resamples to a fixed rate by linear interpolation, and rounds.

use crate::input::sample::{Channels, Frame};
use crate::input::sanitize::CleanSample;
use crate::limits::{FRAME_RATE_HZ, MAX_ACCELERATION, MAX_GAP_MS, MAX_ROTATION};
use crate::math::{Vector, round, within};

const FRAME_MS: f64 = 1000.0 / FRAME_RATE_HZ as f64;

/// Interpolates linearly between samples, once in every 20 ms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resampler {
    last: Option<Reading>,
    next_ms: f64,
    pub(crate) channels: Channels,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    at_ms: f64,
    acceleration: Vector,
    rotation: Vector,
}

/// How a sample continues those before it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Its time is not later: it is ignored.
    Ignored,
    /// It cannot continue them: the frames start again with it.
    Restart,
    /// Zero or more frames follow; [`Resampler::frames`] yields them.
    Continue,
}

impl Resampler {
    /// How the sample continues those before it.
    pub(crate) fn step(&self, sample: &CleanSample) -> Step {
        let Some(last) = self.last else { return Step::Restart };
        let elapsed_ms = sample.at_ms - last.at_ms;
        if sample.gravity != self.channels.gravity || elapsed_ms.abs() > MAX_GAP_MS {
            return Step::Restart;
        }
        if elapsed_ms <= 0.0 { Step::Ignored } else { Step::Continue }
    }

    /// Starts again with this sample as the first frame.
    pub(crate) fn restart(&mut self, sample: &CleanSample) -> Frame {
        let reading = Reading {
            at_ms: sample.at_ms,
            acceleration: sample.acceleration,
            rotation: sample.rotation.unwrap_or_default(),
        };
        self.channels = Channels { gravity: sample.gravity, rotation: sample.rotation.is_some() };
        self.last = Some(reading);
        self.next_ms = sample.at_ms + FRAME_MS;
        rounded(reading.acceleration, reading.rotation)
    }

    /// The frames between the last sample and this one.
    pub(crate) fn frames(&mut self, sample: &CleanSample, mut take: impl FnMut(Channels, Frame)) {
        let Some(last) = self.last else { return };
        self.channels.rotation |= sample.rotation.is_some();
        let now = Reading {
            at_ms: sample.at_ms,
            acceleration: sample.acceleration,
            rotation: sample.rotation.unwrap_or(last.rotation),
        };
        while self.next_ms <= now.at_ms {
            let part = (self.next_ms - last.at_ms) / (now.at_ms - last.at_ms);
            take(
                self.channels,
                rounded(
                    between(last.acceleration, now.acceleration, part),
                    between(last.rotation, now.rotation, part),
                ),
            );
            self.next_ms += FRAME_MS;
        }
        self.last = Some(now);
    }
}

fn between(from: Vector, to: Vector, part: f64) -> Vector {
    [0, 1, 2].map(|axis| from[axis] + (to[axis] - from[axis]) * part)
}

fn rounded(acceleration: Vector, rotation: Vector) -> Frame {
    Frame {
        acceleration: acceleration
            .map(|value| bounded(value * Frame::UNITS_PER_MPS2, MAX_ACCELERATION)),
        rotation: rotation.map(|value| bounded(value, MAX_ROTATION)),
    }
}

fn bounded(value: f64, most: i16) -> i16 {
    let most = f64::from(most);
    within(round(value), -most, most) as i16
}
