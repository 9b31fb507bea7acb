//! Counters that are let out ten at a time.
//!
//! On a small site a count of one could be one known person, and so could the step from twelve to
//! thirteen. So a series appears with its tenth event, and moves on with every tenth.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::limits::MIN_EXPORTED_COUNT;

/// What a series can be told apart by.
pub trait Label: Clone + Debug + Eq + Hash + Send + Sync + EncodeLabelSet + 'static {}

impl<L: Clone + Debug + Eq + Hash + Send + Sync + EncodeLabelSet + 'static> Label for L {}

/// Counters, one for each label.
pub struct CoarseCounters<L: Label> {
    shown: Family<L, Counter>,
    all: Mutex<HashMap<L, u64>>,
}

impl<L: Label> CoarseCounters<L> {
    /// Counters that Prometheus reads by this name.
    pub fn register(registry: &mut Registry, name: &str, help: &str) -> Self {
        let shown = Family::default();
        registry.register(name, help, shown.clone());
        Self { shown, all: Mutex::default() }
    }

    /// One more.
    pub fn count(&self, label: &L) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry(label.clone()).or_default();
        *count += 1;
        if count.is_multiple_of(MIN_EXPORTED_COUNT) {
            self.shown.get_or_create(label).inc_by(MIN_EXPORTED_COUNT);
        }
    }

    /// How many there were in all.
    pub fn of(&self, label: &L) -> u64 {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(label).copied().unwrap_or_default()
    }
}

/// Histograms, one for each label.
pub struct CoarseHistograms<L: Label> {
    shown: Family<L, Histogram, fn() -> Histogram>,
    all: Mutex<HashMap<L, Waiting>>,
}

#[derive(Default)]
struct Waiting {
    total_s: f64,
    not_shown_s: Vec<f64>,
}

impl<L: Label> CoarseHistograms<L> {
    /// Histograms that Prometheus reads by this name; `empty` makes one.
    pub fn register(
        registry: &mut Registry,
        name: &str,
        help: &str,
        empty: fn() -> Histogram,
    ) -> Self {
        let shown = Family::new_with_constructor(empty);
        registry.register(name, help, shown.clone());
        Self { shown, all: Mutex::default() }
    }

    /// One more, in seconds.
    pub fn observe(&self, label: &L, seconds: f64) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = all.entry(label.clone()).or_default();
        waiting.total_s += seconds;
        waiting.not_shown_s.push(seconds);
        if waiting.not_shown_s.len() as u64 == MIN_EXPORTED_COUNT {
            let shown = self.shown.get_or_create(label);
            waiting.not_shown_s.drain(..).for_each(|seconds| shown.observe(seconds));
        }
    }

    /// All of them together, in seconds.
    pub fn total_s(&self, label: &L) -> f64 {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(label).map_or(0.0, |waiting| waiting.total_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use prometheus_client::encoding::text;

    #[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
    struct Way {
        way: &'static str,
    }

    fn read(registry: &Registry) -> String {
        let mut out = String::new();
        text::encode(&mut out, registry).unwrap();
        out
    }

    #[test]
    fn nobody_is_let_out_alone() {
        let mut registry = Registry::default();
        let counts = CoarseCounters::register(&mut registry, "passes", "Passes");
        let press = Way { way: "press" };
        for expected in [None, Some("passes_total{way=\"press\"} 10"), Some("} 20")] {
            (0..9).for_each(|_| counts.count(&press));
            let text = read(&registry);
            assert!(expected.map_or(!text.contains("press"), |line| text.contains(line)), "{text}");
            counts.count(&press);
        }
        assert_eq!(counts.of(&press), 30);
    }

    #[test]
    fn nor_is_anybodys_time() {
        let mut registry = Registry::default();
        let empty = || Histogram::new([5.0]);
        let times = CoarseHistograms::register(&mut registry, "seconds", "Seconds", empty);
        let press = Way { way: "press" };
        (0..9).for_each(|_| times.observe(&press, 4.0));
        assert!(!read(&registry).contains("press"));
        (0..9).for_each(|_| times.observe(&press, 6.0));
        let text = read(&registry);
        assert!(text.contains("seconds_sum{way=\"press\"} 42.0"), "{text}");
        assert!(text.contains("seconds_bucket{le=\"5.0\",way=\"press\"} 9"), "{text}");
        assert_eq!(times.total_s(&press), 90.0);
    }
}
