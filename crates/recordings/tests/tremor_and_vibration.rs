//! Recordings of people with tremor and vibration added: the targets of docs/recogniser-results.md, on a fixed part of
//! the recordings. Where there are none, generated ones stand in, and the run says so.

use std::path::{Path, PathBuf};

use fastrand::Rng;
use passwave_motion::{Gesture, Mode};
use passwave_recordings::augment::{add_tremor, add_vibration, scale_movement};
use passwave_recordings::synthetic::{Motion, Options, generate};
use passwave_recordings::{
    Recording, ReplayOptions, is_duplicate, open, recordings_of_people, replay,
};

const TREMOR_HZ: [f64; 4] = [4.0, 5.0, 6.0, 8.0];
const WAVES: [&str; 3] = ["wave_lr", "arc_concave", "arc_convex"];
const SHAKES: [&str; 3] = ["shake", "shake_lr", "shake_ud"];
/// Of the generated recordings.
const GENERATED_PEOPLE: u64 = 30;
const AT_REST: [&str; 2] = ["sit", "stand"];
/// A pool in which some tries are mostly still: none of them can tell what a tremor costs.
const WITH_NO_TRIES: &str = "handwaving:orig";
/// Under this, as root mean square in m/s2, a phone is at rest.
const REST_MPS2: f64 = 0.5;

/// How many attempts were accepted.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    accepted: usize,
    of: usize,
}

impl Tally {
    fn percent(self) -> f64 {
        assert!(self.of >= 20, "too few attempts to judge: {}", self.of);
        100.0 * self.accepted as f64 / self.of as f64
    }
}

#[test]
fn waves_with_a_tremor_are_accepted() {
    let waves = waves();
    for mode in Mode::ALL {
        for hz in TREMOR_HZ {
            let found = tally(&with_tremor(&waves, hz, 3.0), Gesture::Wave, mode);
            assert!(found.percent() >= 90.0, "{} {hz} Hz: {found:?}", mode.name());
        }
    }
}

#[test]
fn vibration_costs_at_most_one_percent_of_gestures() {
    let (waves, shakes) = (waves(), shakes());
    for (gesture, recordings) in [(Gesture::Wave, waves), (Gesture::Shake, shakes)] {
        for mode in Mode::ALL {
            let before = tally(&recordings, gesture, mode);
            let after = tally(&with_vibration(&recordings, 5.0), gesture, mode);
            let lost = before.percent() - after.percent();
            assert!(lost <= 1.0, "{} {}: {before:?}, {after:?}", gesture.name(), mode.name());
        }
    }
}

#[test]
fn a_tremor_alone_is_refused() {
    let resting = resting();
    for mode in Mode::ALL {
        for hz in TREMOR_HZ {
            for gesture in Gesture::ALL {
                let found = tally(&with_tremor(&resting, hz, 3.0), gesture, mode);
                let what = format!("{} {} {hz} Hz", gesture.name(), mode.name());
                assert!(found.percent() <= 0.2, "{what}: {found:?}");
            }
        }
    }
}

fn tally(recordings: &[Recording], ask: Gesture, mode: Mode) -> Tally {
    let options = ReplayOptions { ask, mode, ..ReplayOptions::default() };
    let all = recordings.iter().flat_map(|recording| replay(recording, &options));
    all.fold(Tally::default(), |tally, attempt| Tally {
        accepted: tally.accepted + usize::from(attempt.accepted),
        of: tally.of + 1,
    })
}

fn with_tremor(recordings: &[Recording], hz: f64, peak_mps2: f64) -> Vec<Recording> {
    changed(recordings, |recording, random| add_tremor(recording, random, hz, peak_mps2))
}

fn with_vibration(recordings: &[Recording], peak_mps2: f64) -> Vec<Recording> {
    changed(recordings, |recording, random| add_vibration(recording, random, peak_mps2))
}

fn changed(all: &[Recording], change: impl Fn(&mut Recording, &mut Rng)) -> Vec<Recording> {
    let mut all = all.to_vec();
    for (seed, recording) in (0..).zip(&mut all) {
        change(recording, &mut Rng::with_seed(seed));
    }
    all
}

/// All waves of the people who are told apart, and every third of the pool of those who are not.
fn waves() -> Vec<Recording> {
    let Some(folder) = people() else { return generated(Motion::WaveUd) };
    let all = labelled(&folder, "handwaving", &WAVES);
    let (pool, people): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|recording| recording.person == WITH_NO_TRIES);
    let tries = pool.into_iter().filter(|recording| strength_mps2(recording) > 3.0).step_by(3);
    people.into_iter().chain(tries).collect()
}

fn shakes() -> Vec<Recording> {
    let Some(folder) = people() else { return generated(Motion::Shake) };
    [labelled(&folder, "uhh", &SHAKES), labelled(&folder, "gestureit", &SHAKES)].concat()
}

/// Those in which a phone lies still in a pocket.
fn resting() -> Vec<Recording> {
    let mut all = match people() {
        Some(folder) => labelled(&folder, "motionsense", &AT_REST),
        None => changed(&generated(Motion::Walk), |recording, _| scale_movement(recording, 0.05)),
    };
    all.retain(|recording| strength_mps2(recording) < REST_MPS2);
    all
}

fn people() -> Option<PathBuf> {
    let folder = recordings_of_people(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
    if folder.is_none() {
        println!("no recordings of people are present: generated ones stand in");
    }
    folder
}

fn generated(motion: Motion) -> Vec<Recording> {
    let options = |person| Options { person, ..Options::default() };
    (0..GENERATED_PEOPLE).map(|person| generate(motion, &options(person))).collect()
}

fn labelled(folder: &Path, set: &str, labels: &[&str]) -> Vec<Recording> {
    let all = open(&folder.join(format!("{set}.ndjson.gz"))).expect("the set is there");
    let all = all.map(|read| read.expect("a recording"));
    let is_one = |recording: &Recording| labels.contains(&recording.label.as_str());
    all.filter(|recording| is_one(recording) && !is_duplicate(recording)).collect()
}

/// How strongly it moves about its mean, as root mean square.
fn strength_mps2(recording: &Recording) -> f64 {
    let variance = |axis: &[f64]| {
        let mean = axis.iter().sum::<f64>() / axis.len() as f64;
        axis.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / axis.len() as f64
    };
    recording.acceleration().map(variance).iter().sum::<f64>().sqrt()
}
