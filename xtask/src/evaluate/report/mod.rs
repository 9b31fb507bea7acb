//! The report's generated parts, as Markdown.

mod acceptance;
mod negatives;
mod robustness;
pub mod words;

use passwave_recordings::Recording;

use super::bars;
use super::collection::counts;
use super::findings::Findings;
use super::groups::Group;
use words::table;

/// A part of docs/recogniser.md, between two markers of this name.
pub struct Part {
    /// The name in the markers.
    pub name: &'static str,
    /// What stands between them.
    pub text: String,
}

/// All parts, in the order in which they are printed.
pub fn parts(recordings: &[Recording], findings: &Findings) -> Vec<Part> {
    let part = |name, text| Part { name, text };
    vec![
        part("recordings", used(recordings, findings)),
        part("bars", reached(findings)),
        part("gestures", acceptance::by_gesture(findings)),
        part("confusion", acceptance::confusion(findings)),
        part("negatives", negatives::pooled(findings)),
        part("negatives-by-kind", negatives::by_kind(findings)),
        part("robustness", robustness::losses(findings)),
        part("tremor", robustness::tremor(findings)),
        part("imitations", acceptance::imitations(findings)),
    ]
}

fn used(recordings: &[Recording], findings: &Findings) -> String {
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
        findings.mislabelled, findings.no_tries
    )
}

fn reached(findings: &Findings) -> String {
    let mut text = String::new();
    for (title, bars) in bars::all(findings) {
        let rows: Vec<Vec<String>> = bars
            .into_iter()
            .map(|bar| {
                let met = match bar.met {
                    Some(true) => "yes",
                    Some(false) => "**no**",
                    None => "–",
                };
                vec![bar.what, bar.wanted, bar.measured, met.into()]
            })
            .collect();
        text += &table(&[title, "bar", "measured", "met?"], &rows);
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}
