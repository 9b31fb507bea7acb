//! The results of all trials, and queries over them.

use passwave_motion::Gesture;

use super::recording_groups::Group;
use super::refusals::Refusals;
use super::statistics::Tally;
use super::trials::{Condition, Trial};
use super::variants::{Family, TremorClip, Variant};

/// The results of all trials.
pub(crate) struct Results {
    /// The trials of the original recordings.
    pub(crate) trials: Vec<Trial>,
    /// How many sessions were excluded because nobody attempted anything.
    pub(crate) no_attempts: usize,
    /// How many recordings were excluded because their label is wrong.
    pub(crate) mislabelled: usize,
    /// The trials of changed recordings that show a gesture, by variant.
    pub(crate) varied: Vec<(Variant, Vec<Trial>)>,
    /// The trials of still recordings with tremor, by variant.
    pub(crate) trembling: Vec<(Variant, Vec<Trial>)>,
    /// The trials of waves with a recorded tremor on them, by clip.
    pub(crate) with_real_tremor: Vec<(TremorClip, Vec<Trial>)>,
    /// The sessions of older people who were refused, and what they lacked.
    pub(crate) refusals: Refusals,
}

impl Results {
    /// The trials of one gesture and condition, on original recordings.
    pub(crate) fn asked(&self, ask: Gesture, condition: Condition) -> impl Iterator<Item = &Trial> {
        self.trials.iter().filter(move |trial| trial.ask == ask && trial.condition == condition)
    }

    /// The trials in which the person made the gesture asked for.
    pub(crate) fn done(&self, ask: Gesture, condition: Condition) -> impl Iterator<Item = &Trial> {
        self.asked(ask, condition).filter(|trial| trial.is_asked())
    }

    /// Acceptance of a group's trials.
    pub(crate) fn of_group(&self, group: Group, ask: Gesture, condition: Condition) -> Tally {
        let trials = self.asked(ask, condition);
        trials.filter(|trial| is_negative(trial, group)).map(|trial| trial.accepted).collect()
    }

    /// The trials of a family of variants.
    pub(crate) fn family(&self, family: Family) -> impl Iterator<Item = &(Variant, Vec<Trial>)> {
        self.varied.iter().filter(move |(variant, _)| variant.family() == family)
    }
}

/// Whether a trial belongs to a group of negatives; a circle does not where a circle is asked for.
pub(crate) fn is_negative(trial: &Trial, group: Group) -> bool {
    trial.group == group && !(trial.ask == Gesture::Circle && trial.label == "circle")
}

/// Acceptance of these trials.
pub(crate) fn tally<'a>(trials: impl IntoIterator<Item = &'a Trial>) -> Tally {
    trials.into_iter().map(|trial| trial.accepted).collect()
}

/// The trials of one gesture and condition.
pub(crate) fn only(
    trials: &[Trial],
    ask: Gesture,
    condition: Condition,
) -> impl Iterator<Item = &Trial> {
    trials.iter().filter(move |trial| trial.ask == ask && trial.condition == condition)
}
