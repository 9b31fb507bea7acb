//! What a person hears when it does not work: the hint after five seconds of a wrong, weak or absent
//! gesture. Judged on recordings of people where they are present, and on synthetic ones always.
#![cfg(not(target_arch = "wasm32"))]

use std::ops::Range;
use std::path::Path;

use passwave_motion::Gesture::{self, Circle, Shake, Wave};
use passwave_recordings::synthetic::{self, Motion, Options};
use passwave_recordings::{
    Recording, ReplayOptions, augment, is_duplicate, open, recordings_of_people, replay,
};

/// The first hint of standard mode comes after so long.
const HINT_AFTER_S: f64 = 5.0;

/// Who did what, when something else or something stronger was asked, and what should be said to most.
struct Case {
    set: &'static str,
    label: &'static str,
    asked: Gesture,
    /// What is left of the movement; gravity stays whole.
    strength: f64,
    hint: &'static str,
    /// Of those who are not accepted.
    at_least: f64,
}

const fn case(
    set: &'static str,
    label: &'static str,
    asked: Gesture,
    strength: f64,
    hint: &'static str,
    at_least: f64,
) -> Case {
    Case { set, label, asked, strength, hint, at_least }
}

const OF_PEOPLE: [Case; 9] = [
    case("handwaving", "circle", Wave, 1.0, "other-gesture", 0.6),
    case("handwaving", "wave_lr", Circle, 1.0, "other-gesture", 0.9),
    case("handwaving", "circle", Shake, 1.0, "too-slow", 0.6),
    case("handwaving", "wave_lr", Shake, 1.0, "too-slow", 0.6),
    case("handwaving", "wave_lr", Wave, 0.15, "too-small", 0.7),
    case("handwaving", "circle", Circle, 0.15, "too-small", 0.7),
    case("gestureit", "shake", Shake, 0.2, "too-small", 0.9),
    case("handwaving", "wave_lr", Wave, 0.03, "still", 0.9),
    case("motionsense", "sit", Wave, 1.0, "still", 0.9),
];

const OF_THE_ARM: [Case; 3] = [
    case("synthetic", "circle", Wave, 1.0, "other-gesture", 0.6),
    case("synthetic", "wave_lr", Circle, 1.0, "other-gesture", 0.6),
    case("synthetic", "wave_lr", Wave, 0.02, "still", 0.9),
];

#[test]
fn the_arm_hears_the_one_hint_that_helps() {
    check_arm(0..20);
}

#[test]
fn people_hear_the_one_hint_that_helps() {
    let Some(folder) = recordings_of_people(Path::new(env!("CARGO_MANIFEST_DIR"))) else {
        println!("no recordings of people are present: others of the generated ones stand in");
        return check_arm(100..120);
    };
    for case in &OF_PEOPLE {
        let file = folder.join(format!("{}.ndjson.gz", case.set));
        let mut recordings: Vec<_> =
            open(&file).expect("the set is there").map(|read| read.expect("a recording")).collect();
        recordings.retain(|recording| !is_duplicate(recording));
        check(case, &recordings);
    }
}

fn check_arm(people: Range<u64>) {
    let recordings = arm_recordings(people);
    for case in &OF_THE_ARM {
        check(case, &recordings);
    }
}

fn check(case: &Case, recordings: &[Recording]) {
    let reasons: Vec<_> = recordings
        .iter()
        .filter(|recording| recording.label == case.label)
        .cloned()
        .flat_map(|mut recording| {
            augment::scale_movement(&mut recording, case.strength);
            replay(&recording, &options(case.asked))
        })
        .filter(|session| !session.accepted)
        .map(|session| session.reason)
        .collect();
    assert!(reasons.len() >= 10, "{} {}: too few sessions to judge", case.set, case.label);
    let told = reasons.iter().filter(|reason| **reason == case.hint).count();
    let share = told as f64 / reasons.len() as f64;
    let asked = case.asked.name();
    println!(
        "{} {} asked as {asked}: {} {told}/{}",
        case.set,
        case.label,
        case.hint,
        reasons.len()
    );
    assert!(share >= case.at_least, "{} {} as {asked}: {reasons:?}", case.set, case.label);
}

fn options(ask: Gesture) -> ReplayOptions {
    ReplayOptions { ask, limit_s: HINT_AFTER_S, ..ReplayOptions::default() }
}

fn arm_recordings(people: Range<u64>) -> Vec<Recording> {
    let motions = [Motion::WaveLr, Motion::Circle];
    let record = |motion| {
        people.clone().map(move |person| {
            synthetic::generate(motion, &Options { person, ..Options::default() })
        })
    };
    motions.into_iter().flat_map(record).collect()
}
