//! Movements from a formula: a push to and fro, in a circle, or gravity turned over and back, along one of several
//! curves.

use std::f64::consts::{PI, TAU};

use fastrand::Rng;
use passwave_motion::Gesture;
use passwave_recordings::Recording;
use passwave_recordings::augment::add_tremor;
use passwave_recordings::synthetic::{Motion, Options, generate};

use super::{SECONDS, add_noise, between};

const RATE_HZ: f64 = 60.0;
const GRAVITY_MPS2: f64 = 9.81;
/// The noise of a phone's sensor, and a little more.
const NOISE_MPS2: f64 = 0.15;

/// A kind of formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Formula {
    /// A pure sine.
    Sine,
    /// A sine with a harmonic, a slow change of its size, and noise.
    LivelySine,
    /// Minimum-jerk strokes (Flash and Hogan 1985).
    MinimumJerk,
    /// Minimum-jerk strokes with tremor and noise.
    LivelyMinimumJerk,
    /// Keyframes at random heights, joined by curves.
    Keyframes,
    /// A square wave.
    Square,
    /// The physical model of an arm that generates recordings.
    Arm,
}

type Vector = [f64; 3];

impl Formula {
    /// All of them.
    pub(crate) const ALL: [Formula; 7] = [
        Formula::Sine,
        Formula::LivelySine,
        Formula::MinimumJerk,
        Formula::LivelyMinimumJerk,
        Formula::Keyframes,
        Formula::Square,
        Formula::Arm,
    ];

    /// The name in the report.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Formula::Sine => "a pure sine",
            Formula::LivelySine => "a sine with a harmonic, an envelope and noise",
            Formula::MinimumJerk => "minimum-jerk strokes",
            Formula::LivelyMinimumJerk => "minimum-jerk strokes with tremor and noise",
            Formula::Keyframes => "keyframes joined by curves",
            Formula::Square => "a square wave",
            Formula::Arm => "a physical model of an arm",
        }
    }

    /// A movement that imitates a gesture; another seed is another movement.
    #[must_use]
    pub(crate) fn movement(self, gesture: Gesture, seed: u64) -> Recording {
        if self == Formula::Arm {
            return arm(gesture, seed);
        }
        let mut random = Rng::with_seed(seed);
        let mut movement = Drawn::new(self, gesture, &mut random).recording();
        if matches!(self, Formula::LivelySine | Formula::LivelyMinimumJerk) {
            add_noise(&mut movement, &mut random, NOISE_MPS2);
        }
        if self == Formula::LivelyMinimumJerk {
            add_tremor(&mut movement, &mut random, 8.0, 0.3);
        }
        movement
    }

    /// The acceleration of a push to and fro after so many cycles, about 1 at most.
    fn push(self, cycles: f64, heights: &[f64; 8]) -> f64 {
        match self {
            Formula::Sine | Formula::Arm => (TAU * cycles).sin(),
            Formula::LivelySine => {
                let envelope = 1.0 + 0.2 * (TAU * 0.11 * cycles).sin();
                envelope * ((TAU * cycles).sin() + 0.2 * (3.0 * TAU * cycles).sin())
            }
            Formula::MinimumJerk | Formula::LivelyMinimumJerk => {
                let half = 2.0 * cycles.rem_euclid(1.0);
                let part = half.fract();
                // The second derivative of the minimum-jerk curve, whose peak is 5.77.
                let pushed = part * (60.0 + part * (120.0 * part - 180.0)) / 5.77;
                if half < 1.0 { pushed } else { -pushed }
            }
            Formula::Keyframes => {
                let step = 1e-2;
                let [before, now, after] =
                    [-step, 0.0, step].map(|away| along(heights, 2.0 * cycles + away));
                (before - 2.0 * now + after) / (step * step) / 8.0
            }
            Formula::Square => (TAU * cycles).sin().signum(),
        }
    }

    /// How far the phone is turned over after so many cycles, from 0 to 1.
    fn turn(self, cycles: f64, heights: &[f64; 8]) -> f64 {
        let part = cycles.rem_euclid(1.0);
        match self {
            Formula::Sine | Formula::Arm => (1.0 - (TAU * part).cos()) / 2.0,
            Formula::LivelySine => {
                (1.0 - (TAU * part).cos()) / 2.0 + 0.04 * (3.0 * TAU * part).sin()
            }
            Formula::MinimumJerk | Formula::LivelyMinimumJerk => {
                minimum_jerk(part / 0.3) - minimum_jerk((part - 0.5) / 0.3)
            }
            Formula::Keyframes => (0.5 + 0.5 * along(heights, 2.0 * cycles)).clamp(0.0, 1.0),
            Formula::Square => f64::from(u8::from(part >= 0.5)),
        }
    }
}

/// The arm of the generated recordings.
fn arm(gesture: Gesture, seed: u64) -> Recording {
    let options = Options { person: seed, seconds: SECONDS, ..Options::default() };
    generate(motion_of(gesture), &options)
}

const fn motion_of(gesture: Gesture) -> Motion {
    match gesture {
        Gesture::Wave => Motion::WaveLr,
        Gesture::Shake => Motion::Shake,
        Gesture::Circle => Motion::Circle,
        Gesture::Flip => Motion::Flip,
    }
}

/// The minimum-jerk curve from 0 to 1.
fn minimum_jerk(part: f64) -> f64 {
    let part = part.clamp(0.0, 1.0);
    part.powi(3) * (10.0 - 15.0 * part + 6.0 * part * part)
}

