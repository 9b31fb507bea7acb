//! Prometheus metrics by way, mode and reason.
//!
//! They contain no site, address, movement or score. Whatever depends on what a person did is exported in
//! multiples of ten.

mod coarse;
pub(crate) mod counts;
pub(crate) mod labels;
mod language;

use std::fmt;
use std::sync::{Mutex, PoisonError};

use passwave_motion::Reason;
use passwave_protocol::{ErrorCode, Hint, Report};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, text};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use coarse::{CoarseCounters, CoarseHistograms};
use counts::{Counts, Outcome, Tally};
use labels::{
    ChallengeLabels, FactorLabels, HintLabels, LanguageLabels, OTHER, RefusalLabels,
    SiteverifyLabels, SurveyLabels,
};
use language::LANGUAGES;

use super::log::lost_lines;
use crate::clock::Clock;

/// The bucket bounds of the histogram of the time to pass, in seconds.
const BUCKETS_S: [f64; 12] =
    [2.0, 4.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0];

/// Longer times to pass are counted as this one, in seconds.
const TIME_CAP_S: f64 = 3600.0;

/// All counters of this process; they start at zero with it.
pub(crate) struct Metrics {
    registry: Registry,
    /// For the status page, in Unix seconds.
    pub(crate) started_s: u64,
    challenges: CoarseCounters<ChallengeLabels>,
    harder: CoarseCounters<FactorLabels>,
    redeemed: CoarseCounters<ChallengeLabels>,
    refused: CoarseCounters<RefusalLabels>,
    seconds_to_pass: CoarseHistograms<ChallengeLabels>,
    hints: CoarseCounters<HintLabels>,
    languages: CoarseCounters<LanguageLabels>,
    survey: CoarseCounters<SurveyLabels>,
    failed: Counter,
    renewed: Counter,
    checked: Family<SiteverifyLabels, Counter>,
    /// What the other instances counted; only the status page adds it.
    others: Mutex<Vec<Counts>>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("passwave");
        let r = &mut registry;
        let (failed, renewed, checked, others) = Default::default();
        let mut metrics = Self {
            challenges: CoarseCounters::register(r, "challenges", "Challenges issued"),
            harder: CoarseCounters::register(
                r,
                "harder_challenges",
                "Challenges with increased difficulty",
            ),
            redeemed: CoarseCounters::register(r, "redeemed", "Challenges redeemed for a token"),
            refused: CoarseCounters::register(r, "refused", "Refused requests of widgets"),
            seconds_to_pass: CoarseHistograms::register(
                r,
                "seconds_to_pass",
                "Time from the first press to the token",
                || Histogram::new(BUCKETS_S),
            ),
            hints: CoarseCounters::register(r, "hints", "Hints given to people who passed"),
            languages: CoarseCounters::register(r, "languages", "Languages of people who passed"),
            survey: CoarseCounters::register(r, "survey", "Answers to \"Was that easy?\""),
            failed,
            renewed,
            checked,
            others,
            registry,
            started_s: Clock::system().now_s(),
        };
        metrics.register_exact_counters();
        metrics
    }
}

/// The log counts by itself.
#[derive(Debug)]
struct LostLogLines;

impl Collector for LostLogLines {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let counter = ConstCounter::new(lost_lines());
        let help = "Lines of the log that nobody took";
        let name = "log_lines_lost";
        counter.encode(encoder.encode_descriptor(name, help, None, counter.metric_type())?)
    }
}

