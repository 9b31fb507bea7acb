//! Counts what happens: by way, mode and reason, and by nothing that belongs to a person.
//!
//! No site, no address, no movement and no score is in it, and what people did is let out in tens.

mod coarse;
mod language;

use passwave_motion::{Mode, Reason};
use passwave_protocol::{ErrorCode, Report, Way};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use coarse::{CoarseCounters, CoarseHistograms};

pub use language::LANGUAGES;

/// Bounds of the histogram of the time to pass, in seconds.
const TIMES_S: [f64; 12] = [2.0, 4.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0];

/// The longest time to pass that is believed, in seconds.
const LONGEST_S: f64 = 3600.0;

/// What a report says that this server does not know.
pub const OTHER: &str = "other";

/// What a person was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ChallengeLabels {
    way: &'static str,
    mode: &'static str,
}

impl ChallengeLabels {
    /// Before anything was asked, or where nobody can tell.
    const UNKNOWN: Self = Self { way: "", mode: "" };

    /// The way in that mode.
    #[must_use]
    pub fn new(way: Way, mode: Mode) -> Self {
        Self { way: way.name(), mode: mode.name() }
    }

    /// All that can be asked for.
    pub fn all() -> impl Iterator<Item = Self> {
        Way::ALL.into_iter().flat_map(|way| Mode::ALL.map(|mode| Self::new(way, mode)))
    }

    /// The way and the mode, by their names.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        (self.way, self.mode)
    }
}

