//! Report sections: acceptance by gesture, the confusion table, imitations.

use std::collections::BTreeMap;

use passwave_motion::Gesture;

use super::format::{share, table, with_interval};
use crate::evaluate::recording_groups::{Group, shown_by};
use crate::evaluate::results::{Results, tally};
use crate::evaluate::statistics::{Tally, percentile, worst_person};
use crate::evaluate::trials::{Condition, Trial};

/// Acceptance, time and worst person of every gesture, in all conditions.
pub(crate) fn by_gesture(results: &Results) -> String {
    let mut text = String::new();
    for gesture in Gesture::ALL {
        let rows: Vec<Vec<String>> =
            Condition::ALL.into_iter().map(|condition| row(results, gesture, condition)).collect();
        let title = format!("{} ({})", gesture.name(), shown_by(gesture));
        let header = [title.as_str(), "accepted", "median", "95th percentile", "the worst person"];
        text += &table(&header, &rows);
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

fn row(results: &Results, gesture: Gesture, condition: Condition) -> Vec<String> {
    let trials: Vec<&Trial> = results.done(gesture, condition).collect();
    let times: Vec<f64> = trials.iter().filter_map(|trial| trial.after_s).collect();
    let time = |percent| {
        percentile(&times, percent).map_or_else(|| "–".into(), |after_s| format!("{after_s:.2} s"))
    };
    let worst = worst_person(trials.iter().map(|trial| (trial.person.as_str(), trial.accepted)));
    let worst = worst.map(|worst| format!("{}, {}", share(worst.tally), worst.who));
    vec![
        condition.title(),
        with_interval(tally(trials.iter().copied())),
        time(50.0),
        time(95.0),
        worst.unwrap_or_else(|| "–".into()),
    ]
}

/// The confusion table: motion made against gesture asked for.
pub(crate) fn confusion(results: &Results) -> String {
    let gestures = |trial: &Trial| {
        matches!(trial.group, Group::Gestures | Group::Generated) || trial.label == "circle"
    };
    folded(Condition::ALL.map(|condition| {
        let title = format!("What was done against what was asked: {}", condition.title());
        (title, matrix(results, condition, &gestures))
    }))
}

/// Acceptance of synthetic attacks, in the standard condition and in the most lenient one.
pub(crate) fn imitations(results: &Results) -> String {
    let imitation = |trial: &Trial| trial.group == Group::Imitations;
    let widest = Condition { gyroscope: false, ..Condition::ELDER };
    folded([Condition::STANDARD, widest].map(|condition| {
        let title = format!("Imitations: {}", condition.title());
        (title, matrix(results, condition, &imitation))
    }))
}

/// Collapsible tables, of which the first is open.
fn folded<const N: usize>(tables: [(String, String); N]) -> String {
    let each = tables.into_iter().enumerate().map(|(nth, (title, table))| {
        let open = if nth == 0 { " open" } else { "" };
        format!("<details{open}><summary>{title}</summary>\n\n{table}\n</details>\n")
    });
    each.collect()
}

fn matrix(results: &Results, condition: Condition, is: &dyn Fn(&Trial) -> bool) -> String {
    let mut kinds: BTreeMap<String, [Tally; 4]> = BTreeMap::new();
    for (column, ask) in Gesture::ALL.into_iter().enumerate() {
        for trial in results.asked(ask, condition).filter(|trial| is(trial)) {
            let kind = format!("{}: {}", trial.set, trial.label);
            kinds.entry(kind).or_default()[column].add(trial.accepted);
        }
    }
    let rows: Vec<Vec<String>> = kinds
        .into_iter()
        .map(|(kind, asked)| [vec![kind], asked.map(share).to_vec()].concat())
        .collect();
    table(&["done", "as wave", "as shake", "as circle", "as flip"], &rows)
}
