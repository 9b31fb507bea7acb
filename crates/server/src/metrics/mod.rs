//! Counts what happens: by way, mode and reason, and by nothing that belongs to a person.
//!
//! No site, no address, no movement and no score is in it.

use passwave_motion::{Mode, Reason};
use passwave_protocol::{ErrorCode, Way};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::refused::Refused;

/// Bounds of the histogram of the time to pass, in seconds.
const TIMES_S: [f64; 12] = [2.0, 4.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0];

/// What a person was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Asked {
    way: &'static str,
    mode: &'static str,
}

impl Asked {
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

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refusal {
    way: &'static str,
    mode: &'static str,
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Checked {
    result: &'static str,
}

/// All counters of this process. They begin at nought with it.
pub struct Metrics {
    registry: Registry,
    challenges: Family<Asked, Counter>,
    redeemed: Family<Asked, Counter>,
    refused: Family<Refusal, Counter>,
    seconds_to_pass: Family<Asked, Histogram>,
    /// The histogram's sum, which it tells only to Prometheus.
    total_seconds_to_pass: Family<Asked, Counter>,
    renewed: Counter,
    checked: Family<Checked, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("passwave"),
            challenges: Family::default(),
            redeemed: Family::default(),
            refused: Family::default(),
            seconds_to_pass: Family::new_with_constructor(|| Histogram::new(TIMES_S)),
            total_seconds_to_pass: Family::default(),
            renewed: Counter::default(),
            checked: Family::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("challenges", "Challenges handed out", self.challenges.clone());
        registry.register("redeemed", "Challenges traded for a token", self.redeemed.clone());
        registry.register(
            "refused",
            "Challenges, redeems and renewals that were refused",
            self.refused.clone(),
        );
        registry.register(
            "seconds_to_pass",
            "Time from challenge to token",
            self.seconds_to_pass.clone(),
        );
        registry.register("renewed", "Tokens renewed", self.renewed.clone());
        registry.register("siteverify", "Answers to backends", self.checked.clone());
    }

    /// A challenge was handed out.
    pub fn challenged(&self, asked: Asked) {
        self.challenges.get_or_create(&asked).inc();
    }

    /// A challenge was traded for a token, so long after it was handed out.
    pub fn passed(&self, asked: Asked, after_s: u64) {
        self.redeemed.get_or_create(&asked).inc();
        self.seconds_to_pass.get_or_create(&asked).observe(after_s as f64);
        self.total_seconds_to_pass.get_or_create(&asked).inc_by(after_s);
    }

    /// A request of the widget was refused.
    pub fn refused(&self, refused: &Refused) {
        let Asked { way, mode } = refused.asked.unwrap_or(Asked::UNKNOWN);
        let reason = refused.hint.unwrap_or(refused.code.as_str());
        self.refused.get_or_create(&Refusal { way, mode, reason }).inc();
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
    pub fn challenges(&self, asked: Asked) -> u64 {
        self.challenges.get_or_create(&asked).get()
    }

    /// How many of them became a token.
    #[must_use]
    pub fn passes(&self, asked: Asked) -> u64 {
        self.redeemed.get_or_create(&asked).get()
    }

    /// How long all who passed took together, in seconds.
    #[must_use]
    pub fn total_seconds_to_pass(&self, asked: Asked) -> u64 {
        self.total_seconds_to_pass.get_or_create(&asked).get()
    }

    /// How often each reason was the reason, in any way and mode.
    #[must_use]
    pub fn refusals(&self) -> Vec<(&'static str, u64)> {
        let hints = Reason::ALL.iter().map(|reason| reason.name());
        let reasons = ErrorCode::ALL.iter().map(|code| code.as_str()).chain(hints);
        let asked = || Asked::all().chain([Asked::UNKNOWN]);
        let count = |reason| asked().filter_map(|asked| self.refusals_of(asked, reason)).sum();
        reasons.map(|reason| (reason, count(reason))).collect()
    }

    fn refusals_of(&self, Asked { way, mode }: Asked, reason: &'static str) -> Option<u64> {
        let refusal = Refusal { way, mode, reason };
        self.refused.get(&refusal).map(|counter| counter.get())
    }
}
