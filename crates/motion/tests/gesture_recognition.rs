//! Each gesture is what it is, whatever the grip, the platform and the sensors.

mod synthetic_movement;

use std::f64::consts::TAU;

use passwave_motion::{Gesture, Mode, Reason, Recogniser, Sample, Smoothing, features, judge};
use synthetic_movement::{
    accepts, changed, circle, follow, regripped, samples, turn_over, turntable, verdict, wave,
};

fn feature(name: &str, samples: &[Sample]) -> f64 {
    let recogniser = follow(Gesture::Flip, Mode::Standard, samples);
    let window = recogniser.recent_window(200).expect("four seconds");
    features(window, Smoothing::Light)
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a feature")
        .1
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() < tolerance, "{found} instead of {expected}");
}

#[test]
fn a_wave_is_accepted_as_a_wave_only() {
    let wave = wave(1.3, 8.0);
    assert!(accepts(Gesture::Wave, &wave));
    for other in [Gesture::Shake, Gesture::Circle, Gesture::Flip] {
        assert!(!accepts(other, &wave), "{}", other.name());
    }
}

#[test]
fn a_circle_is_accepted_as_a_circle_only() {
    let circle = circle(1.2, 8.0);
    assert!(accepts(Gesture::Circle, &circle));
    for other in [Gesture::Shake, Gesture::Wave, Gesture::Flip] {
        assert!(!accepts(other, &circle), "{}", other.name());
    }
}

#[test]
fn a_shake_is_accepted_as_a_shake_and_as_a_wave() {
    let shake = wave(4.0, 22.0);
    assert!(accepts(Gesture::Shake, &shake));
    assert!(accepts(Gesture::Wave, &shake));
    assert!(!accepts(Gesture::Circle, &shake));
}

#[test]
fn a_short_strong_wave_is_accepted() {
    let strong = wave(1.9, 12.0);
    let short: Vec<Sample> =
        strong.iter().copied().filter(|sample| sample.at_ms < strong[0].at_ms + 1450.0).collect();
    assert!(accepts(Gesture::Wave, &short));
}

#[test]
fn who_waves_already_when_it_begins_feels_a_stroke_within_a_period() {
    let whole = wave(1.3, 8.0);
    for begun in 0..60 {
        let mut recogniser = Recogniser::new(Gesture::Wave, Mode::Standard);
        let start_ms = whole[begun].at_ms;
        let felt = whole[begun..].iter().find(|sample| recogniser.push(sample).stroke);
        let after_ms = felt.expect("a stroke").at_ms - start_ms;
        assert!(after_ms < 770.0, "nothing is felt for {after_ms} ms after sample {begun}");
    }
}

#[test]
fn an_arc_is_accepted_as_a_wave() {
    let arc = samples(60.0, |at_s| {
        let phase = 8.0 * at_s + 0.3 * (1.9 * at_s).sin();
        [7.0 * phase.sin(), 4.0 * (2.0 * phase).cos(), 0.0]
    });
    assert!(accepts(Gesture::Wave, &arc));
}

#[test]
fn a_flip_is_accepted_and_a_quarter_turn_is_refused() {
    assert!(accepts(Gesture::Flip, &turn_over(170.0)));
    assert!(!accepts(Gesture::Flip, &turn_over(90.0)));
    assert!(
        !accepts(Gesture::Wave, &turn_over(170.0)) || !accepts(Gesture::Shake, &turn_over(170.0))
    );
}

#[test]
fn a_turntable_is_refused() {
    for turns_per_s in [0.55, 0.75, 1.0, 1.5] {
        let spin = turntable(turns_per_s);
        for (gesture, mode) in
            Gesture::ALL.into_iter().flat_map(|all| Mode::ALL.map(|mode| (all, mode)))
        {
            assert!(!verdict(gesture, mode, &spin).accepted, "{} at {turns_per_s}", gesture.name());
        }
    }
}

#[test]
fn inverted_signs_do_not_change_the_verdict() {
    for (gesture, movement) in [
        (Gesture::Wave, wave(1.3, 8.0)),
        (Gesture::Circle, circle(1.2, 8.0)),
        (Gesture::Flip, turn_over(170.0)),
    ] {
        let inverted = changed(&movement, |values| values.map(|value| -value));
        let android = verdict(gesture, Mode::Standard, &movement);
        let ios = verdict(gesture, Mode::Standard, &inverted);
        assert!(android.accepted);
        assert_eq!(android, ios);
    }
}

#[test]
fn another_grip_hardly_changes_the_score() {
    for (gesture, movement) in [
        (Gesture::Wave, wave(1.3, 8.0)),
        (Gesture::Circle, circle(1.2, 8.0)),
        (Gesture::Flip, turn_over(170.0)),
    ] {
        let straight = verdict(gesture, Mode::Standard, &movement);
        let crooked = verdict(gesture, Mode::Standard, &changed(&movement, regripped));
        assert!(crooked.accepted, "{}", gesture.name());
        near(crooked.score, straight.score, 0.05);
    }
}

