//! The results of all trials, and queries over them.

use passwave_motion::Gesture;

use super::groups::Group;
use super::statistics::Tally;
use super::trials::{Condition, Trial};
use super::variants::{Family, Variant};

/// The outcome of all sessions.
pub struct Results {
    /// All recordings as they were made.
    pub trials: Vec<Trial>,
    /// How many sessions were left out because nobody tried anything.
    pub no_tries: usize,
    /// How many recordings were left out because their label is wrong.
    pub mislabelled: usize,
    /// The recordings that show a gesture, changed, by variant.
    pub varied: Vec<(Variant, Vec<Trial>)>,
    /// Still recordings that tremble, by variant.
    pub trembling: Vec<(Variant, Vec<Trial>)>,
}

impl Results {
    /// The sessions of one question, as recorded.
    pub fn asked(&self, ask: Gesture, condition: Condition) -> impl Iterator<Item = &Trial> {
        self.trials.iter().filter(move |trial| trial.ask == ask && trial.condition == condition)
    }

    /// Those in which the person did what was asked.
    pub fn done(&self, ask: Gesture, condition: Condition) -> impl Iterator<Item = &Trial> {
        self.asked(ask, condition).filter(|trial| trial.is_asked())
    }

    /// How many sessions of a group were accepted.
    pub fn of_group(&self, group: Group, ask: Gesture, condition: Condition) -> Tally {
        let trials = self.asked(ask, condition);
        trials.filter(|trial| is_negative(trial, group)).map(|trial| trial.accepted).collect()
    }

    /// The variants of a family, on recordings that show a gesture.
    pub fn family(&self, family: Family) -> impl Iterator<Item = &(Variant, Vec<Trial>)> {
        self.varied.iter().filter(move |(variant, _)| variant.family() == family)
    }
}

/// Whether a session belongs to a group of negatives: a circle drawn by somebody who is asked for
/// one is none.
pub fn is_negative(trial: &Trial, group: Group) -> bool {
    trial.group == group && !(trial.ask == Gesture::Circle && trial.label == "circle")
}

/// How many of these were accepted.
pub fn tally<'a>(trials: impl IntoIterator<Item = &'a Trial>) -> Tally {
    trials.into_iter().map(|trial| trial.accepted).collect()
}

/// The sessions of one question among others.
pub fn only(trials: &[Trial], ask: Gesture, condition: Condition) -> impl Iterator<Item = &Trial> {
    trials.iter().filter(move |trial| trial.ask == ask && trial.condition == condition)
}
