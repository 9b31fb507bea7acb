//! Report section: greeting waves and waves of the recording page, person by person.

use std::collections::BTreeMap;

use passwave_motion::Gesture;

use super::format::{share, table};
use crate::evaluate::recording_groups::Group;
use crate::evaluate::results::{Results, tally};
use crate::evaluate::statistics::percentile;
use crate::evaluate::trials::{Condition, Trial};

/// One row for each person who was recorded waving so.
pub(crate) fn by_person(results: &Results) -> String {
    let mut people: BTreeMap<&str, [Vec<&Trial>; 2]> = BTreeMap::new();
    for (column, condition) in [Condition::STANDARD, Condition::ELDER].into_iter().enumerate() {
        for trial in results.asked(Gesture::Wave, condition) {
            let is_wave = trial.group == Group::Greeting
                || trial.group == Group::RecordingPage && trial.label == "wave_lr";
            if is_wave {
                people.entry(&trial.person).or_default()[column].push(trial);
            }
        }
    }
    let rows: Vec<Vec<String>> =
        people.into_iter().map(|(who, trials)| row(who, &trials)).collect();
    table(&["who", "age", "about", "standard", "median", "elder", "median"], &rows)
}

fn row(who: &str, [standard, elder]: &[Vec<&Trial>; 2]) -> Vec<String> {
    let age = match standard.first().and_then(|trial| trial.is_older) {
        Some(true) => "older",
        Some(false) => "young",
        None => "–",
    };
    let cells = [standard, elder].map(|trials| {
        let times: Vec<f64> = trials.iter().filter_map(|trial| trial.after_s).collect();
        let median =
            percentile(&times, 50.0).map_or("–".into(), |after_s| format!("{after_s:.2} s"));
        [share(tally(trials.iter().copied())), median]
    });
    let about = standard.first().map_or("", |trial| trial.about.as_str());
    [vec![who.into(), age.into(), about.into()], cells.concat()].concat()
}
