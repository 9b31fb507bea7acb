//! Recordings generated with the synthetic arm.

use passwave_motion::{Gesture, Mode};
use passwave_recordings::synthetic::{Convention, Motion, Options, generate, generate_population};
use passwave_recordings::{Recording, ReplayOptions, replay};

#[test]
fn synthetic_gestures_are_recognised_and_walking_is_not() {
    let people = generate_population(20);
    let share = |label: &str, gesture: Gesture, mode: Mode| {
        let options = ReplayOptions { ask: gesture, mode, ..ReplayOptions::default() };
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
fn a_greeting_is_recognised_after_two_strokes_with_a_gyroscope_and_without() {
    let mut people = generate_population(20);
    people.retain(|recording| recording.label == "greeting");
    assert_eq!(people.len(), 20);
    let within = |people: &[Recording], mode: Mode, limit_s: f64| {
        let options = ReplayOptions { mode, limit_s, ..ReplayOptions::default() };
        people.iter().filter(|recording| replay(recording, &options)[0].accepted).count()
    };
    for has_gyroscope in [true, false] {
        if !has_gyroscope {
            for recording in &mut people {
                (recording.gx, recording.gy, recording.gz) = (vec![], vec![], vec![]);
            }
        }
        for mode in Mode::ALL {
            assert_eq!(within(&people, mode, 10.0), 20, "{}", mode.name());
            assert!(within(&people, mode, 2.6) >= 10, "{}", mode.name());
        }
    }
}

#[test]
fn rotation_rate_and_gravity_are_physically_consistent() {
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
fn ios_inverts_accelerations_only_and_a_seed_repeats() {
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