macro_rules! labels {
    ($($name:ident { $($field:ident),* })*) => {
        $(#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
        struct $name {
            $($field: &'static str,)*
        })*
    };
}

labels! {
    Refusal { way, mode, reason }
    Checked { result }
    Hint { hint }
    Language { language }
    Survey { easy }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Harder {
    factor: u32,
}

/// All counters of this process. They begin at nought with it.
pub struct Metrics {
    registry: Registry,
    challenges: CoarseCounters<ChallengeLabels>,
    harder: CoarseCounters<Harder>,
    redeemed: CoarseCounters<ChallengeLabels>,
    refused: CoarseCounters<Refusal>,
    seconds_to_pass: CoarseHistograms<ChallengeLabels>,
    hints: CoarseCounters<Hint>,
    languages: CoarseCounters<Language>,
    survey: CoarseCounters<Survey>,
    failed: Counter,
    renewed: Counter,
    checked: Family<Checked, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("passwave");
        let r = &mut registry;
        let (failed, renewed, checked) = Default::default();
        let mut metrics = Self {
            challenges: CoarseCounters::register(r, "challenges", "Challenges handed out"),
            harder: CoarseCounters::register(r, "harder_challenges", "Challenges with raised work"),
            redeemed: CoarseCounters::register(r, "redeemed", "Challenges traded for a token"),
            refused: CoarseCounters::register(
                r,
                "refused",
                "Requests of widgets that were refused",
            ),
            seconds_to_pass: CoarseHistograms::register(
                r,
                "seconds_to_pass",
                "From press to token",
                || Histogram::new(TIMES_S),
            ),
            hints: CoarseCounters::register(r, "hints", "Hints that people who passed were given"),
            languages: CoarseCounters::register(r, "languages", "Languages of people who passed"),
            survey: CoarseCounters::register(r, "survey", "Answers to \"Was that easy?\""),
            failed,
            renewed,
            checked,
            registry,
        };
        metrics.register_the_exact_ones();
        metrics
    }
}

impl Metrics {
    /// Those that tell nothing about what a person did.
    fn register_the_exact_ones(&mut self) {
        let registry = &mut self.registry;
        registry.register("failed", "Requests that failed by our own fault", self.failed.clone());
        registry.register("renewed", "Tokens renewed", self.renewed.clone());
        registry.register("siteverify", "Answers to backends", self.checked.clone());
    }

    /// A challenge was handed out, its work raised by this factor.
    pub fn challenged(&self, asked: ChallengeLabels, factor: u32) {
        self.challenges.count(&asked);
        if factor > 1 {
            self.harder.count(&Harder { factor });
        }
    }

    /// A challenge was traded for a token, so long after it was handed out; the widget's word on the
    /// time counts where there is one.
    pub fn passed(&self, asked: ChallengeLabels, after_s: u64, report: Option<&Report>) {
        let after_s = report.map_or(after_s as f64, |report| f64::from(report.took_ds) / 10.0);
        self.redeemed.count(&asked);
        self.seconds_to_pass.observe(&asked, after_s.min(LONGEST_S));
        let Some(report) = report else { return };
        for hint in &report.hints {
            self.hints.count(&Hint { hint: hint_name(hint) });
        }
        self.languages.count(&Language { language: language::name(&report.lang) });
    }

    /// Someone said whether it was easy.
    pub fn survey_answered(&self, easy: bool) {
        self.survey.count(&Survey { easy: yes_or_no(easy) });
    }

    /// A request of the widget was refused.
    pub fn refused(
        &self,
        labels: Option<ChallengeLabels>,
        code: ErrorCode,
        hint: Option<&'static str>,
    ) {
        let ChallengeLabels { way, mode } = labels.unwrap_or(ChallengeLabels::UNKNOWN);
        let reason = hint.unwrap_or(code.as_str());
        self.refused.count(&Refusal { way, mode, reason });
        if code == ErrorCode::InternalError {
            self.failed.inc();
        }
    }

    /// A token was renewed.
    pub fn renewed(&self) {
        self.renewed.inc();
    }

    /// A backend was told that a token is good, or the first reason why not.
    pub fn checked(&self, result: Result<(), ErrorCode>) {
        let result = result.map_or_else(ErrorCode::as_str, |()| "success");
        self.checked.get_or_create(&Checked { result }).inc();
    }

    /// The text that Prometheus reads.
    ///
    /// # Errors
    /// Only if a string cannot be written to.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }

    /// How many challenges were handed out.
    #[must_use]
    pub fn challenges(&self, asked: ChallengeLabels) -> u64 {
        self.challenges.of(&asked)
    }

    /// How many of them became a token.
    #[must_use]
    pub fn passes(&self, asked: ChallengeLabels) -> u64 {
        self.redeemed.of(&asked)
    }

    /// How long all who passed took together, in seconds.
    #[must_use]
    pub fn total_seconds_to_pass(&self, asked: ChallengeLabels) -> f64 {
        self.seconds_to_pass.total_s(&asked)
    }

    /// How often each reason was the reason, in any way and mode.
    #[must_use]
    pub fn refusals(&self) -> Vec<(&'static str, u64)> {
        let hints = Reason::ALL.iter().map(|reason| reason.name());
        let reasons = ErrorCode::ALL.iter().map(|code| code.as_str()).chain(hints);
        let asked = || ChallengeLabels::all().chain([ChallengeLabels::UNKNOWN]);
        let count = |reason| asked().map(|asked| self.refusals_of(asked, reason)).sum();
        reasons.map(|reason| (reason, count(reason))).collect()
    }

    fn refusals_of(
        &self,
        ChallengeLabels { way, mode }: ChallengeLabels,
        reason: &'static str,
    ) -> u64 {
        self.refused.of(&Refusal { way, mode, reason })
    }

    /// How often each hint was given to someone who passed.
    #[must_use]
    pub fn hints(&self) -> Vec<(&'static str, u64)> {
        let names = passwave_protocol::Hint::ALL.iter().map(|hint| hint.name()).chain([OTHER]);
        names.map(|hint| (hint, self.hints.of(&Hint { hint }))).collect()
    }

    /// How many passed in each language.
    #[must_use]
    pub fn languages(&self) -> Vec<(&'static str, u64)> {
        let names = LANGUAGES.iter().copied().chain([OTHER]);
        names.map(|language| (language, self.languages.of(&Language { language }))).collect()
    }

    /// How many said that it was easy, and how many that it was not.
    #[must_use]
    pub fn survey(&self) -> Vec<(&'static str, u64)> {
        let names = [true, false].map(yes_or_no);
        names.map(|easy| (easy, self.survey.of(&Survey { easy }))).to_vec()
    }
}

fn yes_or_no(easy: bool) -> &'static str {
    if easy { "yes" } else { "no" }
}

fn hint_name(name: &str) -> &'static str {
    passwave_protocol::Hint::from_name(name).map_or(OTHER, passwave_protocol::Hint::name)
}
