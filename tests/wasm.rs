//! The wasm's public exports, in a real browser: `cargo xtask test wasm`.
#![cfg(target_arch = "wasm32")]

use passwave::GestureRecogniser;
use passwave_recordings::Recording;
use passwave_recordings::synthetic::{Motion, Options, generate};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The rows that the page would hand over: time, acceleration with gravity and without, rotation.
fn rows(recording: &Recording) -> Vec<f64> {
    let none = [f64::NAN; 3];
    let row = |sample: passwave_motion::Sample| {
        let sensors =
            [sample.acceleration_with_gravity, sample.linear_acceleration, sample.rotation_rate];
        let sensors = sensors.map(|axes| axes.unwrap_or(none));
        std::iter::once(sample.at_ms).chain(sensors.into_iter().flatten()).collect::<Vec<f64>>()
    };
    recording.samples().flat_map(row).collect()
}

/// A session over synthetic recordings, person by person.
fn sessions(motion: Motion, ask: &str) -> impl Iterator<Item = GestureRecogniser> {
    (1..=5).map(move |person| {
        let recording = generate(motion, &Options { person, ..Options::default() });
        let mut session = GestureRecogniser::new(ask, "standard").unwrap();
        session.push(&rows(&recording));
        session
    })
}

#[wasm_bindgen_test]
fn a_wave_is_accepted_and_says_when() {
    for session in sessions(Motion::WaveUd, "wave") {
        assert!(session.accepted(), "refused: {}", session.reason());
        assert_eq!(session.reason(), "accepted");
        assert!(session.at_ms().is_some_and(|at_ms| at_ms > 500.0 && at_ms < 10_000.0));
        assert!(session.score() >= 0.5 && session.strokes() >= 2);
    }
}

#[wasm_bindgen_test]
fn walking_is_no_wave_and_says_why() {
    for session in sessions(Motion::Walk, "wave") {
        assert!(!session.accepted());
        assert_eq!(session.at_ms(), None);
        assert_ne!(session.reason(), "accepted");
    }
}

#[wasm_bindgen_test]
fn a_thousand_empty_readings_are_no_sensor_and_no_crash() {
    let mut session = GestureRecogniser::new("wave", "elder").unwrap();
    let nothing: Vec<f64> =
        (0..10_000).map(|nth| if nth % 10 == 0 { f64::from(nth) } else { f64::NAN }).collect();
    assert!(!session.push(&nothing));
    assert_eq!(session.strokes(), 0);
}

#[wasm_bindgen_test]
fn an_unknown_gesture_or_mode_is_an_error() {
    assert!(GestureRecogniser::new("somersault", "standard").is_err());
    assert!(GestureRecogniser::new("wave", "expert").is_err());
}
