//! A stream of samples is rarely clean.

mod synthetic_movement;

use passwave_motion::limits::{MAX_WINDOW_FRAMES, MIN_WINDOW_FRAMES};
use passwave_motion::{Channels, Frame, Gesture, Mode, Reason, Recogniser, Sample, Window, judge};
use proptest::prelude::*;
use synthetic_movement::{accepts, changed, circle, follow, regripped, samples, verdict, wave};

fn with(samples: &[Sample], mut change: impl FnMut(usize, &Sample) -> Vec<Sample>) -> Vec<Sample> {
    samples.iter().enumerate().flat_map(|(nth, sample)| change(nth, sample)).collect()
}

#[test]
fn a_wave_is_accepted_despite_duplicates_gaps_nulls_and_time_going_back() {
    let wave = wave(1.3, 8.0);
    let doubled = with(&wave, |_, sample| vec![*sample, *sample]);
    let thinned = with(&wave, |nth, sample| if nth % 7 == 0 { vec![] } else { vec![*sample] });
    let nulls = with(&wave, |nth, sample| {
        let null = Sample { at_ms: sample.at_ms + 1.0, ..Sample::default() };
        if nth % 5 == 0 { vec![*sample, null] } else { vec![*sample] }
    });
    let not_numbers = with(&wave, |nth, sample| {
        let wrong = Some([f64::NAN, f64::INFINITY, 1.0]);
        let wrong = Sample { acceleration_with_gravity: wrong, ..*sample };
        if nth % 5 == 0 { vec![wrong] } else { vec![*sample] }
    });
    let backwards = with(&wave, |nth, sample| {
        let late = Sample { at_ms: sample.at_ms - 50.0, ..*sample };
        if nth % 5 == 0 { vec![*sample, late] } else { vec![*sample] }
    });
    for stream in [doubled, thinned, nulls, not_numbers, backwards] {
        assert!(accepts(Gesture::Wave, &stream));
    }
}

#[test]
fn duplicate_samples_do_not_change_the_verdict() {
    let wave = wave(1.3, 8.0);
    let doubled = with(&wave, |_, sample| vec![*sample, *sample]);
    let mode = Mode::Standard;
    assert_eq!(verdict(Gesture::Wave, mode, &wave), verdict(Gesture::Wave, mode, &doubled));
}

#[test]
fn a_wave_is_accepted_at_any_rate_from_25_to_100_hz() {
    for rate_hz in [25.0, 33.0, 50.0, 60.0, 100.0] {
        let wave = samples(rate_hz, |at_s| {
            [8.0 * (8.0 * at_s + 0.3 * (1.9 * at_s).sin()).sin(), 0.0, 0.0]
        });
        assert!(accepts(Gesture::Wave, &wave), "{rate_hz} Hz");
    }
}

#[test]
fn a_wave_with_a_tremor_is_accepted_and_a_tremor_alone_is_refused() {
    let tremor = |at_s: f64| 3.0 * (std::f64::consts::TAU * 6.0 * at_s).sin();
    let waving =
        samples(60.0, |at_s| [8.0 * (8.0 * at_s).sin() + tremor(at_s), 0.0, 0.5 * tremor(at_s)]);
    let resting = samples(60.0, |at_s| [tremor(at_s), 0.0, 0.5 * tremor(at_s)]);
    assert!(accepts(Gesture::Wave, &waving));
    for mode in Mode::ALL {
        for gesture in Gesture::ALL {
            assert!(
                !verdict(gesture, mode, &resting).accepted,
                "{} {}",
                gesture.name(),
                mode.name()
            );
        }
    }
}

#[test]
fn spikes_and_stillness_are_refused() {
    let still = samples(60.0, |_| [0.0; 3]);
    let spikes =
        samples(60.0, |at_s| if at_s % 1.0 < 0.02 { [40.0, -30.0, 20.0] } else { [0.0; 3] });
    for gesture in Gesture::ALL {
        for mode in Mode::ALL {
            assert_eq!(verdict(gesture, mode, &still).reason, Reason::Still);
            assert!(!verdict(gesture, mode, &spikes).accepted, "{}", gesture.name());
        }
    }
}

#[test]
fn exact_zeros_count_as_no_sensor() {
    let zeros: Vec<Sample> = (0..300)
        .map(|nth| Sample {
            at_ms: f64::from(nth) * 16.0,
            acceleration_with_gravity: Some([0.0; 3]),
            linear_acceleration: Some([0.0; 3]),
            rotation_rate: Some([0.0; 3]),
        })
        .collect();
    assert_eq!(verdict(Gesture::Wave, Mode::Standard, &zeros).reason, Reason::NoSensor);
}

