//! The one table of thresholds: what counts as which gesture, in either mode.
//!
//! A gesture is made if any of its [`Kind`]s is. A kind has bounds that must all hold, and weights
//! whose sum must not be negative.

use crate::features::Feature;
use crate::features::Feature::{Push, SpunAway, SpunLeft, TippedAway, TippedLeft};
use crate::gesture::{Gesture, Mode};
use crate::learned::{QUICK, ROUND, SHAKEN, SHAKEN_ON, SWEEP};
use crate::signal::Look;

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

impl Weight {
    /// The most it can add.
    pub(crate) fn most(&self) -> f64 {
        f64::max(self.weight * self.from, self.weight * self.to)
    }
}

/// One way of making a gesture.
#[derive(Debug)]
pub(crate) struct Kind {
    /// How the movement is looked at.
    pub(crate) look: Look,
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
    /// The kinds of movement that are the gesture.
    pub(crate) kinds: &'static [&'static Kind],
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
    pub(crate) const ROUND: f64 = 0.5;
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

const WAVE_KINDS: &[&Kind] = &[&SWEEP, &QUICK, &SHAKEN_ON];
const STANDARD: Row =
    Row { windows: &[], gain: 1.0, kinds: &[], tick_mps2: 1.5, plenty_of_strokes: 7.0 };
const ELDER: Row = Row { gain: 1.5, tick_mps2: 0.9, ..STANDARD };

static WAVE: Row = Row { windows: &[50, 75, 100, 150, 200], kinds: WAVE_KINDS, ..STANDARD };
static WAVE_ELDER: Row =
    Row { windows: &[75, 100, 150, 200, 300], kinds: WAVE_KINDS, gain: 1.2, ..ELDER };

static SHAKE: Row = Row { windows: &[50, 75, 100], kinds: &[&SHAKEN], ..STANDARD };
static SHAKE_ELDER: Row =
    Row { windows: &[50, 75, 100, 150], kinds: &[&SHAKEN], gain: 1.05, ..ELDER };

static CIRCLE: Row = Row { windows: &[75, 100, 150], kinds: &[&ROUND], ..STANDARD };
static CIRCLE_ELDER: Row = Row { windows: &[75, 100, 150, 250], kinds: &[&ROUND], ..ELDER };

static FLIP: Row = Row {
    windows: &[75, 100, 150, 200],
    kinds: &[&TIPPED, &SPUN],
    plenty_of_strokes: 2.0,
    ..STANDARD
};
static FLIP_ELDER: Row = Row {
    windows: &[75, 100, 150, 200, 300],
    kinds: &[&TIPPED_ELDER, &SPUN],
    plenty_of_strokes: 2.0,
    ..ELDER
};

pub(crate) const fn least(feature: Feature, at_least: f64) -> Bound {
    Bound { feature, at_least, at_most: f64::MAX }
}

pub(crate) const fn most(feature: Feature, at_most: f64) -> Bound {
    Bound { feature, at_least: f64::MIN, at_most }
}

pub(crate) const fn weight(feature: Feature, from: f64, to: f64, weight: f64) -> Weight {
    Weight { feature, from, to, weight }
}

pub(crate) const fn between(feature: Feature, at_least: f64, at_most: f64) -> Bound {
    Bound { feature, at_least, at_most }
}

/// What a phone feels spreads by at least this much in a hand that turns it over, in m/s2; on a
/// turntable by no more than 0.047.
const HAND_MPS2: f64 = 0.06;

/// Turned face down and back, by gravity.
static TIPPED: Kind = Kind {
    look: Look::Brisk,
    bounds: &[between(Push, HAND_MPS2, 2.6), least(TippedAway, 120.0), most(TippedLeft, 45.0)],
    bias: 2.0,
    weights: &[],
};

/// The same, not quite so far.
static TIPPED_ELDER: Kind = Kind {
    look: Look::Brisk,
    bounds: &[between(Push, HAND_MPS2, 2.6), least(TippedAway, 115.0), most(TippedLeft, 50.0)],
    bias: 2.0,
    weights: &[],
};

/// Turned over and back, by the gyroscope.
static SPUN: Kind = Kind {
    look: Look::Brisk,
    bounds: &[between(Push, HAND_MPS2, 1.8), least(SpunAway, 130.0), most(SpunLeft, 45.0)],
    bias: 2.0,
    weights: &[],
};
