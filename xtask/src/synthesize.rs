//! `cargo xtask synthesize`: synthetic recordings, for a checkout that has none of people.

use std::io::{self, Write};

use anyhow::{Result, bail};
use clap::Args;
use clap::builder::PossibleValuesParser;
use passwave_recordings::Recording;
use passwave_recordings::synthetic::{self, Convention, Motion};

/// The arguments of `cargo xtask synthesize`.
#[derive(Args)]
pub(crate) struct Options {
    /// Motion to generate.
    #[arg(long, value_parser = PossibleValuesParser::new(Motion::ALL.map(Motion::label)))]
    label: String,
    /// Number of recordings, each of another synthetic person.
    #[arg(long, default_value_t = 1)]
    count: u64,
    /// Number of the first person; the same seed gives the same recordings.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Length of each recording, in seconds.
    #[arg(long, default_value_t = 14.0)]
    seconds: f64,
}

/// Prints the recordings, one JSON object a line.
pub(crate) fn run(options: Options) -> Result<()> {
    let Some(motion) = Motion::ALL.into_iter().find(|motion| motion.label() == options.label)
    else {
        bail!("there is no motion {:?}", options.label)
    };
    let mut out = io::stdout().lock();
    for person in options.seed..options.seed.saturating_add(options.count) {
        let line = recorded(motion, person, options.seconds).to_line()?;
        match writeln!(out, "{line}") {
            // The reader has closed the pipe, as `head` does.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
    }
    Ok(())
}

/// Every second person uses the iOS sign convention, and each has another grip.
fn recorded(motion: Motion, person: u64, seconds: f64) -> Recording {
    let convention = if person.is_multiple_of(2) { Convention::Ios } else { Convention::Android };
    let tilt = |step: u64| ((person * step) % 41) as f64 - 20.0;
    let grip_deg = [tilt(7), tilt(13), tilt(29)];
    synthetic::generate(
        motion,
        &synthetic::Options { person, seconds, grip_deg, convention, rate_hz: 60.0 },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recordings_depend_on_the_seed_alone() {
        let made = |person| recorded(Motion::WaveLr, person, 2.0).to_line().unwrap();
        assert_eq!(made(3), made(3));
        assert_ne!(made(3), made(4));
    }

    #[test]
    fn every_motion_makes_a_valid_recording_of_the_requested_length() {
        for motion in Motion::ALL {
            let recording = recorded(motion, 5, 3.0);
            assert_eq!(recording.check(), Ok(()));
            assert_eq!(recording.label, motion.label());
            let length_ms = recording.t_ms.last().unwrap() - recording.t_ms.first().unwrap();
            assert!((2900.0..=3000.0).contains(&length_ms), "{length_ms} ms");
        }
    }
}