/// A curve through keyframes that lie high and low in turn (Catmull and Rom 1974).
fn along(heights: &[f64; 8], at: f64) -> f64 {
    let (whole, part) = (at.floor(), at - at.floor());
    let [p0, p1, p2, p3] = [-1.0, 0.0, 1.0, 2.0].map(|away: f64| {
        let nth = (whole + away).rem_euclid(8.0) as usize;
        heights[nth] * if nth.is_multiple_of(2) { 1.0 } else { -1.0 }
    });
    let (one, two) = (p2 - p0, 2.0 * p0 - 5.0 * p1 + 4.0 * p2 - p3);
    let three = 3.0 * (p1 - p2) + p3 - p0;
    0.5 * (2.0 * p1 + part * (one + part * (two + part * three)))
}

/// A formula with its numbers drawn.
struct Drawn {
    formula: Formula,
    gesture: Gesture,
    hz: f64,
    peak_mps2: f64,
    peak_deg_s: f64,
    phase: f64,
    heights: [f64; 8],
    axes: [Vector; 3],
}

impl Drawn {
    fn new(formula: Formula, gesture: Gesture, random: &mut Rng) -> Self {
        let (slow_hz, fast_hz, small_mps2, large_mps2) = match gesture {
            Gesture::Wave => (0.9, 2.0, 6.0, 12.0),
            Gesture::Shake => (3.0, 4.5, 16.0, 26.0),
            Gesture::Circle => (0.9, 1.7, 7.0, 12.0),
            Gesture::Flip => (0.3, 0.45, 0.0, 0.0),
        };
        Self {
            formula,
            gesture,
            hz: between(random, slow_hz, fast_hz),
            peak_mps2: between(random, small_mps2, large_mps2),
            peak_deg_s: between(random, 60.0, 200.0),
            phase: random.f64(),
            heights: [0; 8].map(|_| between(random, 0.6, 1.0)),
            axes: random_axes(random),
        }
    }

    fn recording(&self) -> Recording {
        let mut movement = Recording { id: "formula".into(), grav: true, ..Recording::default() };
        for nth in 0..(SECONDS * RATE_HZ) as u32 {
            let at_s = f64::from(nth) / RATE_HZ;
            let (acceleration, rotation) = self.reading(at_s);
            let Recording { ax, ay, az, gx, gy, gz, .. } = &mut movement;
            for (column, value) in
                [ax, ay, az, gx, gy, gz].into_iter().zip(acceleration.into_iter().chain(rotation))
            {
                column.push(value);
            }
            movement.t_ms.push(1000.0 * at_s);
        }
        movement
    }

    /// Acceleration with gravity in m/s2, and rotation rate in deg/s.
    fn reading(&self, at_s: f64) -> (Vector, Vector) {
        let cycles = self.hz * at_s + self.phase;
        let [right, ahead, up] = self.axes;
        if self.gesture == Gesture::Flip {
            let angle = |cycles: f64| PI * self.formula.turn(cycles, &self.heights);
            let now = angle(cycles);
            let rate = (angle(cycles + 1e-3) - angle(cycles - 1e-3)) / 2e-3 * self.hz;
            let gravity = sum(scaled(up, now.cos()), scaled(ahead, now.sin()));
            return (scaled(gravity, GRAVITY_MPS2), scaled(right, rate.to_degrees()));
        }
        let push = |cycles: f64| self.formula.push(cycles, &self.heights);
        let mut linear = scaled(right, self.peak_mps2 * push(cycles));
        if self.gesture == Gesture::Circle {
            linear = sum(linear, scaled(ahead, self.peak_mps2 * push(cycles + 0.25)));
        }
        let turning = scaled(up, self.peak_deg_s * push(cycles + 0.25));
        (sum(linear, scaled(up, GRAVITY_MPS2)), turning)
    }
}

fn scaled(vector: Vector, by: f64) -> Vector {
    vector.map(|part| part * by)
}

fn sum(one: Vector, two: Vector) -> Vector {
    [0, 1, 2].map(|axis| one[axis] + two[axis])
}

/// Three directions at right angles, anyhow in space.
pub(super) fn random_axes(random: &mut Rng) -> [Vector; 3] {
    let mut drawn = || [0; 3].map(|_| random.f64() - 0.5);
    let (one, other) = (unit(drawn()), drawn());
    let along: f64 = (0..3).map(|axis| one[axis] * other[axis]).sum();
    let two = unit(sum(other, scaled(one, -along)));
    let three = [0, 1, 2].map(|axis| {
        let (next, last) = ((axis + 1) % 3, (axis + 2) % 3);
        one[next] * two[last] - one[last] * two[next]
    });
    [one, two, three]
}

fn unit(vector: Vector) -> Vector {
    let length = vector.iter().map(|part| part * part).sum::<f64>().sqrt();
    scaled(vector, 1.0 / length.max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::movement::accepted_evidence;
    use passwave_motion::Mode;

    #[test]
    fn random_axes_are_at_right_angles_and_of_length_one() {
        let axes = random_axes(&mut Rng::with_seed(3));
        for (one, two) in (0..9).map(|at| (at / 3, at % 3)) {
            let product: f64 = (0..3).map(|axis| axes[one][axis] * axes[two][axis]).sum();
            assert!((product - f64::from(u8::from(one == two))).abs() < 1e-9);
        }
    }

    #[test]
    fn some_formula_passes_as_every_gesture_in_both_modes() {
        for gesture in Gesture::ALL {
            for mode in [Mode::Standard, Mode::Elder] {
                let passes = |formula: Formula| {
                    (0..20).any(|seed| {
                        accepted_evidence(&formula.movement(gesture, seed), gesture, mode).is_some()
                    })
                };
                assert!(Formula::ALL.into_iter().any(passes), "{gesture:?} {mode:?}");
            }
        }
    }
}