#[test]
fn a_long_gap_clears_the_frames() {
    let wave = wave(1.3, 8.0);
    let torn = with(&wave, |nth, sample| {
        let at_ms = sample.at_ms + 600.0 * (nth / 40) as f64;
        vec![Sample { at_ms, ..*sample }]
    });
    assert!(!accepts(Gesture::Wave, &torn));
}

#[test]
fn strokes_are_reported_within_200_ms_at_any_grip() {
    let (rate_hz, peak_mps2) = (1.0, 8.0);
    let wave = samples(60.0, |at_s| {
        [peak_mps2 * (std::f64::consts::TAU * rate_hz * at_s).sin(), 0.0, 0.0]
    });
    for stream in [wave.clone(), changed(&wave, regripped)] {
        let mut recogniser = Recogniser::new(Gesture::Flip, Mode::Standard);
        let ticks: Vec<f64> = stream
            .iter()
            .filter(|sample| recogniser.push(sample).stroke)
            .map(|sample| sample.at_ms)
            .collect();
        assert!((16..=20).contains(&ticks.len()), "{} ticks for twenty strokes", ticks.len());
        for at_ms in ticks.into_iter().filter(|&at_ms| at_ms > 3000.0) {
            let after_ms = at_ms % 500.0;
            assert!(after_ms <= 200.0, "{after_ms} ms after the stroke ended");
        }
    }
}

#[test]
fn strokes_are_reported_for_circles() {
    let mut recogniser = Recogniser::new(Gesture::Flip, Mode::Standard);
    let ticks = circle(1.2, 8.0).iter().filter(|sample| recogniser.push(sample).stroke).count();
    assert!(ticks >= 15, "{ticks}");
}

#[test]
fn progress_never_decreases_and_ends_at_one() {
    let mut recogniser = Recogniser::new(Gesture::Wave, Mode::Standard);
    let mut last = 0.0;
    for sample in &wave(1.3, 8.0) {
        let progress = recogniser.push(sample).progress;
        assert!(progress >= last);
        last = progress;
    }
    assert!((last - 1.0).abs() < 1e-12);
}

#[test]
fn samples_after_an_accepted_verdict_change_nothing() {
    let mut recogniser = follow(Gesture::Wave, Mode::Standard, &wave(1.3, 8.0));
    let window: Vec<Frame> = recogniser.accepted_window().expect("accepted").frames.to_vec();
    let verdict = recogniser.verdict();
    let later = Sample {
        at_ms: 1e6,
        acceleration_with_gravity: Some([1.0, 2.0, 3.0]),
        ..Sample::default()
    };
    let update = recogniser.push(&later);
    assert!(update.verdict.is_none() && !update.stroke);
    assert_eq!(recogniser.verdict(), verdict);
    assert_eq!(recogniser.accepted_window().expect("accepted").frames, window);
}

#[test]
fn windows_beyond_the_limits_are_refused() {
    let frames = [Frame { acceleration: [10, 60, 70], rotation: [0; 3] }; MAX_WINDOW_FRAMES + 1];
    let channels = Channels { gravity: true, rotation: false };
    for len in [0, 1, MIN_WINDOW_FRAMES - 1, MAX_WINDOW_FRAMES + 1] {
        let verdict =
            judge(Gesture::Wave, Mode::Standard, Window { channels, frames: &frames[..len] });
        assert!(!verdict.accepted);
    }
    for len in [MIN_WINDOW_FRAMES, MAX_WINDOW_FRAMES] {
        let verdict =
            judge(Gesture::Wave, Mode::Standard, Window { channels, frames: &frames[..len] });
        assert_eq!(verdict.reason, Reason::Still);
    }
}

#[test]
fn impossible_times_are_ignored() {
    let mut recogniser = Recogniser::new(Gesture::Wave, Mode::Standard);
    for at_ms in [1e18, 1e18 + 128.0, 1e18 + 256.0, 1e300, -1e300, f64::NAN, f64::MAX] {
        let sample = Sample {
            at_ms,
            acceleration_with_gravity: Some(synthetic_movement::GRAVITY),
            ..Sample::default()
        };
        recogniser.push(&sample);
    }
    for sample in &wave(1.3, 8.0) {
        recogniser.push(sample);
    }
    assert!(recogniser.verdict().accepted);
}

#[test]
fn a_recogniser_fits_into_64_kib() {
    assert!(size_of::<Recogniser>() <= 64 << 10);
}

