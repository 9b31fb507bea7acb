//! The kinds of movement whose weights are learned from recordings of people.
//!
//! Written by `crates/recordings/learn/learn.py`, which says how; not to be edited.

use crate::features::Feature::{
    Drift, Flat, JerkRate, Kurtosis, LogPace, LogRate, LogRattle, Mirror, Purity, Quietest, Rate,
    Repeat, Round, RoundThird, Seconds, Spread, Straight, Strength, Strokes, UnevenPeak,
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
    bias: -21.34,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.37),
        weight(LogRate, -0.7, 1.7, -3.90),
        weight(Round, 0.0, 0.8, -12.03),
        weight(Quietest, 0.2, 1.0, 2.56),
        weight(Drift, 0.0, 0.6, -4.60),
        weight(LogRattle, -4.0, -0.5, -1.37),
        weight(Flat, 0.7, 1.0, 11.32),
        weight(Straight, 0.4, 1.0, 4.15),
        weight(UnevenTime, 0.0, 0.6, -2.53),
        weight(Repeat, 0.0, 1.0, 3.12),
        weight(Mirror, -1.0, 0.0, -3.53),
        weight(Purity, 0.2, 1.0, 1.02),
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
    bias: -5.63,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.18),
        weight(Spread, 1.0, 3.5, -7.02),
        weight(Drift, 0.0, 0.6, -4.64),
        weight(UnevenPeak, 0.0, 0.6, -5.34),
        weight(Straight, 0.4, 1.0, 17.52),
        weight(Mirror, -1.0, 0.0, -0.32),
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
    bias: -21.94,
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
    ],
    bias: -11.81,
    weights: &[
        weight(LogPace, -2.5, 0.3, 3.08),
        weight(RoundThird, -0.5, 0.8, 8.13),
        weight(Kurtosis, 1.0, 4.0, -1.73),
        weight(Quietest, 0.2, 1.0, 3.84),
        weight(LogRattle, -4.0, -0.5, -1.04),
        weight(Repeat, 0.0, 1.0, 2.18),
        weight(Mirror, -1.0, 0.0, -4.22),
    ],
};
