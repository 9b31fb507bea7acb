//! Judges every set of recordings in a folder and prints the figures that matter.
//!
//! `cargo run --release -p passwave-recordings --example figures -- FOLDER [standard|elder]`

use std::collections::BTreeMap;
use std::path::Path;

use passwave_motion::{Gesture, Mode};
use passwave_recordings::{JudgeOptions, Recording, arm, open, sessions};

/// What is asked, of which recordings, and how many should pass.
struct Line {
    name: &'static str,
    ask: Gesture,
    of: &'static dyn Fn(&Recording) -> bool,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| "../shared/traces".into());
    let mode = args.next().and_then(|name| Mode::from_name(&name)).unwrap_or_default();
    let only = args.next().filter(|only| only != "all");
    let mut recordings = load(Path::new(&folder));
    recordings.extend(arm::everyone(40));
    if let Some(change) = args.next() {
        recordings.iter_mut().for_each(|recording| changed(recording, &change));
    }
    println!("{} recordings, {}", recordings.len(), mode.name());
    for line in LINES {
        if only.as_ref().is_none_or(|only| only == line.ask.name()) {
            report(line, mode, &recordings);
        }
    }
}

fn load(folder: &Path) -> Vec<Recording> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of recordings")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.to_string_lossy().ends_with(".ndjson.gz"))
        .collect();
    paths.sort();
    paths
        .iter()
        .flat_map(|path| open(path).expect("a readable file"))
        .map(|it| it.expect("a recording"))
        .collect()
}

/// The same movement otherwise: smaller, slower, trembling, with a poorer sensor.
fn changed(recording: &mut Recording, change: &str) {
    let mut chance = 1_u64;
    let mut random = move || {
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as f64 / (1_u64 << 31) as f64
    };
    match change {
        "small" => scale(recording, 0.6, 0.6, 1.0),
        "slow" => scale(recording, 0.36, 0.6, 1.0 / 0.6),
        "half" => keep(recording, |nth| nth % 2 == 0),
        "dropped" => keep(recording, |_| random() >= 0.1),
        "doubled" => {
            for axis in columns(recording) {
                *axis = axis.iter().flat_map(|&value| [value, value]).collect();
            }
        }
        "jitter" => {
            for at_ms in &mut recording.t_ms {
                *at_ms += 16.0 * random() - 8.0;
            }
            recording.t_ms.sort_by(f64::total_cmp);
        }
        "nogyro" => {
            recording.gx.clear();
            recording.gy.clear();
            recording.gz.clear();
        }
        "nograv" => {
            if recording.grav && !recording.lx.is_empty() {
                recording.ax = recording.lx.clone();
                recording.ay = recording.ly.clone();
                recording.az = recording.lz.clone();
                recording.grav = false;
            }
        }
        "bursts" => {
            let times = recording.t_ms.clone();
            for axis in [&mut recording.ax, &mut recording.ay, &mut recording.az] {
                for (value, at_ms) in axis.iter_mut().zip(&times) {
                    if (at_ms / 1000.0) % 2.0 < 0.15 {
                        *value += 8.0 * (random() - 0.5);
                    }
                }
            }
        }
        tremor => {
            let size: f64 = tremor
                .strip_prefix("tremor")
                .and_then(|size| size.parse().ok())
                .expect("a known change");
            let times = recording.t_ms.clone();
            let all = [
                (&mut recording.ax, 0.7, 6.1),
                (&mut recording.ay, 0.6, 5.3),
                (&mut recording.az, 0.4, 6.7),
            ];
            for (axis, share, hz) in all {
                for (value, at_ms) in axis.iter_mut().zip(&times) {
                    *value += size * share * (std::f64::consts::TAU * hz * at_ms / 1000.0).sin();
                }
            }
        }
    }
}

fn columns(recording: &mut Recording) -> [&mut Vec<f64>; 10] {
    let Recording { t_ms, ax, ay, az, lx, ly, lz, gx, gy, gz, .. } = recording;
    [t_ms, ax, ay, az, lx, ly, lz, gx, gy, gz]
}

fn keep(recording: &mut Recording, mut which: impl FnMut(usize) -> bool) {
    let kept: Vec<bool> = (0..recording.t_ms.len()).map(|nth| nth == 0 || which(nth)).collect();
    for axis in columns(recording) {
        let mut at = 0;
        axis.retain(|_| {
            at += 1;
            kept[at - 1]
        });
    }
}

