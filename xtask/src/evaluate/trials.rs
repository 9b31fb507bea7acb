//! Runs the recogniser over all sessions in all conditions, in parallel.

use passwave_motion::{Gesture, Mode};
use passwave_recordings::{AttemptResult, Recording, ReplayOptions, replay};
use rayon::prelude::*;

use super::exclusions;
use super::motion_analysis::Movement;
use super::recording_groups::{Group, is_rest, shows};
use super::variants::{TremorClip, Variant, without_gyroscope};

/// The conditions of a trial: mode, and whether there is a gyroscope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    /// The row of the thresholds table.
    pub(crate) mode: Mode,
    /// Whether gyroscope data is used, where the recording has it.
    pub(crate) gyroscope: bool,
}

impl Condition {
    /// Standard as recorded.
    pub(crate) const STANDARD: Condition = Condition { mode: Mode::Standard, gyroscope: true };
    /// Elder as recorded.
    pub(crate) const ELDER: Condition = Condition { mode: Mode::Elder, gyroscope: true };
    /// Both modes, with the gyroscope and without.
    pub(crate) const ALL: [Condition; 4] = [
        Self::STANDARD,
        Self { mode: Mode::Standard, gyroscope: false },
        Self::ELDER,
        Self { mode: Mode::Elder, gyroscope: false },
    ];

    /// The title in the report.
    pub(crate) fn title(self) -> String {
        let without = if self.gyroscope { "" } else { ", no gyroscope" };
        format!("{}{without}", self.mode.name())
    }
}

/// One session of at most ten seconds and its result.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    /// The set the recording belongs to.
    pub(crate) set: String,
    /// The recording's label: the motion that was made.
    pub(crate) label: String,
    /// The person who made it.
    pub(crate) person: String,
    /// Whether the person is one of the older; none where the set does not say.
    pub(crate) is_older: Option<bool>,
    /// What the recording says of the person: hand, tremor, vision; empty where it says nothing.
    pub(crate) about: String,
    /// The set's and label's group.
    pub(crate) group: Group,
    /// The gesture asked for.
    pub(crate) ask: Gesture,
    /// The condition.
    pub(crate) condition: Condition,
    /// Whether it was accepted.
    pub(crate) accepted: bool,
    /// The time of acceptance, in seconds.
    pub(crate) after_s: Option<f64>,
    /// The score at acceptance, from 0 to 1.
    #[cfg_attr(not(feature = "plots"), expect(dead_code, reason = "only the plots show it"))]
    pub(crate) score: f64,
    /// The frequency of the movement, in Hz, measured without the recogniser.
    pub(crate) beat_hz: Option<f64>,
    /// Whether the phone was still throughout.
    pub(crate) still: bool,
    /// How long the recording is, in seconds.
    pub(crate) recorded_s: f64,
    /// Whether it is excluded for a known flaw.
    pub(crate) is_excluded: bool,
}

impl Trial {
    /// Whether the person made the gesture asked for.
    pub(crate) fn is_asked(&self) -> bool {
        shows(self.ask, &self.set, &self.label)
    }
}

/// The sessions that are not excluded.
pub(crate) fn tries(all: Vec<Trial>) -> Vec<Trial> {
    all.into_iter().filter(|trial| !trial.is_excluded).collect()
}

/// How many sessions are excluded, each counted once whatever the number of conditions.
pub(crate) fn left_out(all: &[Trial]) -> usize {
    let once =
        |trial: &&Trial| trial.ask == Gesture::Wave && trial.condition == Condition::STANDARD;
    all.iter().filter(once).filter(|trial| trial.is_excluded).count()
}

/// Trials of all recordings, gestures and conditions, including excluded sessions.
pub(crate) fn as_recorded(recordings: &[Recording]) -> Vec<Trial> {
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

/// Trials of the recordings that show a gesture, changed by the variant and asked for that gesture.
pub(crate) fn varied(recordings: &[Recording], variant: Variant) -> Vec<Trial> {
    let asked = |recording: &Recording| {
        Gesture::ALL.into_iter().find(|&ask| shows(ask, &recording.set, &recording.label))
    };
    let all = recordings.par_iter().flat_map_iter(|recording| {
        let asks: Vec<Gesture> = asked(recording).into_iter().collect();
        of_variant(recording, variant, &asks)
    });
    tries(all.collect())
}

/// Trials of still sessions with added tremor, asked for every gesture.
pub(crate) fn trembling(recordings: &[Recording], variant: Variant) -> Vec<Trial> {
    let resting = |recording: &&Recording| {
        is_rest(&recording.label) && Group::of(&recording.set, &recording.label) == Group::Carried
    };
    let all = recordings
        .par_iter()
        .filter(resting)
        .flat_map_iter(|recording| of_variant(recording, variant, &Gesture::ALL));
    all.filter(|trial| trial.still).collect()
}

/// Trials of people's waves with the clip's tremor on them.
pub(crate) fn with_tremor(recordings: &[Recording], clip: &TremorClip) -> Vec<Trial> {
    let waves = |recording: &&Recording| shows(Gesture::Wave, &recording.set, &recording.label);
    let all = recordings.par_iter().filter(waves).flat_map_iter(|recording| {
        of_changed(recording, &clip.laid_on(recording), 1.0, &[Gesture::Wave])
    });
    tries(all.collect())
}

fn of_variant(recording: &Recording, variant: Variant, asks: &[Gesture]) -> Vec<Trial> {
    if asks.is_empty() {
        return Vec::new();
    }
    of_changed(recording, &variant.of(recording), variant.stretch(), asks)
}

fn of_changed(
    recording: &Recording,
    changed: &Recording,
    stretch: f64,
    asks: &[Gesture],
) -> Vec<Trial> {
    let subject = Subject::new(recording);
    let each = asks.iter().flat_map(|&ask| [(ask, Condition::STANDARD), (ask, Condition::ELDER)]);
    each.flat_map(|(ask, condition)| subject.trials(changed, stretch, ask, condition)).collect()
}

pub(super) fn is_older(recording: &Recording) -> Option<bool> {
    Some(recording.other.get("age_group")?.as_str()? == "older")
}

fn about(recording: &Recording) -> String {
    let said = |name: &str| Some(format!("{name} {}", recording.other.get(name)?.as_str()?));
    let said: Vec<String> = ["hand", "tremor", "vision"].into_iter().filter_map(said).collect();
    said.join(", ")
}

/// An original recording and its movement.
struct Subject<'a> {
    recording: &'a Recording,
    movement: Movement,
}

impl<'a> Subject<'a> {
    fn new(recording: &'a Recording) -> Self {
        Self { recording, movement: Movement::of(recording) }
    }

    /// Trials over `played`, which is this recording changed and `stretch` times as long. The movement is measured
    /// on the original recording.
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
            is_older: is_older(self.recording),
            about: about(self.recording),
            group: Group::of(set, label),
            ask,
            condition,
            accepted: result.accepted,
            after_s: result.at_ms.map(|at_ms| at_ms / 1000.0),
            score: result.score,
            beat_hz: self.movement.beat_hz(from_ms, to_ms),
            still: quiet_share >= 1.0,
            recorded_s: self.recording.duration_ms() / 1000.0,
            is_excluded: exclusions::is_no_attempt(&self.recording.person, quiet_share)
                || exclusions::is_after_gesture(set, label, from_ms - self.recording.t_ms[0]),
        }
    }
}
