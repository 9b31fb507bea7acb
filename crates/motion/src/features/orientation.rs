//! Which way the phone points, and how far it turned over and back.

use crate::features::principal_axes::PrincipalAxes;
use crate::input::sample::{Frame, Window};
use crate::limits::{FRAME_RATE_HZ, MAX_WINDOW_FRAMES};
use crate::math::{Vector, abs, acos_deg, add, dot, length, scale, unit};

/// Frames over which gravity is averaged: long enough to even out the hand's own push.
const AVERAGE: usize = 15;
/// Frames from one look to the next.
const STEP: usize = 5;
/// An average this short or long is no gravity but a push, in m/s2.
const GRAVITY_MPS2: core::ops::RangeInclusive<f64> = 6.5..=13.0;

/// How far the phone turned from where it pointed at first, in degrees.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OrientationChange {
    /// The farthest it stayed for two looks.
    pub(crate) max_deg: f64,
    /// At the end.
    pub(crate) final_deg: f64,
}

impl OrientationChange {
    /// By the direction of gravity.
    pub(crate) fn by_gravity(window: Window<'_>) -> Self {
        if !window.channels.gravity {
            return Self::default();
        }
        let mut looks = window.frames.windows(AVERAGE).step_by(STEP).map(down);
        let Some(Some(first)) = looks.next() else { return Self::default() };
        Self::along(looks.map(|now| now.map(|now| acos_deg(dot(first, now)))))
    }

    /// By the gyroscope: the angle about the one axis that the phone turns about most.
    pub(crate) fn by_rotation(window: Window<'_>) -> Self {
        if !window.channels.rotation {
            return Self::default();
        }
        let mut rates = [[0.0; 3]; MAX_WINDOW_FRAMES];
        for (rate, frame) in rates.iter_mut().zip(window.frames) {
            *rate = frame.rotation.map(f64::from);
        }
        let rates = &rates[..window.frames.len().min(MAX_WINDOW_FRAMES)];
        let axis = PrincipalAxes::of(rates).direction;
        let mut angle_deg = 0.0;
        Self::along(rates.chunks(STEP).map(|few| {
            let sum: f64 = few.iter().map(|&rate| dot(rate, axis)).sum();
            angle_deg += sum / f64::from(FRAME_RATE_HZ);
            Some(abs(angle_deg))
        }))
    }

    fn along(angles: impl Iterator<Item = Option<f64>>) -> Self {
        let (mut turn, mut before_deg) = (Self::default(), 0.0);
        for angle_deg in angles {
            let stays_deg = f64::min(before_deg, angle_deg.unwrap_or(0.0));
            turn.max_deg = f64::max(turn.max_deg, stays_deg);
            turn.final_deg = angle_deg.unwrap_or(180.0);
            before_deg = angle_deg.unwrap_or(0.0);
        }
        turn
    }
}

/// Where gravity points, if that can be told.
fn down(frames: &[Frame]) -> Option<Vector> {
    let sum =
        frames.iter().fold([0.0; 3], |sum, frame| add(sum, frame.acceleration.map(f64::from)));
    let mean = scale(sum, 0.1 / frames.len() as f64);
    GRAVITY_MPS2.contains(&length(mean)).then(|| unit(mean))
}
