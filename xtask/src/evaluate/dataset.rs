//! Loads all recordings, and adds synthetic ones.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use passwave_recordings::{Recording, is_duplicate, open, synthetic};

use super::exclusions;
use crate::workspace::files_ending;

/// The number of synthetic people; each makes every motion once, for 12 seconds.
const GENERATED_PEOPLE: u64 = 100;
/// The subfolder of the recordings with synthetic attacks.
const IMITATIONS: &str = "attacks";
const ENDING: &str = ".ndjson.gz";

/// The recordings under evaluation.
#[derive(Debug)]
pub(crate) struct Dataset {
    /// All recordings that are not excluded.
    pub(crate) recordings: Vec<Recording>,
    /// How many were excluded because their label is wrong.
    pub(crate) mislabelled: usize,
}

/// Reads the folder, if there is one, excludes mislabelled recordings, and adds synthetic ones.
///
/// Fails if a named folder has no recording: an evaluation of an empty set would look like success.
pub(crate) fn load(folder: Option<&Path>) -> Result<Dataset> {
    let mut all = folder.map_or(Ok(Vec::new()), read_people)?;
    all.retain(|recording| !is_duplicate(recording));
    let before = all.len();
    all.retain(|recording| !exclusions::is_mislabelled(recording));
    let mislabelled = before - all.len();
    all.extend(synthetic::generate_population(GENERATED_PEOPLE));
    Ok(Dataset { recordings: all, mislabelled })
}

fn read_people(folder: &Path) -> Result<Vec<Recording>> {
    must_hold_recordings(folder)?;
    let mut all = read_folder(folder)?;
    let imitations = folder.join(IMITATIONS);
    if imitations.is_dir() {
        all.extend(read_folder(&imitations)?.into_iter().map(imitation));
    }
    Ok(all)
}

/// Fails early if there is no file of recordings.
pub(crate) fn must_hold_recordings(folder: &Path) -> Result<()> {
    match files_ending(folder, ENDING) {
        Ok(files) if !files.is_empty() => Ok(()),
        _ => bail!(missing(folder)),
    }
}

fn missing(folder: &Path) -> String {
    format!(
        "there are no recordings (*{ENDING}) in {}; name their folder with --traces",
        folder.display()
    )
}

fn read_folder(folder: &Path) -> Result<Vec<Recording>> {
    let mut all = Vec::new();
    for path in files_ending(folder, ENDING)? {
        for recording in open(&path)? {
            all.push(recording?);
        }
    }
    Ok(all)
}

/// Labels an attack with its kind and the gesture it imitates.
fn imitation(mut recording: Recording) -> Recording {
    let word = |key: &str| recording.other.get(key).and_then(|value| value.as_str());
    let label = format!("{}/{}", word("attack").unwrap_or("?"), word("imitates").unwrap_or("none"));
    recording.label = label;
    recording.set = IMITATIONS.into();
    recording
}

/// The counts of a set of recordings.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SetCount {
    /// How many recordings.
    pub(crate) recordings: usize,
    /// By how many people.
    pub(crate) people: usize,
    /// Their total length, in minutes.
    pub(crate) minutes: f64,
}

/// The counts of each set, by name.
pub(crate) fn counts(recordings: &[Recording]) -> BTreeMap<&str, SetCount> {
    let mut people: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, SetCount> = BTreeMap::new();
    for recording in recordings {
        let count = counts.entry(&recording.set).or_default();
        count.recordings += 1;
        count.minutes += recording.duration_ms() / 60_000.0;
        people.entry(&recording.set).or_default().push(&recording.person);
    }
    for (set, mut people) in people {
        people.sort_unstable();
        people.dedup();
        counts.entry(set).or_default().people = people.len();
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_recordings_is_an_error_that_names_it() {
        let empty = std::env::temp_dir().join(format!("passwave-none-{}", std::process::id()));
        let error = load(Some(&empty)).unwrap_err();
        assert!(error.to_string().contains("--traces"), "{error}");
        std::fs::create_dir_all(&empty).unwrap();
        let error = load(Some(&empty)).unwrap_err();
        std::fs::remove_dir(&empty).unwrap();
        assert!(error.to_string().contains("there are no recordings"), "{error}");
    }

    #[test]
    fn without_a_folder_there_are_generated_recordings_alone() {
        let dataset = load(None).unwrap();
        assert!(dataset.recordings.len() >= GENERATED_PEOPLE as usize);
        assert!(dataset.recordings.iter().all(|recording| recording.set == synthetic::SET));
    }

    #[test]
    fn people_are_counted_once() {
        let made = synthetic::generate_population(3);
        let counts = counts(&made);
        assert_eq!(counts[synthetic::SET].people, 3);
        assert_eq!(counts[synthetic::SET].recordings, made.len());
        assert!((counts[synthetic::SET].minutes - made.len() as f64 * 0.2).abs() < 0.05);
    }
}
