//! The kinds of movement whose weights are learned from recordings of people.
//!
//! Written by `crates/recordings/learn/learn.py`, which says how; not to be edited.

use crate::features::Feature::{
    Drift, Flat, JerkRate, Kurtosis, LogPace, LogRate, LogRattle, Mirror, Purity, Quietest, Rate,
    Repeat, Round, RoundThird, Seconds, Spread, Straight, Strength, Strokes, UnevenPeak,
    UnevenTime,
};
use crate::table::{Kind, least, most, weight};

/// Sweeps of the arm, straight or in an arc.
pub(crate) static SWEEP: Kind = Kind {
    bounds: &[
        least(Seconds, 1.5),
        least(LogPace, -1.9),
        most(Round, 0.45),
        least(Strokes, 3.0),
        least(Repeat, 0.3),
    ],
    bias: -14.10,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.31),
        weight(LogRate, -0.7, 1.7, -4.38),
        weight(Mirror, -1.0, 0.0, -2.12),
        weight(Repeat, 0.0, 1.0, 2.42),
        weight(Purity, 0.2, 1.0, 0.57),
        weight(Round, 0.0, 0.8, -13.62),
        weight(Quietest, 0.2, 1.0, 1.83),
        weight(UnevenTime, 0.0, 0.6, -3.53),
        weight(Drift, 0.0, 0.6, -4.52),
        weight(Flat, 0.7, 1.0, 8.46),
        weight(Straight, 0.4, 1.0, 5.68),
        weight(LogRattle, -4.0, -0.5, -0.32),
    ],
};

/// Quick and even waves from the wrist.
pub(crate) static QUICK: Kind = Kind {
    bounds: &[
        least(Seconds, 1.5),
        least(Strength, 3.0),
        least(LogPace, -2.12),
        least(Rate, 2.0),
        most(Spread, 2.0),
        least(Strokes, 4.0),
        least(Repeat, 0.4),
    ],
    bias: -5.79,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.19),
        weight(Spread, 1.0, 3.5, -6.96),
        weight(Mirror, -1.0, 0.0, -0.33),
        weight(UnevenPeak, 0.0, 0.6, -5.36),
        weight(Drift, 0.0, 0.6, -4.55),
        weight(Straight, 0.4, 1.0, 17.60),
    ],
};

/// Shaken as one shakes a bottle.
pub(crate) static SHAKEN: Kind = Kind {
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
    bias: -21.95,
    weights: &[
        weight(LogPace, -2.5, 0.3, 7.44),
        weight(Straight, 0.4, 1.0, 29.37),
        weight(Round, 0.0, 0.8, -4.75),
    ],
};

/// A circle in the air.
pub(crate) static ROUND: Kind = Kind {
    bounds: &[
        least(Seconds, 1.5),
        least(Round, 0.3),
        least(Strength, 1.5),
        least(RoundThird, 0.0),
        least(LogPace, -1.39),
    ],
    bias: -11.90,
    weights: &[
        weight(LogPace, -2.5, 0.3, 3.06),
        weight(RoundThird, -0.5, 0.8, 8.09),
        weight(Repeat, 0.0, 1.0, 2.20),
        weight(Mirror, -1.0, 0.0, -4.24),
        weight(Kurtosis, 1.0, 4.0, -1.73),
        weight(Quietest, 0.2, 1.0, 3.88),
        weight(LogRattle, -4.0, -0.5, -1.06),
    ],
};
