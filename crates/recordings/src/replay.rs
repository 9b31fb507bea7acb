//! Replays a recording to the recogniser, sample by sample, as a phone would have delivered it.

use passwave_motion::{Gesture, Mode, Recogniser, Sample, Verdict};
use serde::Serialize;

use crate::Recording;

/// What every attempt asks for, and when attempts start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplayOptions {
    /// The gesture that is asked for.
    pub ask: Gesture,
    /// The row of thresholds.
    pub mode: Mode,
    /// The longest duration of an attempt, in seconds.
    pub limit_s: f64,
    /// The interval between the starts of attempts, in seconds.
    pub every_s: f64,
}

impl Default for ReplayOptions {
    fn default() -> Self {
        Self { ask: Gesture::Wave, mode: Mode::Standard, limit_s: 10.0, every_s: 10.0 }
    }
}

/// The result of one attempt; `passwave judge` prints it as JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttemptResult {
    /// The recording.
    pub id: String,
    /// Its set.
    pub set: String,
    /// Its person.
    pub person: String,
    /// The label of the recording: what was really done.
    pub label: String,
    /// What was asked for.
    pub ask: &'static str,
    /// The row of thresholds.
    pub mode: &'static str,
    /// When the attempt started, in milliseconds of the recording's own clock.
    pub start_ms: f64,
    /// Whether the gesture asked for was accepted.
    pub accepted: bool,
    /// When it was accepted, in milliseconds since the start; absent where it was not.
    pub at_ms: Option<f64>,
    /// The last verdict's score, from 0 to 1.
    pub score: f64,
    /// The last verdict's strokes.
    pub strokes: u32,
    /// The last verdict's reason.
    pub reason: &'static str,
}

/// Starts a new recogniser every `every_s` seconds of the recording, for at most `limit_s` each.
///
/// The first attempt always takes place, however short the recording is. A later one starts only if at least half of
/// its time is left. Without a positive `every_s` and `limit_s` there is no attempt.
#[must_use]
pub fn replay(recording: &Recording, options: &ReplayOptions) -> Vec<AttemptResult> {
    let samples: Vec<Sample> = recording.samples().collect();
    starts_ms(recording, options)
        .map(|start_ms| attempt(recording, &samples, options, start_ms))
        .collect()
}

fn starts_ms(recording: &Recording, options: &ReplayOptions) -> impl Iterator<Item = f64> {
    let first_ms = recording.t_ms.first().copied().unwrap_or(f64::NAN);
    let last_ms = recording.t_ms.last().copied().unwrap_or(f64::NAN);
    let every_ms = options.every_s * 1000.0;
    let least_ms = options.limit_s * 1000.0 / 2.0;
    let possible = every_ms > 0.0 && least_ms > 0.0 && first_ms.is_finite();
    (0_u32..)
        .take_while(move |_| possible)
        .map(move |nth| (nth, first_ms + f64::from(nth) * every_ms))
        .take_while(move |&(nth, start_ms)| nth == 0 || last_ms - start_ms >= least_ms)
        .map(|(_, start_ms)| start_ms)
}

fn attempt(
    recording: &Recording,
    samples: &[Sample],
    options: &ReplayOptions,
    start_ms: f64,
) -> AttemptResult {
    let end_ms = start_ms + options.limit_s * 1000.0;
    let from = samples.partition_point(|sample| sample.at_ms < start_ms);
    let to = samples.partition_point(|sample| sample.at_ms < end_ms);
    let mut recogniser = Recogniser::new(options.ask, options.mode);
    let at_ms = samples[from..to].iter().find_map(|sample| {
        recogniser.push(sample);
        recogniser.verdict().accepted.then_some(sample.at_ms - start_ms)
    });
    result(recording, options, start_ms, at_ms, recogniser.verdict())
}

fn result(
    recording: &Recording,
    options: &ReplayOptions,
    start_ms: f64,
    at_ms: Option<f64>,
    verdict: Verdict,
) -> AttemptResult {
    AttemptResult {
        id: recording.id.clone(),
        set: recording.set.clone(),
        person: recording.person.clone(),
        label: recording.label.clone(),
        ask: options.ask.name(),
        mode: options.mode.name(),
        start_ms,
        accepted: verdict.accepted,
        at_ms,
        score: verdict.score,
        strokes: verdict.strokes,
        reason: verdict.reason.name(),
    }
}
