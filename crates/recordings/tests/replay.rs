//! Sessions over recordings, and the arm that makes some.

use passwave_motion::{Gesture, Mode};
use passwave_recordings::synthetic::{Convention, Motion, Options, generate, generate_population};
use passwave_recordings::{Recording, ReplayOptions, replay};

fn ask(gesture: Gesture) -> ReplayOptions {
    ReplayOptions { ask: gesture, ..ReplayOptions::default() }
}

#[test]
fn sessions_start_on_time_and_scraps_are_left_out() {
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
fn a_result_has_the_fields_that_tools_read() {
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

#[test]
fn the_arm_is_recognised_and_its_walk_is_not() {
    let people = generate_population(20);
    let share = |label: &str, gesture: Gesture, mode: Mode| {
        let options = ReplayOptions { mode, ..ask(gesture) };
        let of: Vec<&Recording> =
            people.iter().filter(|recording| recording.label == label).collect();
        assert_eq!(of.len(), 20);
        of.iter().filter(|recording| replay(recording, &options)[0].accepted).count()
    };
    assert!(share("wave_ud", Gesture::Wave, Mode::Standard) >= 18);
    assert!(share("wave_lr", Gesture::Wave, Mode::Standard) >= 18);
    assert!(share("wave_lr", Gesture::Wave, Mode::Elder) >= 18);
    assert!(share("circle", Gesture::Circle, Mode::Standard) >= 18);
    assert!(share("shake", Gesture::Shake, Mode::Standard) >= 16);
    assert!(share("flip", Gesture::Flip, Mode::Standard) >= 19);
    for gesture in Gesture::ALL {
        assert_eq!(share("walk", gesture, Mode::Standard), 0, "{}", gesture.name());
    }
    assert!(share("circle", Gesture::Wave, Mode::Standard) <= 2);
    assert_eq!(share("wave_ud", Gesture::Circle, Mode::Standard), 0);
}

#[test]
fn the_arm_obeys_physics() {
    for motion in Motion::ALL {
        let recording =
            generate(motion, &Options { grip_deg: [30.0, -70.0, 100.0], ..Options::default() });
        let (with, without) = (recording.acceleration(), recording.linear().expect("linear"));
        let gravity = |at: usize| [0, 1, 2].map(|axis: usize| with[axis][at] - without[axis][at]);
        let rotation = recording.rotation().expect("a gyroscope");
        for at in (1..recording.t_ms.len() - 1).step_by(7) {
            let here = gravity(at);
            let size = here.iter().map(|part| part * part).sum::<f64>().sqrt();
            assert!((size - 9.81).abs() < 0.4, "{size}");
            // A fixed direction, seen from a body that turns, moves against the turning.
            let rate = [0, 1, 2].map(|axis: usize| rotation[axis][at].to_radians());
            let expected = [
                here[1] * rate[2] - here[2] * rate[1],
                here[2] * rate[0] - here[0] * rate[2],
                here[0] * rate[1] - here[1] * rate[0],
            ];
            let seconds = (recording.t_ms[at + 1] - recording.t_ms[at - 1]) / 1000.0;
            let (before, after) = (gravity(at - 1), gravity(at + 1));
            for axis in 0..3 {
                let found = (after[axis] - before[axis]) / seconds;
                assert!(
                    (found - expected[axis]).abs() < 12.0,
                    "{}: {found} {}",
                    motion.label(),
                    expected[axis]
                );
            }
        }
    }
}

#[test]
fn ios_inverts_accelerations_only_and_seeds_repeat() {
    let options = Options { seconds: 1.0, ..Options::default() };
    let android = generate(Motion::Circle, &options);
    let ios = generate(Motion::Circle, &Options { convention: Convention::Ios, ..options });
    assert_eq!(android, generate(Motion::Circle, &options));
    assert_ne!(android.ax, generate(Motion::Circle, &Options { person: 2, ..options }).ax);
    assert_eq!(android.gx, ios.gx);
    for (plain, inverted) in android.ax.iter().zip(&ios.ax) {
        assert!((plain + inverted).abs() < 0.5, "{plain} {inverted}");
    }
}
