//! The counts on the status page, of one instance or of several together.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::labels::ChallengeLabels;

/// Counts by name.
pub(crate) type Tally = BTreeMap<String, u64>;

/// What came of challenges, why redeems were refused, and what the reports of those who passed said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Counts {
    pub(super) outcomes: BTreeMap<String, Outcome>,
    pub(crate) refusals: Tally,
    pub(crate) hints: Tally,
    pub(crate) languages: Tally,
    pub(crate) survey: Tally,
}

/// The outcome of some challenges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Outcome {
    pub(crate) challenges: u64,
    pub(crate) verifications: u64,
    pub(crate) seconds: f64,
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.challenges = self.challenges.saturating_add(other.challenges);
        self.verifications = self.verifications.saturating_add(other.verifications);
        self.seconds += other.seconds;
    }
}

impl Counts {
    pub(crate) fn outcome(&self, labels: ChallengeLabels) -> Outcome {
        self.outcomes.get(&name(labels)).copied().unwrap_or_default()
    }

    pub(super) fn set_outcome(&mut self, labels: ChallengeLabels, outcome: Outcome) {
        self.outcomes.insert(name(labels), outcome);
    }

    /// Adds the counts of another instance. It may be of another version: names that this one does not know are
    /// left out.
    pub(super) fn add(&mut self, other: &Self) {
        for (name, outcome) in &mut self.outcomes {
            *outcome += other.outcomes.get(name).copied().unwrap_or_default();
        }
        for (tally, more) in [
            (&mut self.refusals, &other.refusals),
            (&mut self.hints, &other.hints),
            (&mut self.languages, &other.languages),
            (&mut self.survey, &other.survey),
        ] {
            for (name, count) in tally {
                *count = count.saturating_add(more.get(name).copied().unwrap_or_default());
            }
        }
    }
}

fn name(labels: ChallengeLabels) -> String {
    let (way, mode) = labels.names();
    format!("{way} {mode}")
}
