//! `passwave judge`: runs the recogniser over recordings.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use passwave_motion::{Gesture, Mode};
use passwave_recordings::{ReadError, Recordings, ReplayOptions, open, read, replay};

use super::failure::failed;

const EXAMPLES: &str = "\
Examples:
  passwave judge --ask wave mine.ndjson.gz
  passwave judge --ask flip --mode elder < mine.ndjson

Each line of a file is one recording (docs/recordings.md). Exit status: 1 if a line cannot be read.";

/// `passwave judge`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Judge {
    /// Gesture asked for: wave, shake, circle or flip
    #[arg(long, value_name = "GESTURE", value_parser = gesture)]
    ask: Gesture,
    /// Mode: standard or elder
    #[arg(long, value_name = "MODE", default_value = "standard", value_parser = mode)]
    mode: Mode,
    /// Longest session, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    limit_s: f64,
    /// Time between the starts of two sessions of a recording, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    every_s: f64,
    /// Recordings, one JSON object a line, plain or gzipped [default: standard input]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

fn gesture(name: &str) -> Result<Gesture, String> {
    let known = Gesture::ALL.map(Gesture::name).join(", ");
    Gesture::from_name(name).ok_or(format!("one of {known}"))
}

fn mode(name: &str) -> Result<Mode, String> {
    let known = Mode::ALL.map(Mode::name).join(", ");
    Mode::from_name(name).ok_or(format!("one of {known}"))
}

fn seconds(text: &str) -> Result<f64, String> {
    let parsed: Option<f64> = text.parse().ok();
    parsed
        .filter(|value| value.is_finite() && *value > 0.0)
        .ok_or("a number of seconds above zero".to_owned())
}

impl Judge {
    pub(super) fn run(self) -> ExitCode {
        let options = ReplayOptions {
            ask: self.ask,
            mode: self.mode,
            limit_s: self.limit_s,
            every_s: self.every_s,
        };
        let mut out = BufWriter::new(io::stdout().lock());
        match judge_all(self.files, &options, &mut out).and_then(|good| out.flush().map(|()| good))
        {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            // The reader of the output closed it, as `head` does.
            Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(cause) => failed(cause),
        }
    }
}

/// Whether all lines were valid; invalid ones are reported and skipped.
fn judge_all(
    files: Vec<PathBuf>,
    options: &ReplayOptions,
    out: &mut impl Write,
) -> io::Result<bool> {
    if files.is_empty() {
        return judge_file(read("stdin", io::stdin()), options, out);
    }
    let mut all_good = true;
    for file in files {
        all_good &= judge_file(open(&file), options, out)?;
    }
    Ok(all_good)
}

fn judge_file(
    recordings: Result<Recordings, ReadError>,
    options: &ReplayOptions,
    out: &mut impl Write,
) -> io::Result<bool> {
    let mut all_good = true;
    let lines = match recordings {
        Ok(recordings) => recordings,
        Err(error) => return Ok(report(&error)),
    };
    for recording in lines {
        match recording {
            Ok(recording) => {
                for session in replay(&recording, options) {
                    serde_json::to_writer(&mut *out, &session)?;
                    out.write_all(b"\n")?;
                }
            }
            Err(error) => all_good &= report(&error),
        }
    }
    Ok(all_good)
}

fn report(error: &ReadError) -> bool {
    eprintln!("{error}");
    false
}
