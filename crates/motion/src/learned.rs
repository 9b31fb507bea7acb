//! The kinds of movement whose weights are learned from recordings of people.
//!
//! Written by `crates/recordings/learn/learn.py`, which says how; not to be edited.

use crate::features::Feature::{
    Drift, Flat, JerkRate, Kurtosis, LogPace, LogRate, LogRattle, Mirror, Purity, Push, Quietest,
    Rate, Repeat, Round, RoundThird, Seconds, Spread, Straight, Strength, Strokes, UnevenPeak,
    UnevenTime,
};
use crate::signal::Look;
use crate::table::{Kind, least, most, weight};

/// Sweeps of the arm, straight or in an arc.
pub(crate) static SWEEP: Kind = Kind {
    look: Look::Calm,
    bounds: &[
        least(Seconds, 1.5),
        least(LogPace, -1.9),
        most(Round, 0.45),
        least(Strokes, 3.0),
        least(Repeat, 0.3),
    ],
    bias: -17.56,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.36),
        weight(LogRate, 0.0, 1.7, -5.80),
        weight(Round, 0.0, 0.8, -15.90),
        weight(Quietest, 0.2, 1.0, 4.19),
        weight(Drift, 0.0, 0.6, -3.88),
        weight(LogRattle, -4.0, -0.5, -0.14),
        weight(Flat, 0.7, 1.0, 9.89),
        weight(Straight, 0.4, 1.0, 3.61),
        weight(UnevenTime, 0.0, 0.6, -2.42),
        weight(Repeat, 0.0, 1.0, 3.58),
        weight(Mirror, -1.0, 0.0, -4.65),
        weight(Purity, 0.2, 1.0, 0.03),
    ],
};

/// Quick and even waves from the wrist.
pub(crate) static QUICK: Kind = Kind {
    look: Look::Brisk,
    bounds: &[
        least(Seconds, 1.5),
        least(Strength, 3.0),
        least(LogPace, -2.12),
        least(Rate, 2.0),
        most(Spread, 2.0),
        least(Strokes, 4.0),
        least(Repeat, 0.4),
    ],
    bias: -6.09,
    weights: &[
        weight(LogPace, -2.5, 0.3, 1.06),
        weight(Spread, 1.0, 3.5, -5.51),
        weight(Drift, 0.0, 0.6, -10.88),
        weight(UnevenPeak, 0.0, 0.6, -8.59),
        weight(Straight, 0.4, 1.0, 15.65),
        weight(Mirror, -1.0, 0.0, 0.00),
    ],
};

/// Shaken as one shakes a bottle.
pub(crate) static SHAKEN: Kind = Kind {
    look: Look::Brisk,
    bounds: &[
        least(Strength, 5.5),
        least(LogPace, -1.02),
        least(Rate, 2.1),
        most(JerkRate, 5.6),
        most(Spread, 2.0),
        most(Round, 0.42),
        least(Strokes, 3.0),
        most(UnevenPeak, 0.35),
        least(Straight, 0.72),
        most(Mirror, -0.45),
    ],
    bias: -21.81,
    weights: &[
        weight(LogPace, -2.5, 0.3, 7.42),
        weight(Straight, 0.4, 1.0, 29.36),
        weight(Round, 0.0, 0.8, -4.80),
    ],
};

/// A circle in the air.
pub(crate) static ROUND: Kind = Kind {
    look: Look::Brisk,
    bounds: &[
        least(Seconds, 1.5),
        least(Round, 0.3),
        least(Strength, 1.5),
        least(RoundThird, 0.0),
        least(LogPace, -1.39),
        least(Push, 0.1),
    ],
    bias: -11.73,
    weights: &[
        weight(LogPace, -2.5, 0.3, 3.09),
        weight(RoundThird, -0.5, 0.8, 8.15),
        weight(Kurtosis, 1.0, 4.0, -1.74),
        weight(Quietest, 0.2, 1.0, 3.79),
        weight(LogRattle, -4.0, -0.5, -1.04),
        weight(Repeat, 0.0, 1.0, 2.20),
        weight(Mirror, -1.0, 0.0, -4.19),
    ],
};

/// The same where a wave is asked: a shake passes for one, but must be a clear one.
pub(crate) static SHAKEN_ON: Kind = Kind { bias: -22.56, ..SHAKEN };