/// Scales the movement about gravity (its mean over a second), the rotation and the time.
fn scale(recording: &mut Recording, push: f64, turn: f64, time: f64) {
    let reach = (recording.hz.unwrap_or(50.0) / 2.0) as usize + 1;
    let grav = recording.grav;
    for axis in [&mut recording.ax, &mut recording.ay, &mut recording.az] {
        let old = axis.clone();
        let total: f64 = old.iter().sum::<f64>() / old.len() as f64;
        for (at, value) in axis.iter_mut().enumerate() {
            let _ = reach;
            let _ = at;
            let rest = if grav { total } else { 0.0 };
            *value = rest + (*value - rest) * push;
        }
    }
    for axis in [&mut recording.lx, &mut recording.ly, &mut recording.lz] {
        axis.iter_mut().for_each(|value| *value *= push);
    }
    for axis in [&mut recording.gx, &mut recording.gy, &mut recording.gz] {
        axis.iter_mut().for_each(|value| *value *= turn);
    }
    recording.t_ms.iter_mut().for_each(|at_ms| *at_ms *= time);
}

fn report(line: &Line, mode: Mode, recordings: &[Recording]) {
    let options = JudgeOptions { ask: line.ask, mode, ..JudgeOptions::default() };
    let (mut tries, mut accepted, mut times) = (0, 0, Vec::new());
    let mut people: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
    for recording in recordings.iter().filter(|recording| (line.of)(recording)) {
        for result in sessions(recording, &options) {
            if recording.set == "handwaving" && idle(recording, result.start_ms) {
                continue;
            }
            let person = people.entry(recording.person.clone()).or_default();
            person.1 += 1;
            tries += 1;
            if result.accepted {
                person.0 += 1;
                accepted += 1;
                times.extend(result.at_ms);
                if std::env::var_os("WHO").is_some() {
                    println!("   yes {} {} {:?}", result.id, result.start_ms, result.at_ms);
                }
            } else {
                *reasons.entry(result.reason).or_default() += 1;
                if std::env::var_os("WHO").is_some() {
                    println!(
                        "   no {} {} {} {:.2}",
                        result.id, result.start_ms, result.reason, result.score
                    );
                }
            }
        }
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).copied().unwrap_or(0.0) / 1000.0;
    let worst = people
        .iter()
        .map(|(who, (yes, all))| (f64::from(*yes) / f64::from(*all), who))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let share = 100.0 * f64::from(accepted) / f64::from(tries.max(1));
    println!(
        "{:7} {:26} {accepted:4}/{tries:4} {share:5.1} %  median {median:4.1} s  worst {:?}  {reasons:?}",
        line.ask.name(),
        line.name,
        worst.map(|(part, who)| (who.as_str(), (part * 100.0).round()))
    );
}

/// Whether the movement stays under 0.5 m/s2 for more than half of the ten seconds.
fn idle(recording: &Recording, start_ms: f64) -> bool {
    let seconds: Vec<f64> = (0..10)
        .filter_map(|nth| strength(recording, start_ms + 1000.0 * f64::from(nth), 1000.0))
        .collect();
    let quiet = seconds.iter().filter(|&&rms| rms < 0.5).count();
    quiet * 2 > seconds.len()
}

/// Root mean square about the mean.
fn strength(recording: &Recording, from_ms: f64, for_ms: f64) -> Option<f64> {
    let rows: Vec<usize> = (0..recording.t_ms.len())
        .filter(|&at| (from_ms..from_ms + for_ms).contains(&recording.t_ms[at]))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let count = rows.len() as f64;
    let variance: f64 = recording
        .acceleration()
        .iter()
        .map(|axis| {
            let mean = rows.iter().map(|&at| axis[at]).sum::<f64>() / count;
            rows.iter().map(|&at| (axis[at] - mean).powi(2)).sum::<f64>() / count
        })
        .sum();
    Some(variance.sqrt())
}

fn hand(recording: &Recording, labels: &[&str]) -> bool {
    recording.set == "handwaving" && labels.contains(&recording.label.as_str())
}
fn phone(recording: &Recording) -> bool {
    [
        "motionsense",
        "wisdm_phone",
        "geotec_phone",
        "driving",
        "pdr_walk",
        "phone_hand_adl",
        "phone_drop",
    ]
    .contains(&recording.set.as_str())
        || (recording.label == "idle_hold" && strength(recording, 0.0, 1e9).unwrap_or(0.0) < 5.0)
}
fn wrist(recording: &Recording) -> bool {
    recording.set == "wisdm_watch" || recording.set == "geotec_watch"
}
fn waves(r: &Recording) -> bool {
    hand(r, &["wave_lr", "arc_concave", "arc_convex"])
}
fn shakes(r: &Recording) -> bool {
    r.label.starts_with("shake") && (r.set == "uhh" || r.set == "gestureit")
}
fn circles(r: &Recording) -> bool {
    hand(r, &["circle"])
}
fn turns(r: &Recording) -> bool {
    r.set == "uhh" && r.label.starts_with("turn")
}
fn made(r: &Recording, label: &str) -> bool {
    r.set == "arm" && r.label == label
}

