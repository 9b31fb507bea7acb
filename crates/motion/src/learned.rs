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
    bias: -14.566,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.321),
        weight(LogRate, -0.7, 1.7, -4.325),
        weight(Mirror, -1.0, 0.0, -2.069),
        weight(Repeat, 0.0, 1.0, 2.425),
        weight(Purity, 0.2, 1.0, 0.567),
        weight(Round, 0.0, 0.8, -13.716),
        weight(Quietest, 0.2, 1.0, 1.716),
        weight(UnevenTime, 0.0, 0.6, -3.622),
        weight(Drift, 0.0, 0.6, -4.413),
        weight(Flat, 0.7, 1.0, 8.880),
        weight(Straight, 0.4, 1.0, 5.661),
        weight(LogRattle, -4.0, -0.5, -0.318),
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
    bias: -5.722,
    weights: &[
        weight(LogPace, -2.5, 0.3, 2.184),
        weight(Spread, 1.0, 3.5, -7.020),
        weight(Mirror, -1.0, 0.0, -0.324),
        weight(UnevenPeak, 0.0, 0.6, -5.339),
        weight(Drift, 0.0, 0.6, -4.643),
        weight(Straight, 0.4, 1.0, 17.522),
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
    bias: -21.944,
    weights: &[
        weight(LogPace, -2.5, 0.3, 7.422),
        weight(Straight, 0.4, 1.0, 29.365),
        weight(Round, 0.0, 0.8, -4.797),
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
    bias: -11.909,
    weights: &[
        weight(LogPace, -2.5, 0.3, 3.098),
        weight(RoundThird, -0.5, 0.8, 8.053),
        weight(Repeat, 0.0, 1.0, 2.191),
        weight(Mirror, -1.0, 0.0, -4.246),
        weight(Kurtosis, 1.0, 4.0, -1.749),
        weight(Quietest, 0.2, 1.0, 3.825),
        weight(LogRattle, -4.0, -0.5, -1.045),
    ],
};
