//! How far the phone turned from its first orientation, by gravity or by gyroscope.

use crate::features::principal_axes::PrincipalAxes;
use crate::features::settings::FeatureSettings;
use crate::input::sample::{Frame, Window};
use crate::limits::{FRAME_RATE_HZ, MAX_WINDOW_FRAMES};
use crate::math::{Vector, abs, acos_deg, add, dot, length, scale, unit};

/// The length of the moving average that estimates gravity: long enough to average out the hand's own acceleration.
const AVERAGE_FRAMES: usize = 15;
/// Angles are computed once in this many frames.
const STEP_FRAMES: usize = 5;
/// The final angle where gravity cannot be told: as far away as possible.
const UNKNOWN_DEG: f64 = 180.0;

/// The angle to the first orientation, in degrees.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OrientationChange {
    /// The largest that held for two steps.
    pub(crate) max_deg: f64,
    /// At the end of the window.
    pub(crate) final_deg: f64,
}

impl OrientationChange {
    /// By the direction of gravity.
    pub(crate) fn by_gravity(window: Window<'_>, settings: &FeatureSettings) -> Self {
        if !window.channels.gravity {
            return Self::default();
        }
        let averages = window.frames.windows(AVERAGE_FRAMES).step_by(STEP_FRAMES);
        let mut directions = averages.map(|frames| gravity_direction(frames, settings));
        let Some(Some(first)) = directions.next() else { return Self::default() };
        Self::of(directions.map(|now| now.map(|now| acos_deg(dot(first, now)))))
    }

    /// By the gyroscope: the angle about the axis that the phone turns about most.
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
        Self::of(rates.chunks(STEP_FRAMES).map(|few| {
            let sum: f64 = few.iter().map(|&rate| dot(rate, axis)).sum();
            angle_deg += sum / f64::from(FRAME_RATE_HZ);
            Some(abs(angle_deg))
        }))
    }

    fn of(angles: impl Iterator<Item = Option<f64>>) -> Self {
        let (mut change, mut before_deg) = (Self::default(), 0.0);
        for angle_deg in angles {
            let held_deg = f64::min(before_deg, angle_deg.unwrap_or(0.0));
            change.max_deg = f64::max(change.max_deg, held_deg);
            change.final_deg = angle_deg.unwrap_or(UNKNOWN_DEG);
            before_deg = angle_deg.unwrap_or(0.0);
        }
        change
    }
}

/// The direction of gravity, unless the mean acceleration is more or less than gravity alone.
fn gravity_direction(frames: &[Frame], settings: &FeatureSettings) -> Option<Vector> {
    let sum =
        frames.iter().fold([0.0; 3], |sum, frame| add(sum, frame.acceleration.map(f64::from)));
    let mean = scale(sum, Frame::UNIT_MPS2 / frames.len() as f64);
    let gravity_mps2 = settings.min_gravity_mps2..=settings.max_gravity_mps2;
    gravity_mps2.contains(&length(mean)).then(|| unit(mean))
}
