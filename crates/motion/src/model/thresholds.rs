//! The one table of thresholds: what counts as which gesture, with a standard and an elder row for each.
//!
//! A gesture is made if any [`Pattern`] of its row is matched. Weights and biases are learned and stand in `weights`;
//! bounds of the input, which decide nothing about gestures, stand in `limits`. No other module has a threshold, and
//! no other module knows the modes or tells one gesture from another.

use crate::features::feature::Feature::{
    Autocorrelation, BandwidthRatio, Circularity, CompleteStrokes, DurationS, FinalRotationDeg,
    FinalTiltDeg, JerkFrequencyHz, Linearity, LogSpeed, MagnitudeDeviationMps2, MaxRotationDeg,
    MaxTiltDeg, MeanFrequencyHz, MinAutocorrelation, MinThirdCircularity, RmsMps2,
    StrokePeakVariation,
};
use crate::features::settings::{FeatureSettings, StrokeDetectorSettings};
use crate::features::signal::Smoothing;
use crate::model::gesture::{Gesture, Mode};
use crate::model::linear_model::{LinearModel, Pattern, at_least, at_most, between};
use crate::model::weights;

/// A row: one gesture in one mode.
#[derive(Debug)]
pub(crate) struct Row {
    /// The lengths of window that the recogniser judges, in frames, shortest first.
    pub(crate) windows_frames: &'static [usize],
    /// Movements count as this much stronger than they are.
    pub(crate) gain: f64,
    /// The patterns of movement that are the gesture.
    pub(crate) patterns: &'static [&'static Pattern],
    pub(crate) features: &'static FeatureSettings,
    pub(crate) stroke_count: StrokeCount,
    pub(crate) hints: HintThresholds,
    pub(crate) stroke_detector: StrokeDetectorSettings,
    /// The number of strokes that is nearly always enough: what progress is measured by.
    pub(crate) expected_strokes: f64,
}

/// How the strokes of a verdict are counted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum StrokeCount {
    /// All strokes within the window.
    Measured,
    /// This many once the gesture is accepted, none before.
    OnceAccepted(u32),
}

/// Which hint a refusal gives. These thresholds never decide whether a gesture is accepted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HintThresholds {
    /// Under this root mean square the phone does not move, in m/s2.
    pub(crate) still_mps2: f64,
    /// Under this root mean square the movement is too small, in m/s2.
    pub(crate) small_mps2: f64,
    /// Under this circularity the movement is another gesture.
    pub(crate) min_circularity: f64,
    /// Over this circularity the movement is another gesture.
    pub(crate) max_circularity: f64,
    /// Under this mean frequency the movement is too slow, in Hz.
    pub(crate) slow_hz: f64,
    /// Under this root mean square a movement that is fast enough is too small, in m/s2.
    pub(crate) weak_mps2: f64,
    /// Under this logarithm of the speed a movement that is fast enough is too small, the speed in m/s.
    pub(crate) weak_log_speed: f64,
    /// Over this mean frequency the movement is too fast, in Hz.
    pub(crate) fast_hz: f64,
}

/// The row of the table.
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

/// What the standard rows have in common.
const STANDARD: Row = Row {
    windows_frames: &[],
    gain: 1.0,
    patterns: &[],
    features: &FEATURES,
    stroke_count: StrokeCount::Measured,
    hints: HINTS,
    stroke_detector: StrokeDetectorSettings {
        min_peak_mps2: 1.5,
        reversal_share: 0.3,
        min_frames: 4,
        gravity_frames: 40.0,
    },
    expected_strokes: 7.0,
};

/// What the elder rows have in common.
const ELDER: Row = Row {
    gain: 1.5,
    stroke_detector: StrokeDetectorSettings { min_peak_mps2: 0.9, ..STANDARD.stroke_detector },
    ..STANDARD
};

static WAVE: Row = Row {
    windows_frames: &[50, 75, 100, 125, 150, 200],
    patterns: &[&WAVE_SWEEP, &WAVE_GREETING, &WAVE_QUICK, &WAVE_SHAKE],
    hints: WAVE_HINTS,
    ..STANDARD
};
static WAVE_ELDER: Row = Row {
    windows_frames: &[50, 75, 90, 125, 150, 200, 300],
    gain: 1.1,
    patterns: &[&WAVE_SWEEP, &WAVE_GREETING_ELDER, &WAVE_QUICK, &WAVE_SHAKE],
    hints: WAVE_HINTS,
    ..ELDER
};

static SHAKE: Row = Row {
    windows_frames: &[50, 75, 100],
    patterns: SHAKE_PATTERNS,
    hints: SHAKE_HINTS,
    ..STANDARD
};
static SHAKE_ELDER: Row = Row {
    windows_frames: &[50, 75, 100, 150],
    gain: 1.05,
    patterns: SHAKE_PATTERNS,
    hints: SHAKE_HINTS,
    ..ELDER
};

