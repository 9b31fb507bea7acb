//! Runs the sessions, in all conditions, on all cores.

use passwave_motion::{Gesture, Mode};
use passwave_recordings::{AttemptResult, Recording, ReplayOptions, replay};
use rayon::prelude::*;

use super::exclusions;
use super::groups::{Group, is_rest, shows};
use super::movement::Movement;
use super::variants::{Variant, without_gyroscope};

/// How every session is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The row of the table of thresholds.
    pub mode: Mode,
    /// Whether the gyroscope is there, where the recording has one.
    pub gyroscope: bool,
}

impl Condition {
    /// Standard as recorded.
    pub const STANDARD: Condition = Condition { mode: Mode::Standard, gyroscope: true };
    /// Elder as recorded.
    pub const ELDER: Condition = Condition { mode: Mode::Elder, gyroscope: true };
    /// Both modes, with the gyroscope and without.
    pub const ALL: [Condition; 4] = [
        Self::STANDARD,
        Self { mode: Mode::Standard, gyroscope: false },
        Self::ELDER,
        Self { mode: Mode::Elder, gyroscope: false },
    ];

    /// What the report calls it.
    pub fn title(self) -> String {
        let without = if self.gyroscope { "" } else { ", no gyroscope" };
        format!("{}{without}", self.mode.name())
    }
}

/// One session of at most ten seconds, and what came of it.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The set the recording belongs to.
    pub set: String,
    /// What was really done.
    pub label: String,
    /// Who did it.
    pub person: String,
    /// The set's and label's group.
    pub group: Group,
    /// What was asked for.
    pub ask: Gesture,
    /// How it was judged.
    pub condition: Condition,
    /// Whether it was accepted.
    pub accepted: bool,
    /// When it was, in seconds.
    pub after_s: Option<f64>,
    /// How clearly, from 0 to 1, when it was accepted.
    #[cfg_attr(not(feature = "plots"), expect(dead_code, reason = "only the plots show it"))]
    pub score: f64,
    /// The beat of the movement, in Hz, told without the recogniser.
    pub beat_hz: Option<f64>,
    /// Whether nobody moved the phone in any second of it.
    pub still: bool,
    /// Whether it is left out for a known flaw.
    pub no_try: bool,
}

impl Trial {
    /// Whether the person did what was asked.
    pub fn is_asked(&self) -> bool {
        shows(self.ask, &self.set, &self.label)
    }
}

/// The sessions in which somebody tried something.
pub fn tries(all: Vec<Trial>) -> Vec<Trial> {
    all.into_iter().filter(|trial| !trial.no_try).collect()
}

/// How many sessions are none, each counted once however often it was judged.
pub fn left_out(all: &[Trial]) -> usize {
    let once =
        |trial: &&Trial| trial.ask == Gesture::Wave && trial.condition == Condition::STANDARD;
    all.iter().filter(once).filter(|trial| trial.no_try).count()
}

/// All recordings, all gestures, all conditions; also sessions that are no tries.
pub fn as_recorded(recordings: &[Recording]) -> Vec<Trial> {
    let all = recordings.par_iter().flat_map_iter(|recording| {
        let subject = Subject::new(recording);
        let bare = without_gyroscope(recording);
        let each = Condition::ALL
            .into_iter()
            .flat_map(|condition| Gesture::ALL.map(|ask| (ask, condition)));
        let trials: Vec<Trial> = each
            .flat_map(|(ask, condition)| {
                let played = if condition.gyroscope { recording } else { &bare };
                subject.trials(played, 1.0, ask, condition)
            })
            .collect();
        trials
    });
    all.collect()
}

/// The recordings that show a gesture, changed, and asked for that gesture.
pub fn varied(recordings: &[Recording], variant: Variant) -> Vec<Trial> {
    let asked = |recording: &Recording| {
        Gesture::ALL.into_iter().find(|&ask| shows(ask, &recording.set, &recording.label))
    };
    let all = recordings.par_iter().flat_map_iter(|recording| {
        let asks: Vec<Gesture> = asked(recording).into_iter().collect();
        of_variant(recording, variant, &asks)
    });
    tries(all.collect())
}

/// Trembling hands that do nothing else: still sessions, changed, and asked for every gesture.
pub fn trembling(recordings: &[Recording], variant: Variant) -> Vec<Trial> {
    let resting = |recording: &&Recording| {
        is_rest(&recording.label) && Group::of(&recording.set, &recording.label) == Group::Carried
    };
    let all = recordings
        .par_iter()
        .filter(resting)
        .flat_map_iter(|recording| of_variant(recording, variant, &Gesture::ALL));
    all.filter(|trial| trial.still).collect()
}

fn of_variant(recording: &Recording, variant: Variant, asks: &[Gesture]) -> Vec<Trial> {
    if asks.is_empty() {
        return Vec::new();
    }
    let subject = Subject::new(recording);
    let changed = variant.of(recording);
    let each = asks.iter().flat_map(|&ask| [(ask, Condition::STANDARD), (ask, Condition::ELDER)]);
    each.flat_map(|(ask, condition)| subject.trials(&changed, variant.stretch(), ask, condition))
        .collect()
}

/// A recording as it was made, and its movement.
struct Subject<'a> {
    recording: &'a Recording,
    movement: Movement,
}

impl<'a> Subject<'a> {
    fn new(recording: &'a Recording) -> Self {
        Self { recording, movement: Movement::of(recording) }
    }

    /// Sessions over `played`, which is this recording, changed and `stretch` times as long. What
    /// the movement is like is told from the recording as it was made.
    fn trials(
        &self,
        played: &Recording,
        stretch: f64,
        ask: Gesture,
        condition: Condition,
    ) -> Vec<Trial> {
        let options = ReplayOptions { ask, mode: condition.mode, ..ReplayOptions::default() };
        let limit_ms = 1000.0 * options.limit_s / stretch;
        let all = replay(played, &options).into_iter();
        all.map(|result| self.trial(&result, stretch, limit_ms, ask, condition)).collect()
    }

    fn trial(
        &self,
        result: &AttemptResult,
        stretch: f64,
        limit_ms: f64,
        ask: Gesture,
        condition: Condition,
    ) -> Trial {
        let from_ms = result.start_ms / stretch;
        let to_ms = from_ms + limit_ms;
        let quiet_share = self.movement.quiet_share(from_ms, to_ms);
        let (set, label) = (&self.recording.set, &self.recording.label);
        Trial {
            set: set.clone(),
            label: label.clone(),
            person: self.recording.person.clone(),
            group: Group::of(set, label),
            ask,
            condition,
            accepted: result.accepted,
            after_s: result.at_ms.map(|at_ms| at_ms / 1000.0),
            score: result.score,
            beat_hz: self.movement.beat_hz(from_ms, to_ms),
            still: quiet_share >= 1.0,
            no_try: exclusions::is_no_try(&self.recording.person, quiet_share),
        }
    }
}
