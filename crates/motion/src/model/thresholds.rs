//! The one table of thresholds: what counts as which gesture, in either mode.
//!
//! A gesture is made if any of its [`Pattern`]s is. A pattern has bounds that must all hold, and weights
//! whose sum must not be negative.

use crate::features::feature::Feature::{
    FinalRotation, FinalTilt, MagnitudeDeviation, MaxRotation, MaxTilt,
};
use crate::features::signal::Smoothing;
use crate::model::gesture::{Gesture, Mode};
use crate::model::pattern::{Pattern, between, least, most};
use crate::model::weights::{CIRCLE_ROUND, SHAKE_STROKES, WAVE_QUICK, WAVE_SHAKE, WAVE_SWEEP};

/// A row: one gesture in one mode.
#[derive(Debug)]
pub(crate) struct Row {
    /// The lengths of window that the recogniser judges, in frames, shortest first.
    pub(crate) windows: &'static [usize],
    /// Movements count as this much stronger than they are.
    pub(crate) gain: f64,
    /// The patterns of movement that are the gesture.
    pub(crate) patterns: &'static [&'static Pattern],
    /// The least peak of a stroke that gets a tick, in m/s2.
    pub(crate) tick_mps2: f64,
    /// So many strokes are nearly always enough: what progress is measured by.
    pub(crate) plenty_of_strokes: f64,
}

/// Where hints change over; they decide nothing.
pub(crate) mod hints {
    /// Under this strength a phone counts as lying still, in m/s2.
    pub(crate) const STILL_MPS2: f64 = 0.6;
    /// Under this strength a movement is too small, in m/s2.
    pub(crate) const SMALL_MPS2: f64 = 2.0;
    /// Under this strength a shake is too small, in m/s2.
    pub(crate) const SMALL_SHAKE_MPS2: f64 = 6.0;
    /// Under this mean frequency a movement is too slow, in Hz.
    pub(crate) const SLOW_HZ: f64 = 0.7;
    /// Under this mean frequency a shake is too slow, in Hz.
    pub(crate) const SLOW_SHAKE_HZ: f64 = 2.0;
    /// Over this mean frequency a movement is too fast, in Hz.
    pub(crate) const FAST_HZ: f64 = 5.0;
    /// Under this roundness a movement is no circle but to and fro.
    pub(crate) const HARDLY_ROUND: f64 = 0.3;
    /// Over this roundness a movement is no wave but goes round.
    pub(crate) const CIRCULAR: f64 = 0.5;
}

pub(crate) const fn row(gesture: Gesture, mode: Mode) -> &'static Row {
    match (gesture, mode) {
        (Gesture::Wave, Mode::Standard) => &WAVE,
        (Gesture::Wave, Mode::Elder) => &WAVE_ELDER,
        (Gesture::Shake, Mode::Standard) => &SHAKE,
        (Gesture::Shake, Mode::Elder) => &SHAKE_ELDER,
        (Gesture::Circle, Mode::Standard) => &CIRCLE,
        (Gesture::Circle, Mode::Elder) => &CIRCLE_ELDER,
        (Gesture::Flip, Mode::Standard) => &FLIP,
        (Gesture::Flip, Mode::Elder) => &FLIP_ELDER,
    }
}

const WAVE_PATTERNS: &[&Pattern] = &[&WAVE_SWEEP, &WAVE_QUICK, &WAVE_SHAKE];
const STANDARD: Row =
    Row { windows: &[], gain: 1.0, patterns: &[], tick_mps2: 1.5, plenty_of_strokes: 7.0 };
const ELDER: Row = Row { gain: 1.5, tick_mps2: 0.9, ..STANDARD };

static WAVE: Row = Row { windows: &[50, 75, 100, 150, 200], patterns: WAVE_PATTERNS, ..STANDARD };
static WAVE_ELDER: Row =
    Row { windows: &[75, 100, 150, 200, 300], patterns: WAVE_PATTERNS, gain: 1.2, ..ELDER };

static SHAKE: Row = Row { windows: &[50, 75, 100], patterns: &[&SHAKE_STROKES], ..STANDARD };
static SHAKE_ELDER: Row =
    Row { windows: &[50, 75, 100, 150], patterns: &[&SHAKE_STROKES], gain: 1.05, ..ELDER };

static CIRCLE: Row = Row { windows: &[75, 100, 150], patterns: &[&CIRCLE_ROUND], ..STANDARD };
static CIRCLE_ELDER: Row =
    Row { windows: &[75, 100, 150, 250], patterns: &[&CIRCLE_ROUND], ..ELDER };

static FLIP: Row = Row {
    windows: &[75, 100, 150, 200],
    patterns: &[&FLIP_TILT, &FLIP_ROTATION],
    plenty_of_strokes: 2.0,
    ..STANDARD
};
static FLIP_ELDER: Row = Row {
    windows: &[75, 100, 150, 200, 300],
    patterns: &[&FLIP_TILT_ELDER, &FLIP_ROTATION],
    plenty_of_strokes: 2.0,
    ..ELDER
};

/// What a phone feels spreads by at least this much in a hand that turns it over, in m/s2; on a
/// turntable by no more than 0.047.
const HAND_MPS2: f64 = 0.06;

/// Turned face down and back, by gravity.
static FLIP_TILT: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        between(MagnitudeDeviation, HAND_MPS2, 2.6),
        least(MaxTilt, 120.0),
        most(FinalTilt, 45.0),
    ],
    bias: 2.0,
    weights: &[],
};

/// The same, not quite so far.
static FLIP_TILT_ELDER: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        between(MagnitudeDeviation, HAND_MPS2, 2.6),
        least(MaxTilt, 115.0),
        most(FinalTilt, 50.0),
    ],
    bias: 2.0,
    weights: &[],
};

/// Turned over and back, by the gyroscope.
static FLIP_ROTATION: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        between(MagnitudeDeviation, HAND_MPS2, 1.8),
        least(MaxRotation, 130.0),
        most(FinalRotation, 45.0),
    ],
    bias: 2.0,
    weights: &[],
};
