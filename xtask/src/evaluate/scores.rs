//! How clear every session was at its clearest, for the curve of acceptance against false
//! acceptance.

use passwave_motion::{Gesture, Recogniser, Sample};
use passwave_recordings::{JudgeOptions, Recording, sessions};
use rayon::prelude::*;

use super::bars::SHOWN;
use super::flaws;
use super::groups::{Group, shows};
use super::movement::Movement;

/// The best scores reached, one for each session.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// What was asked.
    pub ask: Gesture,
    /// Of people who did it.
    pub done: Vec<f64>,
    /// Of people who carried a phone or lived on with a watch.
    pub others: Vec<f64>,
}

/// The best scores for every gesture, as recorded.
pub fn of_all(recordings: &[Recording]) -> Vec<Scores> {
    Gesture::ALL.into_iter().map(|ask| of_gesture(recordings, ask)).collect()
}

fn of_gesture(recordings: &[Recording], ask: Gesture) -> Scores {
    let best = |is: &(dyn Fn(&Recording) -> bool + Sync)| {
        let chosen = recordings.par_iter().filter(|recording| is(recording));
        chosen.flat_map_iter(|recording| best_scores(recording, ask)).collect()
    };
    let negative = |recording: &Recording| {
        matches!(Group::of(&recording.set, &recording.label), Group::Carried | Group::Wrist)
    };
    Scores {
        ask,
        done: best(&|recording| shows(ask, &recording.set, &recording.label)),
        others: best(&negative),
    }
}

fn best_scores(recording: &Recording, ask: Gesture) -> Vec<f64> {
    let options = JudgeOptions { ask, mode: SHOWN, ..JudgeOptions::default() };
    let samples: Vec<Sample> = recording.samples().collect();
    let movement = Movement::of(recording);
    let spans = sessions(recording, &options)
        .into_iter()
        .map(|result| (result.start_ms, result.start_ms + 1000.0 * options.limit_s));
    let tries = spans.filter(|&(from_ms, to_ms)| {
        !flaws::is_no_try(&recording.person, movement.quiet_share(from_ms, to_ms))
    });
    tries.map(|(from_ms, to_ms)| best_score(&samples, from_ms, to_ms, ask)).collect()
}

/// The best of all verdicts up to the first acceptance, after which a recogniser judges no more.
fn best_score(samples: &[Sample], from_ms: f64, to_ms: f64, ask: Gesture) -> f64 {
    let mut recogniser = Recogniser::new(ask, SHOWN);
    let within = samples.iter().filter(|sample| (from_ms..to_ms).contains(&sample.at_ms));
    within
        .filter_map(|sample| recogniser.push(sample).verdict)
        .map(|verdict| verdict.score)
        .fold(0.0, f64::max)
}

/// The share, in percent, of scores that are at least `threshold`.
pub fn share_from(scores: &[f64], threshold: f64) -> f64 {
    let reached = scores.iter().filter(|&&score| score >= threshold).count();
    100.0 * reached as f64 / scores.len().max(1) as f64
}
