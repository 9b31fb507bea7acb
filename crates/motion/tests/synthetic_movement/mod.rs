//! Movements simple enough to be checked by hand.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::f64::consts::TAU;

use passwave_motion::{Gesture, Mode, Recogniser, Sample, Verdict};

pub const GRAVITY: [f64; 3] = [0.0, 6.0, 7.75];

/// Ten seconds of samples at a rate, from the movement without gravity and the direction of it.
pub fn samples(rate_hz: f64, at: impl Fn(f64) -> [f64; 3]) -> Vec<Sample> {
    let count = (10.0 * rate_hz) as u32;
    (0..count).map(|nth| sample(f64::from(nth) / rate_hz, &at)).collect()
}

fn sample(at_s: f64, at: impl Fn(f64) -> [f64; 3]) -> Sample {
    let push = at(at_s);
    Sample {
        at_ms: at_s * 1000.0,
        acceleration_with_gravity: Some([0, 1, 2].map(|axis| push[axis] + GRAVITY[axis])),
        linear_acceleration: Some(push),
        rotation_rate: None,
    }
}

/// The phase of a hand, whose frequency varies by a tenth.
fn phase(at_s: f64, rate_hz: f64) -> f64 {
    TAU * rate_hz * at_s + 0.3 * (1.9 * at_s).sin()
}

/// To and fro along x.
pub fn wave(rate_hz: f64, peak_mps2: f64) -> Vec<Sample> {
    samples(60.0, |at_s| [peak_mps2 * phase(at_s, rate_hz).sin(), 0.0, 0.0])
}

/// Round in the plane of x and y.
pub fn circle(rate_hz: f64, peak_mps2: f64) -> Vec<Sample> {
    samples(60.0, |at_s| {
        let (sine, cosine) = phase(at_s, rate_hz).sin_cos();
        [peak_mps2 * sine, peak_mps2 * cosine, 0.0]
    })
}

/// Turned about y by so many degrees and back, once in three seconds, by a hand whose wrist is the
/// axis, a tenth of a metre from the sensor.
pub fn turn_over(degrees: f64) -> Vec<Sample> {
    let most = degrees.to_radians();
    turned(0.1, |at_s| most * (1.0 - (TAU * at_s / 3.0).cos()) / 2.0)
}

/// Upright on a turntable, the sensor at its middle.
pub fn turntable(turns_per_s: f64) -> Vec<Sample> {
    let rotation_rate = Some([0.0, 360.0 * turns_per_s, 0.0]);
    let spin = turned(0.0, |at_s| TAU * turns_per_s * at_s);
    spin.into_iter().map(|sample| Sample { rotation_rate, ..sample }).collect()
}

/// Turned about y by an angle, the sensor that far from the axis.
fn turned(radius_m: f64, angle: impl Fn(f64) -> f64) -> Vec<Sample> {
    let sample = |nth| {
        let at_s = f64::from(nth) / 60.0;
        let (sine, cosine) = angle(at_s).sin_cos();
        let rad_per_s = (angle(at_s + 1e-3) - angle(at_s - 1e-3)) / 2e-3;
        let outward = radius_m * rad_per_s * rad_per_s;
        Sample {
            at_ms: at_s * 1000.0,
            acceleration_with_gravity: Some([9.81 * sine - outward, 0.0, 9.81 * cosine]),
            ..Sample::default()
        }
    };
    (0..600).map(sample).collect()
}

/// The verdict after all of it, or the first that accepts.
pub fn verdict(gesture: Gesture, mode: Mode, samples: &[Sample]) -> Verdict {
    follow(gesture, mode, samples).verdict()
}

/// The recogniser after all of it.
pub fn follow(gesture: Gesture, mode: Mode, samples: &[Sample]) -> Recogniser {
    let mut recogniser = Recogniser::new(gesture, mode);
    for sample in samples {
        recogniser.push(sample);
    }
    recogniser
}

pub fn accepts(gesture: Gesture, samples: &[Sample]) -> bool {
    verdict(gesture, Mode::Standard, samples).accepted
}

/// The same with every acceleration changed.
pub fn changed(samples: &[Sample], by: impl Fn([f64; 3]) -> [f64; 3]) -> Vec<Sample> {
    let change = |sample: &Sample| Sample {
        acceleration_with_gravity: sample.acceleration_with_gravity.map(&by),
        linear_acceleration: sample.linear_acceleration.map(&by),
        ..*sample
    };
    samples.iter().map(change).collect()
}

/// A turn about z, then about x, by odd angles.
pub fn regripped([x, y, z]: [f64; 3]) -> [f64; 3] {
    let (sine, cosine) = 2.1_f64.sin_cos();
    let (x, y) = (x * cosine - y * sine, x * sine + y * cosine);
    let (sine, cosine) = 0.7_f64.sin_cos();
    [x, y * cosine - z * sine, y * sine + z * cosine]
}
