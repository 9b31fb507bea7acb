//! Writes the features of every window of every session, for `learn/learn_weights.py`.
//!
//! `cargo run --release -p passwave-recordings --example extract_features -- OUT FILE...`
//! writes `OUT.features` (the names), `OUT.f32` (rows of numbers: session, milliseconds, the features with light and
//! with strong smoothing) and `OUT.tsv` (the sessions). A recording of a phone in the hand is repeated with each
//! tremor and with vibration, in a set with that name added.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use fastrand::Rng;
use passwave_motion::limits::MIN_WINDOW_FRAMES;
use passwave_motion::{
    Channels, FEATURE_COUNT, Frame, Gesture, Mode, Recogniser, Sample, Smoothing, Window, features,
};
use passwave_recordings::augment::{add_tremor, add_vibration};
use passwave_recordings::{Recording, is_duplicate, open};

const SESSION_MS: f64 = 10_000.0;
const STEP_MS: f64 = 200.0;
const WINDOWS: [usize; 6] = [50, 75, 100, 125, 150, 200];
const TREMOR_HZ: [u32; 4] = [4, 5, 6, 8];
const TREMOR_MPS2: f64 = 3.0;
const VIBRATION_MPS2: f64 = 5.0;

struct Out {
    rows: BufWriter<File>,
    sessions: BufWriter<File>,
    session: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let out = args.next().ok_or("usage: extract_features OUT FILE...")?;
    fs::write(format!("{out}.features"), feature_names().join("\n"))?;
    let mut out = Out {
        rows: BufWriter::new(File::create(format!("{out}.f32"))?),
        sessions: BufWriter::new(File::create(format!("{out}.tsv"))?),
        session: 0,
    };
    for path in args {
        for recording in open(Path::new(&path))? {
            let recording = recording?;
            if is_duplicate(&recording) {
                continue;
            }
            write_recording(&mut out, &recording)?;
            for augmented in augmented(&recording) {
                write_recording(&mut out, &augmented)?;
            }
        }
    }
    Ok(())
}

/// The recording with each tremor, and with the ticks of the phone's motor.
fn augmented(recording: &Recording) -> Vec<Recording> {
    if recording.placement.as_deref() != Some("hand") {
        return Vec::new();
    }
    let mut random = Rng::with_seed(recording.id.bytes().map(u64::from).sum());
    let trembling = TREMOR_HZ.map(|hz| {
        let mut changed =
            Recording { set: format!("{}+tremor {hz} Hz", recording.set), ..recording.clone() };
        add_tremor(&mut changed, &mut random, f64::from(hz), TREMOR_MPS2);
        changed
    });
    let mut ticking =
        Recording { set: format!("{}+vibration", recording.set), ..recording.clone() };
    add_vibration(&mut ticking, &mut random, VIBRATION_MPS2);
    trembling.into_iter().chain([ticking]).collect()
}

fn write_recording(out: &mut Out, recording: &Recording) -> Result<(), Box<dyn Error>> {
    let samples: Vec<Sample> = recording.samples().collect();
    let (first_ms, last_ms) = (samples[0].at_ms, samples[samples.len() - 1].at_ms);
    let mut start_ms = first_ms;
    while start_ms == first_ms || last_ms - start_ms >= SESSION_MS / 2.0 {
        write_session(out, &samples, start_ms)?;
        let Recording { set, person, label, id, .. } = recording;
        writeln!(out.sessions, "{}\t{set}\t{person}\t{label}\t{id}\t{start_ms}", out.session)?;
        out.session += 1;
        start_ms += SESSION_MS;
    }
    Ok(())
}

fn write_session(out: &mut Out, samples: &[Sample], start_ms: f64) -> Result<(), Box<dyn Error>> {
    // A recogniser stops once it has accepted; asked for a flip, it never does in these sets.
    let mut recogniser = Recogniser::new(Gesture::Flip, Mode::Standard);
    let mut steps = 0.0;
    let within = start_ms..start_ms + SESSION_MS;
    for sample in samples.iter().filter(|sample| within.contains(&sample.at_ms)) {
        recogniser.push(sample);
        let since_ms = sample.at_ms - start_ms;
        if (since_ms / STEP_MS).floor() > steps {
            steps = (since_ms / STEP_MS).floor();
            write_windows(out, &recogniser, since_ms)?;
        }
    }
    Ok(())
}

fn write_windows(
    out: &mut Out,
    recogniser: &Recogniser,
    since_ms: f64,
) -> Result<(), Box<dyn Error>> {
    for window in WINDOWS.iter().filter_map(|&frames| recogniser.recent_window(frames)) {
        let values = [Smoothing::Light, Smoothing::Strong]
            .map(|smoothing| features(window, smoothing).map(|(_, value)| value));
        let values = values.into_iter().flatten();
        let row = [f64::from(out.session), since_ms].into_iter().chain(values);
        for value in row {
            out.rows.write_all(&(value as f32).to_le_bytes())?;
        }
    }
    Ok(())
}

fn feature_names() -> [&'static str; FEATURE_COUNT] {
    let none =
        Window { channels: Channels::default(), frames: &[Frame::default(); MIN_WINDOW_FRAMES] };
    features(none, Smoothing::Light).map(|(name, _)| name)
}