static CIRCLE: Row = Row {
    windows_frames: &[75, 100, 150],
    patterns: CIRCLE_PATTERNS,
    hints: CIRCLE_HINTS,
    ..STANDARD
};
static CIRCLE_ELDER: Row = Row {
    windows_frames: &[75, 100, 150, 250],
    patterns: CIRCLE_PATTERNS,
    hints: CIRCLE_HINTS,
    ..ELDER
};

static FLIP: Row = Row {
    windows_frames: &[75, 100, 150, 200],
    patterns: &[&FLIP_TILT, &FLIP_ROTATION],
    stroke_count: FLIP_STROKES,
    hints: FLIP_HINTS,
    expected_strokes: 2.0,
    ..STANDARD
};
static FLIP_ELDER: Row = Row {
    windows_frames: &[75, 100, 150, 200, 300],
    patterns: &[&FLIP_TILT_ELDER, &FLIP_ROTATION],
    stroke_count: FLIP_STROKES,
    hints: FLIP_HINTS,
    expected_strokes: 2.0,
    ..ELDER
};

const SHAKE_PATTERNS: &[&Pattern] = &[&SHAKE_STROKES];
const CIRCLE_PATTERNS: &[&Pattern] = &[&CIRCLE_ROUND];

/// Over and back.
const FLIP_STROKES: StrokeCount = StrokeCount::OnceAccepted(2);

/// Sweeps of the arm, straight or in an arc.
static WAVE_SWEEP: Pattern = Pattern {
    smoothing: Smoothing::Strong,
    bounds: &[
        at_least(DurationS, 1.5),
        at_least(LogSpeed, -1.9),
        at_most(Circularity, 0.45),
        at_least(CompleteStrokes, 3.0),
        at_least(Autocorrelation, 0.3),
    ],
    model: weights::WAVE_SWEEP,
};

/// A greeting: so strong that two strokes are enough. A raised forearm of length l that turns by an angle a to each
/// side is felt with (l w2 + g) a at the frequency w, whose speed is least, a sqrt(2 g l), at w2 = g / l: 0.33 m/s for
/// 8.6 degrees and a wrist 0.25 m from the elbow.
static WAVE_GREETING: Pattern = Pattern {
    smoothing: Smoothing::Strong,
    bounds: &[
        at_least(DurationS, 1.5),
        at_least(LogSpeed, -1.1),
        at_most(Circularity, 0.45),
        at_least(CompleteStrokes, 2.0),
        at_least(Autocorrelation, 0.6),
    ],
    model: weights::WAVE_GREETING,
};

/// The same for those whose strokes are less alike: by 10 degrees at least, and no jerkier than strokes of minimum jerk
/// are 1.3 times a second (2.47 times as many Hz); a step is.
static WAVE_GREETING_ELDER: Pattern = Pattern {
    smoothing: Smoothing::Strong,
    bounds: &[
        at_least(DurationS, 1.5),
        at_least(LogSpeed, -0.95),
        at_most(JerkFrequencyHz, 3.2),
        at_most(Circularity, 0.45),
        at_least(CompleteStrokes, 2.0),
        at_least(Autocorrelation, 0.6),
    ],
    model: weights::WAVE_GREETING_ELDER,
};

/// Quick and even waves from the wrist. A tremor of 4 Hz, the slowest there is at rest, reads as 3.6 Hz when a fifth of
/// the window's energy is slow.
static WAVE_QUICK: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        at_least(DurationS, 1.5),
        at_least(RmsMps2, 3.0),
        at_least(LogSpeed, -2.12),
        between(MeanFrequencyHz, 2.0, 3.6),
        at_most(BandwidthRatio, 2.0),
        at_least(CompleteStrokes, 4.0),
        at_least(Autocorrelation, 0.4),
    ],
    model: weights::WAVE_QUICK,
};

/// Shaken as one shakes a bottle.
static SHAKE_STROKES: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        at_least(RmsMps2, 5.5),
        at_least(LogSpeed, -1.02),
        at_least(MeanFrequencyHz, 2.1),
        at_most(JerkFrequencyHz, 5.6),
        at_most(BandwidthRatio, 2.0),
        at_most(Circularity, 0.42),
        at_least(CompleteStrokes, 3.0),
        at_most(StrokePeakVariation, 0.35),
        at_least(Linearity, 0.72),
        at_most(MinAutocorrelation, -0.45),
    ],
    model: weights::SHAKE_STROKES,
};

