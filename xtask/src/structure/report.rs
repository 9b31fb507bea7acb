//! Prints the figures by area, then every violation by rule.

use std::collections::BTreeMap;

use super::function_length::{Lengths, MAX_LINES, MAX_MEDIAN, MAX_P90};
use super::source::{Violation, area};

pub(crate) struct Report {
    /// The functions' lengths by area.
    pub(crate) areas: BTreeMap<String, Lengths>,
    pub(crate) violations: Vec<Violation>,
}

impl Report {
    /// Prints everything, or only what concerns one area; returns how many violations that is.
    pub(crate) fn print(&self, only: Option<&str>) -> usize {
        let is_wanted = |path: &str| only.is_none_or(|only| path.starts_with(only));
        println!(
            "{:<24} {:>9} {:>7} {:>5} {:>8}  red",
            "functions", "count", "median", "p90", "longest"
        );
        for (area, lengths) in self.areas.iter().filter(|(area, _)| is_wanted(area)) {
            println!("{}{:>5}", row(area, lengths), self.count(area));
        }
        if only.is_none() {
            let all: Lengths = self.areas.values().flat_map(Lengths::iter).collect();
            println!("{}{:>5}", row("all", &all), self.violations.len());
        }
        println!("{:<24} {:>9} {MAX_MEDIAN:>7} {MAX_P90:>5} {MAX_LINES:>8}", "limit", "");
        let rules = self.by_rule(is_wanted);
        for (rule, violations) in &rules {
            println!("\n{rule}: {}", violations.len());
            for Violation { path, line, what, .. } in violations {
                println!("  {path}:{line}: {what}");
            }
        }
        rules.values().map(Vec::len).sum()
    }

    fn count(&self, of: &str) -> usize {
        self.violations.iter().filter(|violation| area(&violation.path) == of).count()
    }

    fn by_rule(&self, is_wanted: impl Fn(&str) -> bool) -> BTreeMap<&str, Vec<&Violation>> {
        let mut rules: BTreeMap<&str, Vec<&Violation>> = BTreeMap::new();
        for violation in self.violations.iter().filter(|violation| is_wanted(&violation.path)) {
            rules.entry(violation.rule).or_default().push(violation);
        }
        rules
    }
}

fn row(name: &str, lengths: &Lengths) -> String {
    let (count, median, p90, longest) = (
        lengths.iter().count(),
        lengths.percentile(50),
        lengths.percentile(90),
        lengths.percentile(100),
    );
    format!("{name:<24} {count:>9} {median:>7} {p90:>5} {longest:>8}")
}
