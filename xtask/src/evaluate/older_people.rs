//! The targets for older people, for greeting waves and for tremor.

use std::collections::BTreeMap;

use passwave_motion::Gesture;

use super::recording_groups::{Group, WAVING_WRIST};
use super::results::{Results, only, tally};
use super::targets::{Target, at_least, at_most, median_at_most};
use super::trials::{Condition, Trial};
use super::variants::TremorClip;

/// A shorter recording of a shake ends before it can be judged.
const SHORTEST_SHAKE_S: f64 = 2.0;

/// All of them.
pub(crate) fn targets(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    for who in WAVING {
        targets.extend(waves(results, who));
    }
    targets.push(nobody_never(results));
    targets.extend(real_tremor(results));
    targets.extend(circles(results));
    targets.extend(shakes(results));
    let negatives =
        [(Group::Tremor, [0.0, 0.0]), (Group::Body, [0.5, 1.0]), (Group::OlderWrist, [3.0, 9.0])];
    for (group, most) in negatives {
        for (condition, most) in MODES.into_iter().zip(most) {
            targets.extend(false_acceptance(results, group, condition, most));
        }
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
        set: WAVING_WRIST,
        is_older: Some(true),
        least: [95.0, 98.0],
        median_s: Some([3.0, 3.0]),
    },
    Waving {
        name: "greeting, young",
        set: WAVING_WRIST,
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

/// A person who should have been accepted at least once.
fn nobody_never(results: &Results) -> Target {
    let mut people: BTreeMap<&str, bool> = BTreeMap::new();
    for trial in results.asked(Gesture::Wave, Condition::ELDER) {
        if trial.set == WAVING_WRIST
            && trial.group == Group::Greeting
            && trial.is_older == Some(true)
        {
            *people.entry(&trial.person).or_default() |= trial.accepted;
        }
    }
    let never = people.values().filter(|is_ever_accepted| !**is_ever_accepted).count();
    Target {
        what: "greeting, older, elder: people never accepted".into(),
        wanted: "none".into(),
        measured: format!("{never} of {} people", people.len()),
        met: (!people.is_empty()).then_some(never == 0),
    }
}

/// The sets of the shake's bar, and those who shake for so long that it can be seen.
fn shakes(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    for (condition, [least, of_bursts]) in MODES.into_iter().zip([[96.0, 75.0], [98.0, 85.0]]) {
        let mode = condition.mode.name();
        let shakes = tally(results.done(Gesture::Shake, condition));
        targets.push(at_least(format!("shake (uhh, gestureit), {mode}"), shakes, least));
        let is_burst = |trial: &&Trial| {
            trial.set == "wiimote_guna"
                && trial.label == "shake"
                && trial.recorded_s >= SHORTEST_SHAKE_S
        };
        let bursts = tally(results.asked(Gesture::Shake, condition).filter(is_burst));
        let what = format!("shake of 2 s or more in all (wiimote_guna), {mode}");
        targets.push(at_least(what, bursts, of_bursts));
    }
    targets
}

fn circles(results: &Results) -> impl Iterator<Item = Target> {
    MODES.into_iter().flat_map(|condition| {
        let circles: Vec<&Trial> = results.done(Gesture::Circle, condition).collect();
        let name = format!("circle (handwaving), {}", condition.mode.name());
        let accepted = at_least(name.clone(), tally(circles.clone()), 100.0);
        [accepted, median_at_most(&name, &circles, 1.5)]
    })
}

/// Waves with recorded tremor on them: of all clips, of the real ones among them, and of the worst.
fn real_tremor(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    for (condition, least) in MODES.into_iter().zip([93.0, 96.0]) {
        let mode = condition.mode.name();
        let of =
            |(_, trials): &(TremorClip, Vec<Trial>)| tally(only(trials, Gesture::Wave, condition));
        let all = &results.with_real_tremor;
        let real = all.iter().filter(|(clip, _)| !clip.is_imitated);
        let what = format!("wave with recorded tremor, {} clips, {mode}", all.len());
        targets.push(at_least(what, all.iter().map(of).sum(), least));
        let what = format!("of these, the {} of real tremor, {mode}", real.clone().count());
        targets.push(at_least(what, real.map(of).sum(), least));
        let percent = |clip| of(clip).percent().unwrap_or(0.0);
        let worst = all.iter().min_by(|one, other| percent(one).total_cmp(&percent(other)));
        let what = format!("of these, the worst clip, {mode}");
        let mut target = at_least(what, worst.map(of).unwrap_or_default(), least);
        target.measured += &worst.map_or_else(String::new, |(clip, _)| format!(", {}", clip.id));
        targets.push(target);
    }
    targets
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
