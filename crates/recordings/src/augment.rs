//! Data augmentation: adds the vibration of the phone's motor, or the tremor of a hand, to a recording.

use std::f64::consts::TAU;

use fastrand::Rng;

use crate::Recording;

/// The length of the vibration with which the widget confirms a stroke.
const VIBRATION_MS: f64 = 15.0;
/// The time constant with which the motor runs out.
const DECAY_MS: f64 = 30.0;
const MOTOR_HZ: std::ops::Range<f64> = 150.0..250.0;
const INTERVAL_MS: std::ops::Range<f64> = 800.0..1200.0;

/// Adds a short vibration about every second. The motor turns faster than the sensor samples, so the result is aliased.
pub fn add_vibration(recording: &mut Recording, random: &mut Rng, peak_mps2: f64) {
    let direction = direction(random);
    let mut start_ms = recording.t_ms[0] + between(random, INTERVAL_MS);
    let mut motor_hz = between(random, MOTOR_HZ);
    let pushes: Vec<f64> = (recording.t_ms.iter())
        .map(|&at_ms| {
            while at_ms >= start_ms + INTERVAL_MS.start {
                start_ms += between(random, INTERVAL_MS);
                motor_hz = between(random, MOTOR_HZ);
            }
            peak_mps2 * vibration(at_ms - start_ms, motor_hz)
        })
        .collect();
    push(recording, direction, &pushes);
}

/// One vibration, as a share of its peak.
fn vibration(since_ms: f64, motor_hz: f64) -> f64 {
    if since_ms < 0.0 {
        return 0.0;
    }
    let strength = (-(since_ms - VIBRATION_MS).max(0.0) / DECAY_MS).exp();
    strength * (TAU * motor_hz * since_ms / 1000.0).sin()
}

/// Adds a tremor along one line whose phase wanders a little, as that of a hand does.
pub fn add_tremor(recording: &mut Recording, random: &mut Rng, hz: f64, peak_mps2: f64) {
    /// The largest change of phase from sample to sample, in radians.
    const WANDER_RAD: f64 = 0.1;
    let direction = direction(random);
    let mut phase = TAU * random.f64();
    let pushes: Vec<f64> = (recording.t_ms.iter())
        .map(|at_ms| {
            phase += WANDER_RAD * (2.0 * random.f64() - 1.0);
            peak_mps2 * (TAU * hz * at_ms / 1000.0 + phase).sin()
        })
        .collect();
    push(recording, direction, &pushes);
}

/// Scales the movement; its mean, which is gravity, stays.
pub fn scale_movement(recording: &mut Recording, factor: f64) {
    let Recording { ax, ay, az, lx, ly, lz, gx, gy, gz, .. } = recording;
    for axis in [ax, ay, az] {
        let mean = axis.iter().sum::<f64>() / axis.len() as f64;
        axis.iter_mut().for_each(|value| *value = mean + (*value - mean) * factor);
    }
    for axis in [lx, ly, lz, gx, gy, gz] {
        axis.iter_mut().for_each(|value| *value *= factor);
    }
}

fn push(recording: &mut Recording, direction: [f64; 3], pushes: &[f64]) {
    let Recording { ax, ay, az, lx, ly, lz, .. } = recording;
    for axes in [[ax, ay, az], [lx, ly, lz]] {
        for (axis, share) in axes.into_iter().zip(direction) {
            axis.iter_mut().zip(pushes).for_each(|(value, push)| *value += share * push);
        }
    }
}

/// A random direction, as a unit vector.
fn direction(random: &mut Rng) -> [f64; 3] {
    let up = 2.0 * random.f64() - 1.0;
    let (sine, cosine) = (TAU * random.f64()).sin_cos();
    let level = (1.0 - up * up).sqrt();
    [level * cosine, level * sine, up]
}

fn between(random: &mut Rng, range: std::ops::Range<f64>) -> f64 {
    range.start + (range.end - range.start) * random.f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn still() -> Recording {
        let zeros = vec![0.0; 3000];
        Recording {
            t_ms: (0..3000).map(|nth| 10.0 * f64::from(nth)).collect(),
            ax: zeros.clone(),
            ay: zeros.clone(),
            az: zeros,
            ..Recording::default()
        }
    }

    fn strengths(recording: &Recording) -> Vec<f64> {
        let [x, y, z] = recording.acceleration();
        (0..x.len()).map(|at| (x[at].powi(2) + y[at].powi(2) + z[at].powi(2)).sqrt()).collect()
    }

    #[test]
    fn vibrations_are_short_and_about_a_second_apart() {
        let mut ticking = still();
        add_vibration(&mut ticking, &mut Rng::with_seed(1), 10.0);
        let is_moving: Vec<bool> =
            strengths(&ticking).iter().map(|&strength| strength > 1.0).collect();
        let quiet_before =
            |at: usize| is_moving[at.saturating_sub(20)..at].iter().all(|moving| !moving);
        let ticks = (0..is_moving.len()).filter(|&at| is_moving[at] && quiet_before(at)).count();
        assert!((23..=38).contains(&ticks), "{ticks} ticks in 30 s");
        let share =
            is_moving.iter().filter(|moving| **moving).count() as f64 / is_moving.len() as f64;
        assert!((0.02..0.12).contains(&share), "{share}");
    }

    #[test]
    fn a_tremor_has_the_frequency_and_the_peak_asked_for() {
        let mut trembling = still();
        add_tremor(&mut trembling, &mut Rng::with_seed(1), 5.0, 2.0);
        let strongest = strengths(&trembling).into_iter().fold(0.0, f64::max);
        assert!((1.9..=2.0001).contains(&strongest), "{strongest}");
        let turns = trembling.ax.windows(2).filter(|pair| pair[0] * pair[1] < 0.0).count();
        assert!((270..=330).contains(&turns), "{turns} turns in 30 s");
    }
}
