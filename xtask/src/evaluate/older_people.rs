//! The targets for older people, for greeting waves and for tremor.

use passwave_motion::Gesture;

use super::recording_groups::Group;
use super::results::{Results, tally};
use super::targets::{Target, at_least, at_most, median_at_most};
use super::trials::{Condition, Trial};

/// All of them.
pub(crate) fn targets(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    for who in WAVING {
        targets.extend(waves(results, who));
    }
    targets.extend(bursts(results));
    for (condition, most) in [(Condition::STANDARD, 0.5), (Condition::ELDER, 1.0)] {
        targets.extend(false_acceptance(results, Group::Body, condition, most));
    }
    for condition in [Condition::STANDARD, Condition::ELDER] {
        targets.extend(false_acceptance(results, Group::Tremor, condition, 0.0));
    }
    targets
}

/// Who waves, and what they must reach.
struct Waving {
    name: &'static str,
    set: &'static str,
    is_older: Option<bool>,
    /// In percent; standard, elder.
    least: [f64; 2],
    /// In seconds; standard, elder.
    median_s: Option<[f64; 2]>,
}

const WAVING: [Waving; 4] = [
    Waving {
        name: "greeting, older",
        set: "smartfallmm_wrist",
        is_older: Some(true),
        least: [95.0, 98.0],
        median_s: Some([3.0, 3.0]),
    },
    Waving {
        name: "greeting, young",
        set: "smartfallmm_wrist",
        is_older: Some(false),
        least: [98.0, 98.0],
        median_s: None,
    },
    Waving {
        name: "greeting of 3 s in all (utd_mhad)",
        set: "utd_mhad",
        is_older: None,
        least: [75.0, 81.2],
        median_s: None,
    },
    Waving {
        name: "wave (handwaving)",
        set: "handwaving",
        is_older: None,
        least: [99.3, 99.6],
        median_s: Some([2.0, 1.9]),
    },
];

const MODES: [Condition; 2] = [Condition::STANDARD, Condition::ELDER];

fn waves(results: &Results, who: Waving) -> Vec<Target> {
    let mut targets = Vec::new();
    for (nth, condition) in MODES.into_iter().enumerate() {
        let is_one = |trial: &&Trial| {
            let is_wave = trial.group == Group::Greeting || trial.is_asked();
            trial.set == who.set && is_wave && trial.is_older == who.is_older
        };
        let trials: Vec<&Trial> = results.asked(Gesture::Wave, condition).filter(is_one).collect();
        let name = format!("{}, {}", who.name, condition.mode.name());
        targets.push(at_least(name.clone(), tally(trials.clone()), who.least[nth]));
        let median = |median_s: [f64; 2]| median_at_most(&name, &trials, median_s[nth]);
        targets.extend(who.median_s.map(median));
    }
    targets
}

/// The shake: the people of its own bar, and those who shake for two seconds or more.
fn bursts(results: &Results) -> Vec<Target> {
    let shakes = |(condition, least)| {
        let name = format!("shake, {}", Condition::title(condition));
        at_least(name, tally(results.done(Gesture::Shake, condition)), least)
    };
    [(Condition::STANDARD, 96.0), (Condition::ELDER, 98.0)].map(shakes).into()
}

fn false_acceptance(
    results: &Results,
    group: Group,
    condition: Condition,
    most: f64,
) -> impl Iterator<Item = Target> {
    Gesture::ALL.into_iter().map(move |ask| {
        let what = format!("{} as {}, {}", group.title(), ask.name(), condition.mode.name());
        at_most(what, results.of_group(group, ask, condition), most)
    })
}
