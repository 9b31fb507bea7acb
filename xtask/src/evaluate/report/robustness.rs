//! Report sections: acceptance with other orientations, worse sampling, vibration and tremor.

use passwave_motion::Gesture;

use super::format::{percent, share, table};
use crate::evaluate::results::{Results, only, tally};
use crate::evaluate::statistics::Tally;
use crate::evaluate::trials::{Condition, Trial};
use crate::evaluate::variants::{Family, Variant};

const MODES: [Condition; 2] = [Condition::STANDARD, Condition::ELDER];

/// Acceptance of each gesture under every variant but tremor, in both modes.
pub(crate) fn losses(results: &Results) -> String {
    let mut text = String::new();
    for condition in MODES {
        let recorded = |gesture| tally(results.done(gesture, condition));
        let mut rows = vec![row("as recorded".into(), recorded)];
        for (variant, trials) in &results.varied {
            if variant.family() != Family::Tremor {
                let of = |gesture| tally(only(trials, gesture, condition));
                rows.push(row(variant.title(), of));
            }
        }
        let header = [condition.mode.name(), "wave", "shake", "circle", "flip (generated)"];
        text += &table(&header, &rows);
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

fn row(what: String, of: impl Fn(Gesture) -> Tally) -> Vec<String> {
    [vec![what], Gesture::ALL.map(|gesture| share(of(gesture))).to_vec()].concat()
}

/// Acceptance with tremor, and false acceptance of tremor alone.
pub(crate) fn tremor(results: &Results) -> String {
    let rows: Vec<Vec<String>> = results
        .family(Family::Tremor)
        .map(|(variant, trials)| {
            let with = MODES.into_iter().flat_map(|condition| {
                [Gesture::Wave, Gesture::Shake, Gesture::Circle]
                    .map(|gesture| percent(tally(only(trials, gesture, condition))))
            });
            let alone = MODES.map(|condition| share(alone(results, *variant, condition)));
            [vec![variant.title()], with.collect(), alone.to_vec()].concat()
        })
        .collect();
    let header = [
        "added",
        "wave",
        "shake",
        "circle",
        "wave, elder",
        "shake, elder",
        "circle, elder",
        "alone as any",
        "alone as any, elder",
    ];
    table(&header, &rows)
}

fn alone(results: &Results, variant: Variant, condition: Condition) -> Tally {
    let trembling = results.trembling.iter().filter(|(added, _)| *added == variant);
    let trials = trembling.flat_map(|(_, trials)| trials);
    tally(trials.filter(|trial: &&Trial| trial.condition == condition))
}

/// Acceptance of waves with each clip of recorded tremor on them, the weakest first.
pub(crate) fn real_tremor(results: &Results) -> String {
    let rows: Vec<Vec<String>> = results
        .with_real_tremor
        .iter()
        .map(|(clip, trials)| {
            let made = if clip.is_imitated { "imitated" } else { "real" };
            let strength = format!("{:.2}", clip.strength_mps2);
            let waves = MODES.map(|condition| share(tally(only(trials, Gesture::Wave, condition))));
            [vec![clip.id.clone(), made.into(), strength], waves.to_vec()].concat()
        })
        .collect();
    let clips = results.with_real_tremor.len();
    let real = results.with_real_tremor.iter().filter(|(clip, _)| !clip.is_imitated).count();
    let table = table(&["tremor added", "tremor is", "m/s2", "wave", "wave, elder"], &rows);
    format!("{table}\n{clips} clips: {real} real, {} imitated.\n", clips - real)
}
