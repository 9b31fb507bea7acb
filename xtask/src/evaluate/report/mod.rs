//! The report's sections, as Markdown.

mod acceptance;
pub(crate) mod format;
mod negatives;
mod people;
mod refusals;
mod robustness;

use passwave_recordings::Recording;

use super::dataset::counts;
use super::older_people;
use super::recording_groups::Group;
use super::results::Results;
use super::targets;
use crate::docs_sections::Part;
use format::table;

/// All sections, in the order in which they are printed.
pub(crate) fn parts(recordings: &[Recording], results: &Results) -> Vec<Part> {
    let part = |name, text| Part { name, text };
    vec![
        part("recordings", used(recordings, results)),
        part("bars", reached(results)),
        part("gestures", acceptance::by_gesture(results)),
        part("people", people::by_person(results)),
        part("refusals", refusals::by_session(results)),
        part("confusion", acceptance::confusion(results)),
        part("negatives", negatives::pooled(results)),
        part("negatives-by-kind", negatives::by_kind(results)),
        part("robustness", robustness::losses(results)),
        part("tremor", robustness::tremor(results)),
        part("real-tremor", robustness::real_tremor(results)),
        part("imitations", acceptance::imitations(results)),
    ]
}

fn used(recordings: &[Recording], results: &Results) -> String {
    let rows: Vec<Vec<String>> = counts(recordings)
        .into_iter()
        .map(|(set, count)| {
            let group = Group::of(set, "").title();
            vec![
                set.into(),
                group.into(),
                count.recordings.to_string(),
                count.people.to_string(),
                format!("{:.0}", count.minutes),
            ]
        })
        .collect();
    let table = table(&["set", "stands for", "recordings", "people", "minutes"], &rows);
    format!(
        "{table}\nLeft out for known flaws: {} recordings whose label is wrong, {} sessions in which \
         nobody tried anything.\n",
        results.mislabelled, results.no_attempts
    )
}

fn reached(results: &Results) -> String {
    let mut text = String::new();
    let older = ("Older people, greeting waves, tremor", older_people::targets(results));
    for (title, targets) in targets::all(results).into_iter().chain([older]) {
        let rows: Vec<Vec<String>> = targets
            .into_iter()
            .map(|target| {
                let met = match target.met {
                    Some(true) => "yes",
                    Some(false) => "**no**",
                    None => "–",
                };
                vec![target.what, target.wanted, target.measured, met.into()]
            })
            .collect();
        text += &table(&[title, "bar", "measured", "met?"], &rows);
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}