#[test]
fn a_gyroscope_does_not_change_a_wave() {
    let without = wave(1.3, 8.0);
    let with: Vec<Sample> = without
        .iter()
        .map(|sample| Sample { rotation_rate: Some([3.0, -40.0, 11.0]), ..*sample })
        .collect();
    assert_eq!(
        verdict(Gesture::Wave, Mode::Standard, &without),
        verdict(Gesture::Wave, Mode::Standard, &with)
    );
}

#[test]
fn a_shake_is_accepted_without_the_gravity_channel() {
    let without: Vec<Sample> = wave(4.0, 22.0)
        .iter()
        .map(|sample| Sample { acceleration_with_gravity: None, ..*sample })
        .collect();
    assert!(accepts(Gesture::Shake, &without));
}

#[test]
fn elder_mode_accepts_smaller_and_slower_waves() {
    let small = wave(1.3, 3.0);
    let slow = wave(0.7, 3.0);
    assert!(verdict(Gesture::Wave, Mode::Elder, &small).accepted);
    assert!(verdict(Gesture::Wave, Mode::Elder, &slow).accepted);
    assert!(!verdict(Gesture::Wave, Mode::Elder, &wave(1.3, 0.8)).accepted);
}

#[test]
fn a_circle_is_accepted_as_soon_as_the_shortest_window_is_full() {
    let circle = circle(1.2, 8.0);
    for mode in Mode::ALL {
        let just_full: Vec<Sample> =
            circle.iter().copied().filter(|sample| sample.at_ms < 1500.0).collect();
        assert!(verdict(Gesture::Circle, mode, &just_full).accepted, "{}", mode.name());
    }
}

/// As some older people greet: the forearm turns a little, nearly as much twice as fast across that, and unevenly.
fn small_greeting() -> Vec<Sample> {
    samples(60.0, |at_s| {
        let along = TAU * 0.65 * at_s;
        let across = 2.0 * along + (2.3 * at_s).cos();
        [2.4 * (along + (3.1 * at_s).sin()).sin(), 2.4 * across.sin(), 0.0]
    })
}

#[test]
fn each_refusal_has_the_reason_that_helps() {
    let reason = |gesture, movement: &[Sample]| verdict(gesture, Mode::Standard, movement).reason;
    assert_eq!(reason(Gesture::Wave, &wave(1.3, 0.0)), Reason::Still);
    assert_eq!(reason(Gesture::Wave, &wave(1.3, 1.5)), Reason::TooSmall);
    assert_eq!(reason(Gesture::Wave, &small_greeting()), Reason::TooSmall);
    assert_eq!(reason(Gesture::Wave, &circle(1.2, 8.0)), Reason::OtherGesture);
    assert_eq!(reason(Gesture::Circle, &wave(1.3, 8.0)), Reason::OtherGesture);
    assert_eq!(reason(Gesture::Shake, &wave(1.0, 8.0)), Reason::TooSlow);
    assert_eq!(reason(Gesture::Flip, &turn_over(60.0)), Reason::TooSmall);
    assert_eq!(reason(Gesture::Wave, &[]), Reason::NoSensor);
    assert_eq!(reason(Gesture::Wave, &wave(1.3, 8.0)[..20]), Reason::TooShort);
}

#[test]
fn features_of_a_known_circle() {
    let circle = circle(1.0, 5.0);
    near(feature("RmsMps2", &circle), 5.0, 0.3);
    near(feature("Circularity", &circle), 1.0, 0.05);
    near(feature("Kurtosis", &circle), 1.0, 0.1);
}

#[test]
fn features_of_a_known_line() {
    let line = wave(1.5, 6.0);
    near(feature("RmsMps2", &line), 6.0 / 2.0_f64.sqrt(), 0.3);
    near(feature("Circularity", &line), 0.0, 0.01);
    near(feature("Linearity", &line), 1.0, 0.01);
    near(feature("Kurtosis", &line), 1.5, 0.1);
    near(feature("MeanFrequencyHz", &line), 1.5, 0.15);
    let pace_mps = 6.0 / 2.0_f64.sqrt() / (std::f64::consts::TAU * 1.5);
    near(feature("LogSpeed", &line), pace_mps.ln(), 0.15);
}

#[test]
fn judging_the_accepted_window_again_gives_the_same_verdict() {
    let flip = turn_over(170.0);
    for mode in Mode::ALL {
        for (gesture, movement) in [
            (Gesture::Wave, wave(1.3, 8.0)),
            (Gesture::Shake, wave(4.0, 22.0)),
            (Gesture::Circle, circle(1.2, 8.0)),
            (Gesture::Flip, flip.clone()),
        ] {
            let recogniser = follow(gesture, mode, &movement);
            let window = recogniser.accepted_window().expect("accepted");
            assert_eq!(judge(gesture, mode, window), recogniser.verdict());
            assert_eq!(recogniser.verdict().reason, Reason::Accepted);
            assert!(recogniser.verdict().strokes >= 2);
        }
    }
}