#[test]
fn a_recogniser_works_after_a_million_hostile_samples() {
    const HOSTILE: [f64; 8] = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN,
        1e308,
        -0.0,
        f64::MIN_POSITIVE,
    ];
    let mut recogniser = Recogniser::new(Gesture::Wave, Mode::Standard);
    for nth in 0..1_000_000_usize {
        let pick = |turn: usize| HOSTILE[(nth / turn) % HOSTILE.len()];
        // Time runs on, stands still, runs back, and leaves all reason.
        let at_ms = if nth % 16 == 15 { pick(16) } else { 20.0 * ((nth % 100) as f64 - 30.0) };
        let value = Some([pick(1), pick(3), pick(7)]);
        recogniser.push(&Sample {
            at_ms,
            acceleration_with_gravity: value,
            linear_acceleration: value,
            rotation_rate: value,
        });
        assert!((0.0..=1.0).contains(&recogniser.verdict().score));
    }
    assert!(!recogniser.verdict().accepted);
    for sample in &wave(1.3, 8.0) {
        let at_ms = 1e7 + sample.at_ms;
        recogniser.push(&Sample { at_ms, ..*sample });
    }
    assert!(recogniser.verdict().accepted);
}

fn reading() -> impl Strategy<Value = Option<[f64; 3]>> {
    // Of all numbers there are, not only the finite ones.
    let value = prop_oneof![8 => -40.0..40.0, 1 => proptest::num::f64::ANY, 1 => Just(0.0)];
    proptest::option::weighted(0.9, [value.clone(), value.clone(), value])
}

fn stream() -> impl Strategy<Value = Vec<Sample>> {
    let step_ms = prop_oneof![20 => 5.0..45.0, 1 => -2000.0..2000.0, 1 => proptest::num::f64::ANY];
    let sample = (step_ms, reading(), reading(), reading());
    proptest::collection::vec(sample, 0..400).prop_map(|parts| {
        let mut now_ms = 0.0;
        let place = |(step_ms, with_gravity, linear, rotation): (f64, _, _, _)| {
            let at_ms = now_ms + step_ms;
            now_ms = if at_ms.abs() < 1e9 { at_ms } else { now_ms };
            Sample {
                at_ms,
                acceleration_with_gravity: with_gravity,
                linear_acceleration: linear,
                rotation_rate: rotation,
            }
        };
        parts.into_iter().map(place).collect()
    })
}

fn frames() -> impl Strategy<Value = Vec<Frame>> {
    let frame = (any::<[i16; 3]>(), any::<[i16; 3]>());
    let small = ([-200_i16..200, -200_i16..200, -200_i16..200], Just([0_i16; 3]));
    let any_frame =
        prop_oneof![frame, small.prop_map(|(acceleration, rotation)| (acceleration, rotation))];
    let into = |(acceleration, rotation)| Frame { acceleration, rotation };
    proptest::collection::vec(any_frame.prop_map(into), 0..450)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_stream_keeps_the_recogniser_consistent(stream in stream(), which in 0..8_usize) {
        let (gesture, mode) = (Gesture::ALL[which % 4], Mode::ALL[which / 4]);
        let mut recogniser = Recogniser::new(gesture, mode);
        let mut last = 0.0;
        for sample in &stream {
            let update = recogniser.push(sample);
            prop_assert!(update.progress >= last && update.progress <= 1.0);
            last = update.progress;
            let verdict = recogniser.verdict();
            prop_assert!((0.0..=1.0).contains(&verdict.score));
            prop_assert_eq!(verdict.accepted, recogniser.accepted_window().is_some());
        }
        if let Some(window) = recogniser.accepted_window() {
            prop_assert_eq!(judge(gesture, mode, window), recogniser.verdict());
        }
    }

    #[test]
    fn any_window_gets_a_consistent_verdict(frames in frames(), gravity: bool, rotation: bool, which in 0..8_usize) {
        let (gesture, mode) = (Gesture::ALL[which % 4], Mode::ALL[which / 4]);
        let window = Window { channels: Channels { gravity, rotation }, frames: &frames };
        let verdict = judge(gesture, mode, window);
        prop_assert!((0.0..=1.0).contains(&verdict.score));
        prop_assert_eq!(verdict.accepted, verdict.score >= 0.5);
        prop_assert_eq!(verdict.accepted, verdict.reason == Reason::Accepted);
        prop_assert_eq!(verdict, judge(gesture, mode, window));
    }
}