const LINES: &[Line] = &[
    Line { name: "waves", ask: Gesture::Wave, of: &waves },
    Line { name: "wave_lr", ask: Gesture::Wave, of: &|r| hand(r, &["wave_lr"]) },
    Line { name: "arc_concave", ask: Gesture::Wave, of: &|r| hand(r, &["arc_concave"]) },
    Line { name: "arc_convex", ask: Gesture::Wave, of: &|r| hand(r, &["arc_convex"]) },
    Line { name: "wave_ud", ask: Gesture::Wave, of: &|r| hand(r, &["wave_ud"]) },
    Line { name: "thrust_fb", ask: Gesture::Wave, of: &|r| hand(r, &["thrust_fb"]) },
    Line { name: "tilt_osc", ask: Gesture::Wave, of: &|r| hand(r, &["tilt_osc"]) },
    Line {
        name: "arm waves",
        ask: Gesture::Wave,
        of: &|r| made(r, "wave_lr") || made(r, "wave_ud"),
    },
    Line { name: "shakes", ask: Gesture::Wave, of: &shakes },
    Line {
        name: "phyphox waves",
        ask: Gesture::Wave,
        of: &|r| r.set == "phyphox_wave" && r.label != "circle",
    },
    Line { name: "circle", ask: Gesture::Wave, of: &circles },
    Line { name: "phone", ask: Gesture::Wave, of: &phone },
    Line { name: "wrist", ask: Gesture::Wave, of: &wrist },
    Line { name: "arm walk", ask: Gesture::Wave, of: &|r| made(r, "walk") },
    Line { name: "shakes", ask: Gesture::Shake, of: &shakes },
    Line { name: "uhh", ask: Gesture::Shake, of: &|r| shakes(r) && r.set == "uhh" },
    Line { name: "arm shakes", ask: Gesture::Shake, of: &|r| made(r, "shake") },
    Line { name: "circle", ask: Gesture::Shake, of: &circles },
    Line { name: "drive_it", ask: Gesture::Shake, of: &|r| r.label == "drive_it" },
    Line { name: "wave_lr", ask: Gesture::Shake, of: &|r| hand(r, &["wave_lr"]) },
    Line { name: "wave_ud", ask: Gesture::Shake, of: &|r| hand(r, &["wave_ud"]) },
    Line { name: "phone", ask: Gesture::Shake, of: &phone },
    Line { name: "wrist", ask: Gesture::Shake, of: &wrist },
    Line { name: "circles", ask: Gesture::Circle, of: &circles },
    Line {
        name: "phyphox circles",
        ask: Gesture::Circle,
        of: &|r| r.set == "phyphox_wave" && r.label == "circle",
    },
    Line { name: "arm circles", ask: Gesture::Circle, of: &|r| made(r, "circle") },
    Line { name: "wave_lr", ask: Gesture::Circle, of: &|r| hand(r, &["wave_lr"]) },
    Line { name: "wave_ud", ask: Gesture::Circle, of: &|r| hand(r, &["wave_ud"]) },
    Line { name: "thrust_fb", ask: Gesture::Circle, of: &|r| hand(r, &["thrust_fb"]) },
    Line { name: "phone", ask: Gesture::Circle, of: &phone },
    Line { name: "wrist", ask: Gesture::Circle, of: &wrist },
    Line { name: "arm flips", ask: Gesture::Flip, of: &|r| made(r, "flip") },
    Line { name: "handwaving", ask: Gesture::Flip, of: &|r| r.set == "handwaving" },
    Line {
        name: "gestureit",
        ask: Gesture::Flip,
        of: &|r| r.set == "gestureit" && r.label != "idle_hold",
    },
    Line { name: "uhh turns", ask: Gesture::Flip, of: &turns },
    Line { name: "uhh others", ask: Gesture::Flip, of: &|r| r.set == "uhh" && !turns(r) },
    Line { name: "arm others", ask: Gesture::Flip, of: &|r| r.set == "arm" && r.label != "flip" },
    Line { name: "phone", ask: Gesture::Flip, of: &phone },
    Line { name: "wrist", ask: Gesture::Flip, of: &wrist },
];
