//! Which way the phone points, and how far it turned.

use crate::axes::Axes;
use crate::limits::FRAME_RATE_HZ;
use crate::math::{Vector, acos_deg, add, dot, scale, sqrt, unit};
use crate::sample::{Frame, Window};

/// Frames over which gravity is averaged: long enough to even out the hand's own push.
const AVERAGE: usize = 15;
/// Frames from one look to the next.
const STEP: usize = 5;

/// How far the phone turned over and back within a window.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Posture {
    /// The farthest it turned from where it pointed at first, in degrees.
    pub(crate) turned_away_deg: f64,
    /// How far from there it was at the end.
    pub(crate) still_away_deg: f64,
}

impl Posture {
    pub(crate) fn of(window: Window<'_>) -> Self {
        if window.channels.gravity {
            return Self::by_gravity(window.frames);
        }
        if window.channels.rotation { Self::by_rotation(window.frames) } else { Self::default() }
    }

    fn by_gravity(frames: &[Frame]) -> Self {
        let mut downs = frames.windows(AVERAGE).step_by(STEP).map(down);
        let Some(first) = downs.next() else { return Self::default() };
        Self::from_angles(downs.map(|now| acos_deg(dot(first, now))))
    }

    /// Without gravity the gyroscope must do: the angle about the one axis it turns about most.
    fn by_rotation(frames: &[Frame]) -> Self {
        let mut turning = [[0.0; 3]; crate::limits::MAX_WINDOW_FRAMES];
        for (out, frame) in turning.iter_mut().zip(frames) {
            *out = frame.rotation.map(f64::from);
        }
        let turning = &turning[..frames.len().min(turning.len())];
        let axis = Axes::of(turning).direction;
        let mut angle_deg = 0.0;
        Self::from_angles(turning.iter().map(|&rate| {
            angle_deg += dot(rate, axis) / f64::from(FRAME_RATE_HZ);
            sqrt(angle_deg * angle_deg)
        }))
    }

    fn from_angles(angles: impl Iterator<Item = f64>) -> Self {
        angles.fold(Self::default(), |so_far, angle_deg| Self {
            turned_away_deg: f64::max(so_far.turned_away_deg, angle_deg),
            still_away_deg: angle_deg,
        })
    }
}

fn down(frames: &[Frame]) -> Vector {
    let sum =
        frames.iter().fold([0.0; 3], |sum, frame| add(sum, frame.acceleration.map(f64::from)));
    unit(scale(sum, 1.0 / frames.len() as f64))
}
