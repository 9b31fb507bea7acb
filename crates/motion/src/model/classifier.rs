//! Judges one window by the table of thresholds.

use crate::features::extractor::Features;
use crate::features::feature::Feature;
use crate::features::signal::Smoothing;
use crate::input::sample::Window;
use crate::limits::{MAX_WINDOW_FRAMES, MIN_WINDOW_FRAMES};
use crate::math::{exp, ln, within};
use crate::model::gesture::{Gesture, Mode};
use crate::model::linear_model::{Bound, LinearModel, Pattern, Weight};
use crate::model::thresholds::{FEATURES, MIN_LOGIT, OUT_OF_BOUNDS_LOGIT, Row, StrokeCount, row};
use crate::model::verdict::{Reason, Verdict};

/// Judges one window by itself: the same window always gets the same verdict, on every machine.
///
/// A window with fewer than [`MIN_WINDOW_FRAMES`] or more than [`MAX_WINDOW_FRAMES`] frames is
/// refused.
#[must_use]
pub fn judge(gesture: Gesture, mode: Mode, window: Window<'_>) -> Verdict {
    if window.frames.len() < MIN_WINDOW_FRAMES {
        return Verdict::refused(Reason::TooShort);
    }
    if window.frames.len() > MAX_WINDOW_FRAMES {
        return Verdict::refused(Reason::Irregular);
    }
    if window.frames.iter().all(|frame| frame.acceleration == [0; 3]) {
        return Verdict::refused(Reason::NoSensor);
    }
    let row = row(gesture, mode);
    let mut features = Features::of(window, Smoothing::Light, row.features);
    let logit = best_logit(row, window, &mut features);
    let accepted = logit >= MIN_LOGIT;
    Verdict {
        accepted,
        score: 1.0 / (1.0 + exp(-logit)),
        strokes: count_strokes(row, accepted, &mut features),
        reason: if accepted { Reason::Accepted } else { hint(row, &mut features) },
    }
}

/// The logit of the pattern that matches best. Strong smoothing is computed only where a pattern asks for it
/// and the window is long enough for that pattern.
fn best_logit<'a>(row: &Row, window: Window<'a>, light: &mut Features<'a>) -> f64 {
    let mut strong = None;
    let mut best = f64::MIN;
    for pattern in row.patterns {
        let features = match pattern.smoothing {
            Smoothing::Strong if is_long_enough(pattern, row, light) => {
                strong.get_or_insert_with(|| Features::of(window, Smoothing::Strong, row.features))
            }
            _ => &mut *light,
        };
        best = f64::max(best, pattern_logit(pattern, row, features));
    }
    best
}

fn is_long_enough(pattern: &Pattern, row: &Row, features: &mut Features<'_>) -> bool {
    let mut durations = pattern.bounds.iter().filter(|bound| bound.feature == Feature::DurationS);
    durations.all(|bound| holds(bound, row, features))
}

/// Expensive features are computed last, and only while the outcome still depends on them.
fn pattern_logit(pattern: &Pattern, row: &Row, features: &mut Features<'_>) -> f64 {
    let mut cheap = pattern.bounds.iter().filter(|bound| !bound.feature.is_expensive());
    if !cheap.all(|bound| holds(bound, row, features)) {
        return OUT_OF_BOUNDS_LOGIT;
    }
    let logit = model_logit(&pattern.model, row, features);
    let mut expensive = pattern.bounds.iter().filter(|bound| bound.feature.is_expensive());
    if logit >= MIN_LOGIT && !expensive.all(|bound| holds(bound, row, features)) {
        return OUT_OF_BOUNDS_LOGIT;
    }
    logit
}

/// The sum of the weights; or, once it can only come out too low, the most it could still be.
fn model_logit(model: &LinearModel, row: &Row, features: &mut Features<'_>) -> f64 {
    let mut most = model.bias + model.weights.iter().map(Weight::max_term).sum::<f64>();
    for weight in model.weights {
        let value = scaled(weight.feature, row, features);
        let value = within(value, weight.min.value(), weight.max.value());
        most += weight.weight.value() * value - weight.max_term();
        if most < MIN_LOGIT {
            break;
        }
    }
    most
}

fn holds(bound: &Bound, row: &Row, features: &mut Features<'_>) -> bool {
    let value = scaled(bound.feature, row, features);
    value >= bound.min.value() && value <= bound.max.value()
}

/// The value of a feature with the row's gain.
fn scaled(feature: Feature, row: &Row, features: &mut Features<'_>) -> f64 {
    let value = features.get(feature);
    match feature {
        Feature::RmsMps2 => value * row.gain,
        Feature::LogSpeed => value + ln(row.gain),
        _ => value,
    }
}

fn count_strokes(row: &Row, accepted: bool, features: &mut Features<'_>) -> u32 {
    if features.get(Feature::RmsMps2) < row.hints.still_mps2 {
        return 0;
    }
    match row.stroke_count {
        StrokeCount::OnceAccepted(count) if accepted => count,
        StrokeCount::OnceAccepted(_) => 0,
        StrokeCount::Measured => features.get(Feature::AllStrokes) as u32,
    }
}

/// The hint that would help most.
fn hint(row: &Row, features: &mut Features<'_>) -> Reason {
    let rms_mps2 = scaled(Feature::RmsMps2, row, features);
    let rate_hz = features.get(Feature::MeanFrequencyHz);
    let log_speed = scaled(Feature::LogSpeed, row, features);
    let circularity = features.get(Feature::Circularity);
    let is_other =
        circularity < row.hints.min_circularity || circularity > row.hints.max_circularity;
    match &row.hints {
        hints if rms_mps2 < hints.still_mps2 => Reason::Still,
        hints if rms_mps2 < hints.small_mps2 => Reason::TooSmall,
        _ if is_other => Reason::OtherGesture,
        hints if rate_hz < hints.slow_hz => Reason::TooSlow,
        hints if rms_mps2 < hints.weak_mps2 || log_speed < hints.weak_log_speed => Reason::TooSmall,
        hints if rate_hz > hints.fast_hz => Reason::TooFast,
        _ => Reason::Irregular,
    }
}

/// The features of a window by name, for tools that explain a verdict or learn from many.
#[must_use]
pub fn features(window: Window<'_>, smoothing: Smoothing) -> [(&'static str, f64); FEATURE_COUNT] {
    let mut features = Features::of(window, smoothing, &FEATURES);
    Feature::ALL.map(|feature| (feature.name(), features.get(feature)))
}

/// The number of [`features()`].
pub const FEATURE_COUNT: usize = Feature::COUNT;
