//! The targets of the evaluation (acceptance, false acceptance, time, robustness), and whether each is met.

use passwave_motion::Gesture;

use super::recording_groups::Group;
use super::report::format::{percent, share, with_interval};
use super::results::{Results, only, tally};
use super::statistics::{Tally, percentile, worst_person};
use super::trials::{Condition, Trial};
use super::variants::{Family, Variant};

/// One target.
pub(crate) struct Target {
    /// What is measured.
    pub(crate) what: String,
    /// The required value.
    pub(crate) wanted: String,
    /// The measured value.
    pub(crate) measured: String,
    /// Whether the target is met; none without recordings.
    pub(crate) met: Option<bool>,
}

/// All targets, in the order of the report.
pub(crate) fn all(results: &Results) -> Vec<(&'static str, Vec<Target>)> {
    vec![
        ("Standard mode: the gesture that is asked", asked(results)),
        ("Standard mode: another gesture", others(results)),
        ("Standard mode: no gesture", nothing(results)),
        ("Elder mode", elder(results)),
        ("Robustness", robustness(results)),
    ]
}

fn asked(results: &Results) -> Vec<Target> {
    let row = |gesture: Gesture, share, worst: Option<f64>, median_s| {
        let trials: Vec<&Trial> = results.done(gesture, Condition::STANDARD).collect();
        let name = match gesture {
            Gesture::Flip => "flip, synthetic",
            _ => gesture.name(),
        };
        let mut targets = vec![at_least(format!("{name}: accepted"), tally(trials.clone()), share)];
        targets.extend(worst.map(|worst| worst_at_least(name, &trials, worst)));
        targets.push(median_at_most(name, &trials, median_s));
        targets
    };
    [
        row(Gesture::Wave, 95.0, Some(75.0), 2.5),
        row(Gesture::Shake, 93.0, Some(75.0), 2.0),
        row(Gesture::Circle, 95.0, Some(80.0), 3.0),
        row(Gesture::Flip, 97.0, None, 2.5),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A wave slower than this must not be accepted as a shake.
const SLOW_WAVE_HZ: f64 = 1.5;

fn others(results: &Results) -> Vec<Target> {
    let asked = |ask, is: &dyn Fn(&Trial) -> bool| {
        tally(results.asked(ask, Condition::STANDARD).filter(|trial| is(trial)))
    };
    let hand = |trial: &Trial, labels: &[&str]| {
        trial.set == "handwaving" && labels.contains(&trial.label.as_str())
    };
    let circle = |trial: &Trial| hand(trial, &["circle"]);
    let wheel = |trial: &Trial| trial.set == "gestureit" && trial.label == "drive_it";
    let slow = |trial: &Trial| {
        hand(trial, &["wave_lr"]) && trial.beat_hz.is_some_and(|hz| hz < SLOW_WAVE_HZ)
    };
    let lines = |trial: &Trial| hand(trial, &["wave_lr", "wave_ud", "thrust_fb"]);
    let turn = |trial: &Trial| {
        trial.set == "uhh" && matches!(trial.label.as_str(), "turn_left" | "turn_right")
    };
    let made = |trial: &Trial| matches!(trial.group, Group::Generated | Group::Imitations);
    let rest =
        |trial: &Trial| !made(trial) && !turn(trial) && !Group::OWN_ROWS.contains(&trial.group);
    let target = |what: &str, ask, is: &dyn Fn(&Trial) -> bool, most| {
        at_most(what.into(), asked(ask, is), most)
    };
    vec![
        target("circles as wave", Gesture::Wave, &circle, 10.0),
        target("circles and drive_it as shake", Gesture::Shake, &|t| circle(t) || wheel(t), 5.0),
        target("wave_lr under 1.5 Hz as shake", Gesture::Shake, &slow, 10.0),
        target("wave_lr, wave_ud, thrust_fb as circle", Gesture::Circle, &lines, 5.0),
        target("all of people but quarter turns as flip", Gesture::Flip, &rest, 1.0),
        target("quarter turns (uhh) as flip", Gesture::Flip, &turn, 5.0),
    ]
}

fn nothing(results: &Results) -> Vec<Target> {
    let rows = [(Group::Carried, [1.0, 0.5, 0.5, 0.5]), (Group::Wrist, [3.0; 4])];
    let target = |group: Group, (ask, most): (Gesture, f64)| {
        let what = format!("{} as {}", group.title(), ask.name());
        at_most(what, results.of_group(group, ask, Condition::STANDARD), most)
    };
    let each = rows.into_iter().flat_map(|(group, most)| {
        Gesture::ALL.into_iter().zip(most).map(move |pair| target(group, pair))
    });
    each.collect()
}

fn elder(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    for gesture in [Gesture::Wave, Gesture::Circle] {
        let trials: Vec<&Trial> = results.done(gesture, Condition::ELDER).collect();
        let name = gesture.name();
        targets.push(at_least(format!("{name}: accepted"), tally(trials.clone()), 98.0));
        targets.push(worst_at_least(name, &trials, 85.0));
        for (variant, trials) in results.family(Family::Effort) {
            let what = format!("{name}, {}", variant.title());
            targets.push(at_least(what, tally(only(trials, gesture, Condition::ELDER)), 85.0));
        }
    }
    for group in [Group::Carried, Group::Wrist] {
        targets.push(no_more_than_three_times(results, group));
    }
    targets
}

fn no_more_than_three_times(results: &Results, group: Group) -> Target {
    let pooled = |condition| {
        Gesture::ALL.into_iter().map(|ask| results.of_group(group, ask, condition)).sum::<Tally>()
    };
    let (standard, elder) = (pooled(Condition::STANDARD), pooled(Condition::ELDER));
    Target {
        what: format!("{}, any gesture", group.title()),
        wanted: "at most 3 times the standard's".into(),
        measured: format!("{} against {}", share(elder), share(standard)),
        met: (elder.of > 0).then_some(elder.accepted <= 3 * standard.accepted),
    }
}

fn robustness(results: &Results) -> Vec<Target> {
    let modes = [Condition::STANDARD, Condition::ELDER];
    let mut targets = Vec::new();
    for condition in modes {
        targets.push(least_loss(results, Family::Orientation, condition, 2.0));
        targets.push(least_loss(results, Family::Sampling, condition, 2.0));
        targets.push(least_loss(results, Family::Vibration, condition, 1.0));
    }
    targets.extend(modes.map(|condition| waves_with_tremor(results, condition)));
    let alone: Tally = results.trembling.iter().map(|(_, trials)| tally(trials)).sum();
    targets.push(at_most("tremor alone as any gesture, both modes".into(), alone, 0.2));
    targets
}

/// The largest loss of acceptance over the family's variants and all gestures.
fn least_loss(results: &Results, family: Family, condition: Condition, most: f64) -> Target {
    let losses = results.family(family).flat_map(|(variant, trials)| {
        Gesture::ALL.into_iter().filter_map(move |gesture| {
            let before = tally(results.done(gesture, condition)).percent()?;
            let after = tally(only(trials, gesture, condition)).percent()?;
            Some((before - after, gesture, *variant))
        })
    });
    let worst = losses.max_by(|one, other| one.0.total_cmp(&other.0));
    let what = match family {
        Family::Orientation => "signs and orientation",
        Family::Sampling => "sampling",
        _ => "vibration",
    };
    Target {
        what: format!("{what}, {}", condition.mode.name()),
        wanted: format!("at most {most:.1} points lost"),
        measured: worst.map_or_else(none, |(points, gesture, variant)| {
            format!("{points:.1} points ({}, {})", gesture.name(), variant.title())
        }),
        met: worst.map(|(points, ..)| points <= most + 1e-9),
    }
}

/// The tremor with the lowest acceptance counts.
fn waves_with_tremor(results: &Results, condition: Condition) -> Target {
    let of = |(variant, trials): &(Variant, Vec<Trial>)| {
        (tally(only(trials, Gesture::Wave, condition)), *variant)
    };
    let all: Vec<(Tally, Variant)> = results.family(Family::Tremor).map(of).collect();
    let pooled: Tally = all.iter().map(|(tally, _)| *tally).sum();
    let worst = all.into_iter().min_by(|one, other| {
        one.0.percent().unwrap_or(0.0).total_cmp(&other.0.percent().unwrap_or(0.0))
    });
    let what = format!("wave with tremor, the worst of all, {}", condition.mode.name());
    let mut target = at_least(what, worst.map(|(tally, _)| tally).unwrap_or_default(), 90.0);
    if let Some((_, variant)) = worst {
        target.measured += &format!(", {}; all together {}", variant.title(), percent(pooled));
    }
    target
}

pub(super) fn none() -> String {
    "no recordings".into()
}

pub(super) fn at_least(what: String, tally: Tally, least: f64) -> Target {
    let met = tally.percent().map(|percent| percent >= least);
    Target { what, wanted: format!("at least {least} %"), measured: with_interval(tally), met }
}

pub(super) fn at_most(what: String, tally: Tally, most: f64) -> Target {
    let met = tally.percent().map(|percent| percent <= most);
    Target { what, wanted: format!("at most {most} %"), measured: with_interval(tally), met }
}

fn worst_at_least(name: &str, trials: &[&Trial], least: f64) -> Target {
    let worst = worst_person(trials.iter().map(|trial| (trial.person.as_str(), trial.accepted)));
    Target {
        what: format!("{name}: the worst person"),
        wanted: format!("at least {least} %"),
        measured: worst
            .as_ref()
            .map_or_else(none, |worst| format!("{}, {}", share(worst.tally), worst.who)),
        met: worst.and_then(|worst| worst.tally.percent()).map(|percent| percent >= least),
    }
}

pub(super) fn median_at_most(name: &str, trials: &[&Trial], most_s: f64) -> Target {
    let times: Vec<f64> = trials.iter().filter_map(|trial| trial.after_s).collect();
    let median_s = percentile(&times, 50.0);
    Target {
        what: format!("{name}: median time"),
        wanted: format!("at most {most_s} s"),
        measured: median_s.map_or_else(none, |median_s| format!("{median_s:.2} s")),
        met: median_s.map(|median_s| median_s <= most_s),
    }
}
