//! The one table of thresholds: what counts as which gesture, in either mode.
//!
//! A gesture is made if any of its [`Kind`]s is. A kind has bounds that must all hold, and weights
//! whose sum must not be negative.

use crate::features::Feature;
use crate::gesture::{Gesture, Mode};

/// A feature that must lie between two values.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) feature: Feature,
    pub(crate) at_least: f64,
    pub(crate) at_most: f64,
}

/// How much a feature, held between two values, speaks for a kind.
#[derive(Debug)]
pub(crate) struct Weight {
    pub(crate) feature: Feature,
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) weight: f64,
}

/// One way of making a gesture.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) bounds: &'static [Bound],
    pub(crate) bias: f64,
    pub(crate) weights: &'static [Weight],
}

/// A row: one gesture in one mode.
#[derive(Debug)]
pub(crate) struct Row {
    /// The lengths of window that the recogniser judges, in frames, shortest first.
    pub(crate) windows: &'static [usize],
    /// Movements count as this much stronger than they are.
    pub(crate) gain: f64,
    /// Added to every kind's sum of weights.
    pub(crate) leniency: f64,
    /// The kinds of movement that are the gesture.
    pub(crate) kinds: &'static [&'static Kind],
    /// The least peak of a stroke that gets a tick, in m/s2.
    pub(crate) tick_mps2: f64,
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

const WAVE_KINDS: &[&Kind] = &[&SWEEP, &QUICK, &SHAKEN];
const STANDARD: Row = Row { windows: &[], gain: 1.0, leniency: 0.0, kinds: &[], tick_mps2: 1.5 };
const ELDER: Row = Row { gain: 1.5, leniency: 0.0, tick_mps2: 0.9, ..STANDARD };
static WAVE: Row = Row { windows: &[50, 75, 100, 150, 200], kinds: WAVE_KINDS, ..STANDARD };
static WAVE_ELDER: Row =
    Row { windows: &[75, 100, 150, 200, 300], kinds: WAVE_KINDS, gain: 1.4, ..ELDER };
static SHAKE: Row = Row { windows: &[50, 75, 100], kinds: &[&SHAKEN], ..STANDARD };
static SHAKE_ELDER: Row =
    Row { windows: &[50, 75, 100, 150], kinds: &[&SHAKEN], gain: 1.3, ..ELDER };
static CIRCLE: Row = Row { windows: &[75, 100, 150], kinds: &[&ROUND], ..STANDARD };
static CIRCLE_ELDER: Row = Row { windows: &[75, 100, 150, 250], kinds: &[&ROUND], ..ELDER };
static FLIP: Row = Row { windows: &[75, 100, 150, 200], kinds: &[&TIPPED, &SPUN], ..STANDARD };
static FLIP_ELDER: Row =
    Row { windows: &[75, 100, 150, 200, 300, 400], kinds: &[&TIPPED_ELDER, &SPUN], ..ELDER };

const fn least(feature: Feature, at_least: f64) -> Bound {
    Bound { feature, at_least, at_most: f64::MAX }
}

const fn most(feature: Feature, at_most: f64) -> Bound {
    Bound { feature, at_least: f64::MIN, at_most }
}

const fn weight(feature: Feature, from: f64, to: f64, weight: f64) -> Weight {
    Weight { feature, from, to, weight }
}

use Feature::{
    Drift, Flat, JerkRate, Kurtosis, LogPace, LogRate, LogRattle, Mirror, Purity, Push, Quietest,
    Rate, Repeat, Round, RoundThird, Seconds, Spread, SpunAway, SpunLeft, Straight, Strength,
    Strokes, TippedAway, TippedLeft, UnevenPeak, UnevenTime,
};

/// Sweeps of the arm, straight or in an arc.
static SWEEP: Kind = Kind {
    bounds: &[
        least(Seconds, 1.5),
        least(Strokes, 3.0),
        least(Repeat, 0.3),
        most(Round, 0.45),
        least(LogPace, -1.9),
    ],
    bias: -14.45,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.327),
        weight(LogRate, -0.7, 1.7, -4.349),
        weight(Mirror, -1.0, 0.0, -2.067),
        weight(Repeat, 0.0, 1.0, 2.458),
        weight(Purity, 0.2, 1.0, 0.502),
        weight(Round, 0.0, 0.8, -13.634),
        weight(Quietest, 0.2, 1.0, 1.768),
        weight(UnevenTime, 0.0, 0.6, -3.600),
        weight(Drift, 0.0, 0.6, -3.967),
        weight(Flat, 0.7, 1.0, 8.847),
        weight(Straight, 0.4, 1.0, 5.603),
        weight(LogRattle, -4.0, -0.5, -0.317),
    ],
};

/// Quick and even waves from the wrist.
static QUICK: Kind = Kind {
    bounds: &[
        least(Seconds, 1.5),
        least(Strokes, 4.0),
        least(Repeat, 0.4),
        least(Rate, 2.0),
        most(Spread, 2.0),
        least(LogPace, -2.12),
        least(Strength, 3.0),
    ],
    bias: -5.65,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.165),
        weight(Spread, 1.0, 3.5, -6.933),
        weight(Mirror, -1.0, 0.0, -0.325),
        weight(UnevenPeak, 0.0, 0.6, -5.514),
        weight(Drift, 0.0, 0.6, -5.241),
        weight(Straight, 0.4, 1.0, 17.367),
    ],
};

/// Shaken as one shakes a bottle.
static SHAKEN: Kind = Kind {
    bounds: &[
        least(Strokes, 3.0),
        least(LogPace, -1.02),
        most(Mirror, -0.45),
        most(UnevenPeak, 0.35),
        least(Straight, 0.72),
        least(Rate, 2.1),
        most(JerkRate, 5.6),
        most(Spread, 2.0),
        most(Round, 0.42),
        least(Strength, 5.5),
    ],
    bias: -18.64,
    weights: &[
        weight(LogPace, -2.5, 0.3, 6.53),
        weight(Straight, 0.4, 1.0, 25.22),
        weight(Round, 0.0, 0.8, -4.428),
    ],
};

/// A circle in the air.
static ROUND: Kind = Kind {
    bounds: &[
        least(Round, 0.3),
        least(Strength, 1.5),
        least(RoundThird, 0.0),
        least(LogPace, -1.39),
    ],
    bias: -11.62,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.883),
        weight(RoundThird, -0.5, 0.8, 8.61),
        weight(Repeat, 0.0, 1.0, 2.012),
        weight(Mirror, -1.0, 0.0, -3.81),
        weight(Kurtosis, 1.0, 4.0, -1.77),
        weight(Quietest, 0.2, 1.0, 3.528),
        weight(LogRattle, -4.0, -0.5, -1.227),
    ],
};

/// Turned face down and back, by gravity.
static TIPPED: Kind = Kind {
    bounds: &[least(TippedAway, 120.0), most(TippedLeft, 45.0), most(Push, 2.6)],
    bias: 2.0,
    weights: &[],
};

/// Turned over and back, by the gyroscope.
static SPUN: Kind = Kind {
    bounds: &[
        least(SpunAway, 130.0),
        most(SpunLeft, 45.0),
        most(Push, 2.6),
        most(Push, 2.2),
        most(Push, 1.6),
    ],
    bias: 2.0,
    weights: &[],
};

/// The same, not quite so far.
static TIPPED_ELDER: Kind = Kind {
    bounds: &[least(TippedAway, 110.0), most(TippedLeft, 50.0), most(Push, 2.6)],
    bias: 2.0,
    weights: &[],
};
