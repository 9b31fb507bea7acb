//! Judges one window by the table.

use crate::features::extractor::Features;
use crate::features::feature::Feature;
use crate::features::signal::Smoothing;
use crate::input::sample::Window;
use crate::limits::{MAX_WINDOW_FRAMES, MIN_WINDOW_FRAMES};
use crate::math::{exp, ln, within};
use crate::model::gesture::{Gesture, Mode};
use crate::model::pattern::{Bound, Pattern, Weight};
use crate::model::thresholds::{Row, hints, row};
use crate::model::verdict::{Reason, Verdict};

/// Judges one window by itself: the same window always gets the same verdict, on every machine.
///
/// A window with fewer than [`MIN_WINDOW_FRAMES`] or more than [`MAX_WINDOW_FRAMES`] frames is
/// refused.
#[must_use]
pub fn judge(gesture: Gesture, mode: Mode, window: Window<'_>) -> Verdict {
    if window.frames.len() < MIN_WINDOW_FRAMES {
        return refused(Reason::TooShort);
    }
    if window.frames.len() > MAX_WINDOW_FRAMES {
        return refused(Reason::Irregular);
    }
    if window.frames.iter().all(|frame| frame.acceleration == [0; 3]) {
        return refused(Reason::NoSensor);
    }
    let row = row(gesture, mode);
    let mut features = Features::of(window, Smoothing::Light);
    let support = best_support(row, window, &mut features);
    let accepted = support >= 0.0;
    Verdict {
        accepted,
        score: 1.0 / (1.0 + exp(-support)),
        strokes: strokes(gesture, accepted, &mut features),
        reason: if accepted { Reason::Accepted } else { hint(gesture, row, &mut features) },
    }
}

/// The support for whichever pattern has most. Strong smoothing is computed only where a pattern asks for it
/// and the window is long enough for that pattern.
fn best_support<'a>(row: &Row, window: Window<'a>, light: &mut Features<'a>) -> f64 {
    let mut strong = None;
    let mut best = f64::MIN;
    for pattern in row.patterns {
        let features = match pattern.smoothing {
            Smoothing::Strong if long_enough(pattern, row, light) => {
                strong.get_or_insert_with(|| Features::of(window, Smoothing::Strong))
            }
            _ => &mut *light,
        };
        best = f64::max(best, support(pattern, row, features));
    }
    best
}

fn long_enough(pattern: &Pattern, row: &Row, features: &mut Features<'_>) -> bool {
    let mut lengths = pattern.bounds.iter().filter(|bound| bound.feature == Feature::Duration);
    lengths.all(|bound| holds(bound, row, features))
}

pub(crate) const fn refused(reason: Reason) -> Verdict {
    Verdict { accepted: false, score: 0.0, strokes: 0, reason }
}

fn strokes(gesture: Gesture, accepted: bool, features: &mut Features<'_>) -> u32 {
    if features.get(Feature::Rms) < hints::STILL_MPS2 {
        return 0;
    }
    match gesture {
        // Over and back, or not at all.
        Gesture::Flip if accepted => 2,
        Gesture::Flip => 0,
        _ => features.get(Feature::AllStrokes) as u32,
    }
}

/// How clearly the window is of that pattern; negative where it is not.
///
/// What is dear to compute is asked last, and only while the answer still hangs on it.
fn support(pattern: &Pattern, row: &Row, features: &mut Features<'_>) -> f64 {
    let mut cheap = pattern.bounds.iter().filter(|bound| !bound.feature.is_expensive());
    if !cheap.all(|bound| holds(bound, row, features)) {
        return OUT_OF_BOUNDS;
    }
    let support = weigh(pattern, row, features);
    let mut expensive = pattern.bounds.iter().filter(|bound| bound.feature.is_expensive());
    if support >= 0.0 && !expensive.all(|bound| holds(bound, row, features)) {
        return OUT_OF_BOUNDS;
    }
    support
}

/// The sum of the weights; or, once it can only come out negative, the most it could be.
fn weigh(pattern: &Pattern, row: &Row, features: &mut Features<'_>) -> f64 {
    let mut most = pattern.bias + pattern.weights.iter().map(Weight::most).sum::<f64>();
    for weight in pattern.weights {
        let value = within(seen(weight.feature, row, features), weight.from, weight.to);
        most += weight.weight * value - weight.most();
        if most < 0.0 {
            break;
        }
    }
    most
}

/// The support for a pattern one of whose bounds is broken.
const OUT_OF_BOUNDS: f64 = -5.0;

fn holds(bound: &Bound, row: &Row, features: &mut Features<'_>) -> bool {
    let value = seen(bound.feature, row, features);
    value >= bound.at_least && value <= bound.at_most
}

/// A quantity as the row counts it.
fn seen(feature: Feature, row: &Row, features: &mut Features<'_>) -> f64 {
    let value = features.get(feature);
    match feature {
        Feature::Rms => value * row.gain,
        Feature::LogSpeed => value + ln(row.gain),
        _ => value,
    }
}

/// The one thing that would help most.
fn hint(gesture: Gesture, row: &Row, features: &mut Features<'_>) -> Reason {
    let strength = features.get(Feature::Rms) * row.gain;
    let rate_hz = features.get(Feature::MeanFrequency);
    let round = features.get(Feature::Circularity);
    match gesture {
        _ if strength < hints::STILL_MPS2 => Reason::Still,
        Gesture::Flip => Reason::TooSmall,
        _ if strength < hints::SMALL_MPS2 => Reason::TooSmall,
        Gesture::Circle if round < hints::HARDLY_ROUND => Reason::OtherGesture,
        Gesture::Wave if round > hints::CIRCULAR => Reason::OtherGesture,
        Gesture::Shake if rate_hz < hints::SLOW_SHAKE_HZ => Reason::TooSlow,
        Gesture::Shake if strength < hints::SMALL_SHAKE_MPS2 => Reason::TooSmall,
        _ if rate_hz < hints::SLOW_HZ => Reason::TooSlow,
        _ if rate_hz > hints::FAST_HZ => Reason::TooFast,
        _ => Reason::Irregular,
    }
}

/// What the rules see of a window, by name, with or without tremor: for tools that explain a
/// verdict or learn from many.
#[must_use]
pub fn features(
    window: Window<'_>,
    strong_smoothing: bool,
) -> [(&'static str, f64); FEATURE_COUNT] {
    let mut features =
        Features::of(window, if strong_smoothing { Smoothing::Strong } else { Smoothing::Light });
    Feature::ALL.map(|feature| (feature.name(), features.get(feature)))
}

/// How many [`features`] there are.
pub const FEATURE_COUNT: usize = Feature::COUNT;
