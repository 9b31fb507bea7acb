//! Report sections: false acceptance of movements without a gesture.

use std::collections::BTreeMap;

use passwave_motion::Gesture;

use super::format::{table, with_interval};
use crate::evaluate::recording_groups::Group;
use crate::evaluate::results::{Results, is_negative};
use crate::evaluate::statistics::Tally;
use crate::evaluate::trials::Condition;

type Columns = [Tally; Condition::ALL.len()];

/// One row for each group and gesture.
pub(crate) fn pooled(results: &Results) -> String {
    let mut rows = Vec::new();
    for group in Group::NEGATIVE {
        for ask in Gesture::ALL {
            let found = Condition::ALL.map(|condition| results.of_group(group, ask, condition));
            rows.push(row(format!("{} as {}", group.title(), ask.name()), found));
        }
    }
    conditions("false acceptance in 10 s", &rows)
}

/// One table for each gesture, with a row for every kind with a false acceptance, and a list of
/// the kinds without.
pub(crate) fn by_kind(results: &Results) -> String {
    Gesture::ALL.into_iter().map(|ask| of_gesture(results, ask)).collect()
}

fn of_gesture(results: &Results, ask: Gesture) -> String {
    let (some, never): (Vec<_>, Vec<_>) = kinds(results, ask)
        .into_iter()
        .partition(|(_, found)| found.iter().any(|tally| tally.accepted > 0));
    let rows: Vec<Vec<String>> = some.into_iter().map(|(kind, found)| row(kind, found)).collect();
    let table = conditions(&format!("as {}", ask.name()), &rows);
    let sessions: usize = never.iter().map(|(_, found)| found[0].of).sum();
    let list: Vec<String> =
        never.iter().map(|(kind, found)| never_accepted(kind, found[0])).collect();
    format!(
        "<details><summary>As {}, by kind</summary>\n\n{table}\nNever accepted in any column \
         ({sessions} sessions; in brackets their number and the interval's upper end): {}.\n\n</details>\n",
        ask.name(),
        list.join(", ")
    )
}

fn kinds(results: &Results, ask: Gesture) -> BTreeMap<String, Columns> {
    let mut kinds: BTreeMap<String, Columns> = BTreeMap::new();
    for (column, condition) in Condition::ALL.into_iter().enumerate() {
        for trial in results.asked(ask, condition) {
            if Group::NEGATIVE.iter().any(|&group| is_negative(trial, group)) {
                let kind = format!("{}: {}", trial.set, trial.label);
                kinds.entry(kind).or_default()[column].add(trial.accepted);
            }
        }
    }
    kinds
}

fn never_accepted(kind: &str, found: Tally) -> String {
    let most = found.interval().map_or(100.0, |(_, high)| high);
    format!("{kind} ({}; {most:.1} %)", found.of)
}

fn row(what: String, found: Columns) -> Vec<String> {
    [vec![what], found.map(with_interval).to_vec()].concat()
}

fn conditions(title: &str, rows: &[Vec<String>]) -> String {
    let titles = Condition::ALL.map(Condition::title);
    let header: Vec<&str> = [title].into_iter().chain(titles.iter().map(String::as_str)).collect();
    table(&header, rows)
}
