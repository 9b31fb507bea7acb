//! Sessions of older people who waved and were refused: which hint they heard, and what their waves lacked.

use passwave_motion::{FEATURE_COUNT, Gesture, Mode, Recogniser, Sample, Smoothing, features};
use passwave_recordings::{Recording, ReplayOptions, replay};

use super::recording_groups::{Group, WAVING_WRIST};
use super::statistics::percentile;
use super::trials::is_older;

const SESSION_MS: f64 = 10_000.0;
/// The windows that are measured, and how often.
const WINDOW_FRAMES: usize = 150;
const STEP_MS: f64 = 200.0;
/// A session lacks something if fewer than this share of the accepted ones, in percent, have as little of it.
const LACKING_PERCENT: f64 = 10.0;

/// One of the recogniser's own measures, and what is said of a session that has too little of it.
#[derive(Clone, Copy)]
pub(crate) struct Measure {
    feature: &'static str,
    /// Its name and unit, for the report.
    pub(crate) title: &'static str,
    /// What a session that lacks it is.
    pub(crate) lack: &'static str,
    is_logarithm: bool,
}

const fn measure(feature: &'static str, title: &'static str, lack: &'static str) -> Measure {
    Measure { feature, title, lack, is_logarithm: false }
}

/// What is measured.
pub(crate) const MEASURES: [Measure; 5] = [
    Measure { is_logarithm: true, ..measure("LogSpeed", "speed, m/s", "too small") },
    measure("MeanFrequencyHz", "frequency, Hz", "too slow"),
    measure("CompleteStrokes", "strokes in 3 s", "too few strokes"),
    measure("Linearity", "along one line", "not side to side"),
    measure("Autocorrelation", "repeats itself", "uneven"),
];

type Values = [f64; MEASURES.len()];

/// One session.
pub(crate) struct Session {
    /// The recording.
    pub(crate) id: String,
    /// The row of thresholds.
    pub(crate) mode: Mode,
    /// The reason of the refusal when the first hint is due.
    pub(crate) hint: &'static str,
    /// The median of each of the [`MEASURES`] over its windows.
    pub(crate) values: Values,
    accepted: bool,
}

/// The refused sessions, beside the accepted ones.
pub(crate) struct Refusals {
    sessions: Vec<Session>,
}

impl Refusals {
    /// Judges older people's waves in both modes.
    pub(crate) fn of(recordings: &[Recording]) -> Self {
        let waves = recordings.iter().filter(|recording| {
            let is_wave = Group::of(&recording.set, &recording.label) == Group::Greeting;
            is_wave && recording.set == WAVING_WRIST && is_older(recording) == Some(true)
        });
        let both = |wave| [Mode::Standard, Mode::Elder].map(|mode| Session::of(wave, mode));
        Self { sessions: waves.flat_map(both).collect() }
    }

    /// The refused ones of a mode.
    pub(crate) fn refused(&self, mode: Mode) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(move |session| session.mode == mode && !session.accepted)
    }

    /// What nearly all accepted sessions of a mode have at least.
    pub(crate) fn usual(&self, mode: Mode) -> Option<Values> {
        let accepted =
            self.sessions.iter().filter(|session| session.mode == mode && session.accepted);
        let accepted: Vec<Values> = accepted.map(|session| session.values).collect();
        let least = |nth: usize| {
            let all: Vec<f64> = accepted.iter().map(|values| values[nth]).collect();
            percentile(&all, LACKING_PERCENT)
        };
        least(0)?;
        Some(std::array::from_fn(|nth| least(nth).unwrap_or_default()))
    }
}

impl Session {
    fn of(recording: &Recording, mode: Mode) -> Self {
        let attempt = |limit_s| {
            let options = ReplayOptions { ask: Gesture::Wave, mode, limit_s, every_s: 10.0 };
            replay(recording, &options).into_iter().next()
        };
        Self {
            id: recording.id.clone(),
            mode,
            hint: attempt(first_hint_s(mode)).map_or("none", |attempt| attempt.reason),
            accepted: attempt(SESSION_MS / 1000.0).is_some_and(|attempt| attempt.accepted),
            values: measured(recording),
        }
    }

    /// What it lacks, compared with what is usual.
    pub(crate) fn lacks(&self, usual: &Values) -> Vec<&'static str> {
        let pairs = MEASURES.iter().zip(self.values.iter().zip(usual));
        pairs.filter(|(_, (value, least))| value < least).map(|(measure, _)| measure.lack).collect()
    }
}

/// When the widget gives its first hint.
const fn first_hint_s(mode: Mode) -> f64 {
    match mode {
        Mode::Standard => 5.0,
        Mode::Elder => 7.0,
    }
}

/// The medians over the windows of the first ten seconds.
fn measured(recording: &Recording) -> Values {
    // A recogniser stops once it has accepted; nobody flips anything here.
    let mut recogniser = Recogniser::new(Gesture::Flip, Mode::Standard);
    let mut windows: Vec<[(&str, f64); FEATURE_COUNT]> = Vec::new();
    let first_ms = recording.t_ms[0];
    let mut next_ms = first_ms;
    let is_within = |sample: &Sample| sample.at_ms < first_ms + SESSION_MS;
    for sample in recording.samples().take_while(is_within) {
        recogniser.push(&sample);
        if sample.at_ms >= next_ms {
            next_ms += STEP_MS;
            let window = recogniser.recent_window(WINDOW_FRAMES);
            windows.extend(window.map(|window| features(window, Smoothing::Strong)));
        }
    }
    MEASURES.map(|measure| {
        let found = windows.iter().flatten().filter(|(name, _)| *name == measure.feature);
        let values: Vec<f64> = found.map(|(_, value)| *value).collect();
        let median = percentile(&values, 50.0).unwrap_or(f64::NAN);
        if measure.is_logarithm { median.exp() } else { median }
    })
}

#[cfg(test)]
mod tests {
    use passwave_recordings::synthetic::{self, Motion};

    use super::*;

    fn wave(person: u64) -> Recording {
        let made = synthetic::generate(
            Motion::Greeting,
            &synthetic::Options { person, ..Default::default() },
        );
        let other = [("age_group".into(), "older".into())].into_iter().collect();
        Recording { set: WAVING_WRIST.into(), label: "wave_lr".into(), other, ..made }
    }

    fn weak(person: u64) -> Recording {
        let mut weak = wave(person);
        passwave_recordings::augment::scale_movement(&mut weak, 0.1);
        weak
    }

    #[test]
    fn a_wave_that_is_too_small_is_said_to_be() {
        let recordings: Vec<Recording> = (0..8).map(wave).chain([weak(8)]).collect();
        let refusals = Refusals::of(&recordings);
        for mode in [Mode::Standard, Mode::Elder] {
            let usual = refusals.usual(mode).unwrap();
            let refused: Vec<&Session> = refusals.refused(mode).collect();
            assert_eq!(refused.len(), 1);
            assert!(refused[0].lacks(&usual).contains(&"too small"), "{:?}", refused[0].values);
            assert_ne!(refused[0].hint, "accepted");
        }
    }

    #[test]
    fn without_older_people_there_is_nothing() {
        let refusals = Refusals::of(&synthetic::generate_population(2));
        assert!(refusals.usual(Mode::Standard).is_none());
        assert_eq!(refusals.refused(Mode::Elder).count(), 0);
    }
}