/// A short, strong wave, or a shake where a wave is asked for. Three strokes within the shortest window, of a second,
/// are 1.5 Hz.
static WAVE_SHAKE: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        at_least(RmsMps2, 5.5),
        at_least(LogSpeed, -1.02),
        at_least(MeanFrequencyHz, 1.5),
        at_most(JerkFrequencyHz, 5.6),
        at_most(BandwidthRatio, 2.0),
        at_most(Circularity, 0.42),
        at_least(CompleteStrokes, 3.0),
        at_most(StrokePeakVariation, 0.35),
        at_least(Linearity, 0.72),
        at_most(MinAutocorrelation, -0.45),
    ],
    model: weights::WAVE_SHAKE,
};

/// A circle in the air.
static CIRCLE_ROUND: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        at_least(DurationS, 1.5),
        at_least(Circularity, 0.3),
        at_least(RmsMps2, 1.5),
        at_least(MinThirdCircularity, 0.0),
        at_least(LogSpeed, -1.39),
        at_least(MagnitudeDeviationMps2, 0.1),
    ],
    model: weights::CIRCLE_ROUND,
};

/// Turned face down and back, by gravity.
static FLIP_TILT: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        between(MagnitudeDeviationMps2, MIN_HAND_DEVIATION_MPS2, 2.6),
        at_least(MaxTiltDeg, 120.0),
        at_most(FinalTiltDeg, 45.0),
    ],
    model: BOUNDS_ALONE,
};

/// The same, not quite so far.
static FLIP_TILT_ELDER: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        between(MagnitudeDeviationMps2, MIN_HAND_DEVIATION_MPS2, 2.6),
        at_least(MaxTiltDeg, 115.0),
        at_most(FinalTiltDeg, 50.0),
    ],
    model: BOUNDS_ALONE,
};

/// Turned over and back, by the gyroscope.
static FLIP_ROTATION: Pattern = Pattern {
    smoothing: Smoothing::Light,
    bounds: &[
        between(MagnitudeDeviationMps2, MIN_HAND_DEVIATION_MPS2, 1.8),
        at_least(MaxRotationDeg, 130.0),
        at_most(FinalRotationDeg, 45.0),
    ],
    model: BOUNDS_ALONE,
};

/// The least deviation of the acceleration's magnitude in a hand that turns the phone over, in m/s2; on a turntable
/// it is no more than 0.047.
const MIN_HAND_DEVIATION_MPS2: f64 = 0.06;

/// No weights: the bounds decide, and whatever is within them has the same score.
const BOUNDS_ALONE: LinearModel = LinearModel { bias: 2.0, weights: &[] };

/// A pattern matches from this sum of its linear model on.
pub(crate) const MIN_LOGIT: f64 = 0.0;

/// The sum that stands for a broken bound; it decides nothing but the score of a refusal.
pub(crate) const OUT_OF_BOUNDS_LOGIT: f64 = -5.0;

const HINTS: HintThresholds = HintThresholds {
    still_mps2: 0.6,
    small_mps2: 2.0,
    min_circularity: f64::MIN,
    max_circularity: f64::MAX,
    slow_hz: 0.7,
    weak_mps2: 0.0,
    weak_log_speed: f64::MIN,
    fast_hz: 5.0,
};
/// A greeting of less than 20 degrees to each side is slower than 0.77 m/s (0.349 x 2.21 m/s).
const WAVE_HINTS: HintThresholds =
    HintThresholds { max_circularity: 0.5, weak_log_speed: -0.26, ..HINTS };
const SHAKE_HINTS: HintThresholds = HintThresholds { slow_hz: 2.0, weak_mps2: 6.0, ..HINTS };
const CIRCLE_HINTS: HintThresholds = HintThresholds { min_circularity: 0.3, ..HINTS };
/// Whatever was not turned far enough is too small.
const FLIP_HINTS: HintThresholds = HintThresholds { small_mps2: f64::MAX, ..HINTS };

/// The same for all gestures and modes.
pub(crate) static FEATURES: FeatureSettings = FeatureSettings {
    min_speed_frequency_hz: 0.3,
    stroke_reversal_share: 0.4,
    min_period_frames: 6,
    max_period_frames: 150,
    later_peak_margin: 0.1,
    min_gravity_mps2: 6.5,
    max_gravity_mps2: 13.0,
    min_tilt_for_rotation_deg: 60.0,
};

/// The recogniser judges its windows once in this many frames (0.2 s).
pub(crate) const JUDGE_INTERVAL_FRAMES: usize = 10;

/// Windows of this length or more are judged every other time: they change little within one interval.
pub(crate) const LONG_WINDOW_FRAMES: usize = 150;

/// Progress stays below this until the gesture is accepted.
pub(crate) const PROGRESS_BEFORE_ACCEPTED: f64 = 0.9;
