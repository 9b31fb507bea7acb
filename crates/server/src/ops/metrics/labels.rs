//! The labels of the metrics. None of them belongs to a person.

use passwave_motion::Mode;
use passwave_protocol::{Hint, Way};
use prometheus_client::encoding::EncodeLabelSet;

/// Stands for every value that this server does not know.
pub(super) const OTHER: &str = "other";

/// The way and mode of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct ChallengeLabels {
    pub(super) way: &'static str,
    pub(super) mode: &'static str,
}

impl ChallengeLabels {
    /// For requests without a valid challenge.
    pub(super) const UNKNOWN: Self = Self { way: "", mode: "" };

    pub(crate) fn new(way: Way, mode: Mode) -> Self {
        Self { way: way.name(), mode: mode.name() }
    }

    /// All combinations of way and mode.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Way::ALL.into_iter().flat_map(|way| Mode::ALL.map(|mode| Self::new(way, mode)))
    }

    /// The names of the way and the mode.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        (self.way, self.mode)
    }
}

macro_rules! labels {
    ($($name:ident { $($field:ident),* })*) => {
        $(#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
        pub(super) struct $name {
            $(pub(super) $field: &'static str,)*
        })*
    };
}

labels! {
    RefusalLabels { way, mode, reason }
    SiteverifyLabels { result }
    HintLabels { hint }
    LanguageLabels { language }
    SurveyLabels { easy }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct FactorLabels {
    pub(super) factor: u32,
}

impl HintLabels {
    /// A hint as a report names it.
    pub(super) fn from_report(name: &str) -> Self {
        Self { hint: Hint::from_name(name).map_or(OTHER, Hint::name) }
    }
}

impl SurveyLabels {
    pub(super) fn new(easy: bool) -> Self {
        Self { easy: if easy { "yes" } else { "no" } }
    }
}
