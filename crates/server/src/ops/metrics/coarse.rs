//! Privacy-preserving counters and histograms, exported in multiples of ten.
//!
//! On a small site a count of one could be one known person, and so could the step from twelve to thirteen. So
//! a series appears with its tenth event and is updated with every tenth.

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

/// The labels of a series.
pub(super) trait Label:
    Clone + Debug + Eq + Hash + Send + Sync + EncodeLabelSet + 'static
{
}

impl<L: Clone + Debug + Eq + Hash + Send + Sync + EncodeLabelSet + 'static> Label for L {}

/// One counter for each label.
pub(super) struct CoarseCounters<L: Label> {
    exported: Family<L, Counter>,
    exact: Mutex<HashMap<L, u64>>,
}

impl<L: Label> CoarseCounters<L> {
    /// Registers the counters under this name.
    pub(super) fn register(registry: &mut Registry, name: &str, help: &str) -> Self {
        let exported = Family::default();
        registry.register(name, help, exported.clone());
        Self { exported, exact: Mutex::default() }
    }

    /// Adds one.
    pub(super) fn increment(&self, label: &L) {
        let mut exact = self.exact.lock().unwrap_or_else(PoisonError::into_inner);
        let count = exact.entry(label.clone()).or_default();
        *count += 1;
        if count.is_multiple_of(MIN_EXPORTED_COUNT) {
            self.exported.get_or_create(label).inc_by(MIN_EXPORTED_COUNT);
        }
    }

    /// The exact count.
    pub(super) fn exact(&self, label: &L) -> u64 {
        let exact = self.exact.lock().unwrap_or_else(PoisonError::into_inner);
        exact.get(label).copied().unwrap_or_default()
    }
}

/// One histogram for each label.
pub(super) struct CoarseHistograms<L: Label> {
    exported: Family<L, Histogram, fn() -> Histogram>,
    exact: Mutex<HashMap<L, Observations>>,
}

#[derive(Default)]
struct Observations {
    sum_s: f64,
    pending_s: Vec<f64>,
}

impl<L: Label> CoarseHistograms<L> {
    /// Registers the histograms under this name; `empty` creates one.
    pub(super) fn register(
        registry: &mut Registry,
        name: &str,
        help: &str,
        empty: fn() -> Histogram,
    ) -> Self {
        let exported = Family::new_with_constructor(empty);
        registry.register(name, help, exported.clone());
        Self { exported, exact: Mutex::default() }
    }

    /// Adds one observation, in seconds.
    pub(super) fn observe(&self, label: &L, seconds: f64) {
        let mut exact = self.exact.lock().unwrap_or_else(PoisonError::into_inner);
        let observations = exact.entry(label.clone()).or_default();
        observations.sum_s += seconds;
        observations.pending_s.push(seconds);
        if observations.pending_s.len() as u64 == MIN_EXPORTED_COUNT {
            let exported = self.exported.get_or_create(label);
            observations.pending_s.drain(..).for_each(|seconds| exported.observe(seconds));
        }
    }

    /// The exact sum, in seconds.
    pub(super) fn exact_sum_s(&self, label: &L) -> f64 {
        let exact = self.exact.lock().unwrap_or_else(PoisonError::into_inner);
        exact.get(label).map_or(0.0, |observations| observations.sum_s)
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
    fn counters_withhold_groups_below_ten() {
        let mut registry = Registry::default();
        let counters = CoarseCounters::register(&mut registry, "passes", "Passes");
        let press = Way { way: "press" };
        for expected in [None, Some("passes_total{way=\"press\"} 10"), Some("} 20")] {
            (0..9).for_each(|_| counters.increment(&press));
            let text = read(&registry);
            assert!(expected.map_or(!text.contains("press"), |line| text.contains(line)), "{text}");
            counters.increment(&press);
        }
        assert_eq!(counters.exact(&press), 30);
    }

    #[test]
    fn histograms_withhold_groups_below_ten() {
        let mut registry = Registry::default();
        let empty = || Histogram::new([5.0]);
        let histograms = CoarseHistograms::register(&mut registry, "seconds", "Seconds", empty);
        let press = Way { way: "press" };
        (0..9).for_each(|_| histograms.observe(&press, 4.0));
        assert!(!read(&registry).contains("press"));
        (0..9).for_each(|_| histograms.observe(&press, 6.0));
        let text = read(&registry);
        assert!(text.contains("seconds_sum{way=\"press\"} 42.0"), "{text}");
        assert!(text.contains("seconds_bucket{le=\"5.0\",way=\"press\"} 9"), "{text}");
        assert_eq!(histograms.exact_sum_s(&press), 90.0);
    }
}