impl Metrics {
    /// Registers the counters that depend on no action of a person.
    fn register_exact_counters(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "failed",
            "Requests that failed with an internal error",
            self.failed.clone(),
        );
        registry.register("renewed", "Tokens renewed", self.renewed.clone());
        registry.register("siteverify", "Results of siteverify", self.checked.clone());
        registry.register_collector(Box::new(LostLogLines));
    }

    /// Counts an issued challenge, with the factor on its work.
    pub(crate) fn record_challenge(&self, labels: ChallengeLabels, factor: u32) {
        self.challenges.increment(&labels);
        if factor > 1 {
            self.harder.increment(&FactorLabels { factor });
        }
    }

    /// Counts a redeemed challenge. The time to pass is the widget's own measurement if there is a report, or
    /// else the age of the challenge.
    pub(crate) fn record_verification(
        &self,
        labels: ChallengeLabels,
        challenge_age_s: u64,
        report: Option<&Report>,
    ) {
        let took_s =
            report.map_or(challenge_age_s as f64, |report| f64::from(report.took_ds) / 10.0);
        self.redeemed.increment(&labels);
        self.seconds_to_pass.observe(&labels, took_s.min(TIME_CAP_S));
        let Some(report) = report else { return };
        for hint in &report.hints {
            self.hints.increment(&HintLabels::from_report(hint));
        }
        self.languages.increment(&LanguageLabels::from_tag(&report.lang));
    }

    /// Counts an answer to the survey.
    pub(crate) fn record_survey_answer(&self, easy: bool) {
        self.survey.increment(&SurveyLabels::new(easy));
    }

    /// Counts a refused request of a widget.
    pub(crate) fn record_refusal(
        &self,
        labels: Option<ChallengeLabels>,
        code: ErrorCode,
        hint: Option<&'static str>,
    ) {
        let ChallengeLabels { way, mode } = labels.unwrap_or(ChallengeLabels::UNKNOWN);
        let reason = hint.unwrap_or(code.as_str());
        self.refused.increment(&RefusalLabels { way, mode, reason });
        if code == ErrorCode::InternalError {
            self.failed.inc();
        }
    }

    /// Counts a renewed token.
    pub(crate) fn record_renewal(&self) {
        self.renewed.inc();
    }

    /// Counts a siteverify request by its result: success, or the first error code.
    pub(crate) fn record_siteverify(&self, result: Result<(), ErrorCode>) {
        let result = result.map_or_else(ErrorCode::as_str, |()| "success");
        self.checked.get_or_create(&SiteverifyLabels { result }).inc();
    }

    /// All metrics in the OpenMetrics text format.
    ///
    /// # Errors
    /// If a value cannot be formatted.
    pub(crate) fn text(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }

    /// The counts of this instance.
    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts {
            refusals: self.refusals(),
            hints: self.hints(),
            languages: self.languages(),
            survey: self.survey(),
            ..Counts::default()
        };
        for labels in ChallengeLabels::all() {
            let outcome = Outcome {
                challenges: self.challenges.exact(&labels),
                verifications: self.redeemed.exact(&labels),
                seconds: self.seconds_to_pass.exact_sum_s(&labels),
            };
            counts.set_outcome(labels, outcome);
        }
        counts
    }

    /// From now on these are the counts of the other instances.
    pub(crate) fn set_others(&self, others: Vec<Counts>) {
        *self.others.lock().unwrap_or_else(PoisonError::into_inner) = others;
    }

    /// The counts of all instances, and how many instances there are.
    pub(crate) fn counts_of_all(&self) -> (Counts, usize) {
        let mut counts = self.counts();
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        others.iter().for_each(|other| counts.add(other));
        (counts, 1 + others.len())
    }

    /// The number of refusals for each reason, over all ways and modes.
    fn refusals(&self) -> Tally {
        let hints = Reason::ALL.iter().map(|reason| reason.name());
        let reasons = ErrorCode::ALL.iter().map(|code| code.as_str()).chain(hints);
        reasons.map(|reason| (reason.to_owned(), self.refusals_for(reason))).collect()
    }

    fn refusals_for(&self, reason: &'static str) -> u64 {
        let labels = ChallengeLabels::all().chain([ChallengeLabels::UNKNOWN]);
        let labels =
            labels.map(|ChallengeLabels { way, mode }| RefusalLabels { way, mode, reason });
        labels.map(|labels| self.refused.exact(&labels)).sum()
    }

    /// The number of times each hint was given to someone who passed.
    fn hints(&self) -> Tally {
        let names = Hint::ALL.iter().map(|hint| hint.name()).chain([OTHER]);
        names.map(|hint| (hint.to_owned(), self.hints.exact(&HintLabels { hint }))).collect()
    }

    /// The number of verifications in each language.
    fn languages(&self) -> Tally {
        let names = LANGUAGES.iter().copied().chain([OTHER]);
        let count = |language| self.languages.exact(&LanguageLabels { language });
        names.map(|language| (language.to_owned(), count(language))).collect()
    }

    /// The number of yes and of no answers to the survey.
    fn survey(&self) -> Tally {
        let answers = [true, false].map(SurveyLabels::new);
        answers.map(|labels| (labels.easy.to_owned(), self.survey.exact(&labels))).into()
    }
}
