//! Replaying recordings to the recogniser.

use passwave_motion::Gesture;
use passwave_recordings::synthetic::{Motion, Options, generate};
use passwave_recordings::{ReplayOptions, replay};

fn ask(gesture: Gesture) -> ReplayOptions {
    ReplayOptions { ask: gesture, ..ReplayOptions::default() }
}

#[test]
fn attempts_start_at_the_interval_and_have_at_least_half_of_their_time() {
    let starts = |seconds: f64, limit_s: f64, every_s: f64| -> Vec<f64> {
        let recording = generate(Motion::Walk, &Options { seconds, ..Options::default() });
        let options = ReplayOptions { limit_s, every_s, ..ReplayOptions::default() };
        replay(&recording, &options).iter().map(|result| result.start_ms.round()).collect()
    };
    assert_eq!(starts(2.0, 10.0, 10.0), [0.0]);
    assert_eq!(starts(14.0, 10.0, 10.0), [0.0]);
    assert_eq!(starts(16.0, 10.0, 10.0), [0.0, 10_000.0]);
    assert_eq!(starts(20.0, 10.0, 10.0), [0.0, 10_000.0]);
    assert_eq!(starts(9.0, 4.0, 3.0), [0.0, 3_000.0, 6_000.0]);
    assert!(starts(9.0, 4.0, 0.0).is_empty());
    assert!(starts(9.0, 0.0, 4.0).is_empty());
}

#[test]
fn a_result_has_the_json_fields_that_judge_prints() {
    let recording = generate(Motion::WaveUd, &Options::default());
    let result = replay(&recording, &ask(Gesture::Wave)).remove(0);
    assert!(result.accepted && result.at_ms.is_some_and(|at_ms| at_ms < 5000.0));
    let json = serde_json::to_value(&result).expect("serialisable");
    let fields: Vec<&str> =
        json.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut expected = [
        "id", "set", "person", "label", "ask", "mode", "start_ms", "accepted", "at_ms", "score",
        "strokes", "reason",
    ];
    expected.sort_unstable();
    let mut fields = fields;
    fields.sort_unstable();
    assert_eq!(fields, expected);
    let refused = replay(&recording, &ask(Gesture::Flip)).remove(0);
    assert_eq!(
        serde_json::to_value(&refused).expect("serialisable")["at_ms"],
        serde_json::Value::Null
    );
}
