//! The angles of the arm over time.

use std::f64::consts::TAU;

use super::motion_kind::Motion;
use super::random::{Deviation, Random};
use super::rigid_body::{Pose, compose, rotation_about, to_world};

const WRIST_TO_PHONE_M: f64 = 0.09;

/// The angles of a forearm about its elbow, in radians.
#[derive(Clone, Copy, Debug, Default)]
struct Angles {
    /// Of a raised forearm, from side to side: about the axis that points ahead.
    sway: f64,
    /// Left and right.
    yaw: f64,
    /// Up and down.
    pitch: f64,
    /// About the forearm itself.
    roll: f64,
    /// Of the wrist, sideways.
    wrist: f64,
}

/// One person making one motion.
#[derive(Clone, Debug)]
pub(super) struct ArmMotion {
    motion: Motion,
    forearm_m: f64,
    rate_hz: f64,
    size: f64,
    /// The curvature of the sweep: its second direction, as a share of the first.
    arc: f64,
    wrist: f64,
    lift: f64,
    /// How far the middle of a greeting leans to the side, in radians.
    lean: f64,
    /// From 0, a pendulum's swing, to 1, single strokes of minimum jerk; only a greeting's differs from 0.
    abruptness: f64,
    sense: f64,
    phase_deviation: Deviation,
    size_deviation: Deviation,
    drift: [Deviation; 3],
    tremor: [Deviation; 2],
    flips: Vec<Flip>,
}

#[derive(Clone, Copy, Debug)]
struct Flip {
    begins_s: f64,
    over_s: f64,
    held_s: f64,
    back_s: f64,
    angle: f64,
}

impl ArmMotion {
    pub(super) fn new(motion: Motion, random: &mut Random, seconds: f64) -> Self {
        let (rate_hz, size) = rate_and_size(motion, random);
        Self {
            motion,
            forearm_m: random.between(0.30, 0.42),
            rate_hz,
            size,
            arc: random.between(-0.2, 0.2),
            wrist: random.between(0.0, 0.6),
            lift: lift(motion, random),
            lean: lean(motion, random),
            abruptness: abruptness(motion, random),
            sense: random.sign(),
            phase_deviation: Deviation::new(random, 0.35, 0.1, 0.6),
            size_deviation: Deviation::new(random, 0.13, 0.1, 0.9),
            drift: [0; 3].map(|_| Deviation::new(random, 0.04, 0.05, 0.4)),
            tremor: [0; 2].map(|_| Deviation::new(random, 0.0003, 6.0, 11.0)),
            flips: flips(random, seconds),
        }
    }

    pub(super) fn pose(&self, at_s: f64) -> Pose {
        let angles = self.angles(at_s);
        let upright =
            compose(&rotation_about(2, angles.yaw), &rotation_about(0, self.lift + angles.pitch));
        let arm = compose(&rotation_about(1, angles.sway), &upright);
        let forearm = compose(&arm, &rotation_about(1, angles.roll));
        let hand = compose(&forearm, &rotation_about(2, angles.wrist));
        let elbow_to_wrist = to_world(&arm, [0.0, self.forearm_m, 0.0]);
        let wrist_to_phone = to_world(&hand, [0.0, WRIST_TO_PHONE_M, 0.0]);
        let body = self.body_displacement(at_s);
        let position =
            [0, 1, 2].map(|axis| elbow_to_wrist[axis] + wrist_to_phone[axis] + body[axis]);
        Pose { position, orientation: hand }
    }

    fn angles(&self, at_s: f64) -> Angles {
        let phase = TAU * self.rate_hz * at_s + self.phase_deviation.at(at_s);
        let size = self.size * (1.0 + self.size_deviation.at(at_s));
        let (swing, cross) = (size * phase.sin(), size * phase.cos());
        let [yaw, pitch, roll] = [0, 1, 2].map(|which| self.drift[which].at(at_s));
        let rest = Angles {
            yaw: yaw + self.tremor[0].at(at_s),
            pitch: pitch + self.tremor[1].at(at_s),
            roll,
            ..Angles::default()
        };
        let arc = ARC_SHARE * self.arc * size * (2.0 * phase).cos();
        match self.motion {
            Motion::WaveLr => Angles {
                yaw: rest.yaw + swing,
                pitch: rest.pitch + arc,
                wrist: self.wrist * swing,
                ..rest
            },
            Motion::WaveUd => Angles { pitch: rest.pitch + swing, yaw: rest.yaw + arc, ..rest },
            Motion::Circle => {
                Angles { yaw: rest.yaw + swing, pitch: rest.pitch + self.sense * cross, ..rest }
            }
            Motion::Shake => Angles {
                yaw: rest.yaw + swing,
                pitch: rest.pitch + self.arc * swing,
                roll: rest.roll + self.wrist * swing,
                ..rest
            },
            Motion::Flip => {
                Angles { roll: rest.roll + self.sense * self.turned_over(at_s), ..rest }
            }
            Motion::Walk => Angles { pitch: rest.pitch + 0.2 * swing, ..rest },
            Motion::Greeting => Angles {
                sway: self.lean + size * self.greeting(phase),
                pitch: rest.pitch + self.arc * swing,
                roll: rest.roll + self.wrist * swing,
                ..rest
            },
        }
    }

    /// To and fro between -1 and 1.
    fn greeting(&self, phase: f64) -> f64 {
        let cycle = (phase / TAU).rem_euclid(1.0);
        let stroke = if cycle < 0.5 {
            2.0 * minimum_jerk(2.0 * cycle) - 1.0
        } else {
            1.0 - 2.0 * minimum_jerk(2.0 * cycle - 1.0)
        };
        (1.0 - self.abruptness) * -phase.cos() + self.abruptness * stroke
    }

    /// How far the hand is turned over, in radians.
    fn turned_over(&self, at_s: f64) -> f64 {
        self.flips.iter().map(|flip| flip.at(at_s)).sum()
    }

    /// How a walking body displaces the arm: up at each step, with the shock of the heel, and from side to side.
    fn body_displacement(&self, at_s: f64) -> [f64; 3] {
        if self.motion != Motion::Walk {
            return [0.0; 3];
        }
        let phase = TAU * self.rate_hz * at_s + self.phase_deviation.at(at_s);
        let size = 1.0 + self.size_deviation.at(at_s);
        let shock = 0.004 * (2.0 * (2.0 * phase).sin()).exp() / 2.0_f64.exp()
            + 0.0008 * (6.0 * phase).sin();
        [
            0.015 * size * phase.sin(),
            0.01 * (2.0 * phase).cos(),
            size * (0.018 * (2.0 * phase).cos() + shock),
        ]
    }
}

/// A arc has twice the frequency of the sweep and so counts four times in acceleration. With this share it has at
/// most a twentieth of the energy, as in half of the recordings of people who wave from side to side.
const ARC_SHARE: f64 = 0.3;

/// The elevation of the forearm, in radians. It is lower where the phone is turned over.
fn lift(motion: Motion, random: &mut Random) -> f64 {
    match motion {
        Motion::Flip => random.between(-0.2, 0.45),
        Motion::Greeting => random.between(0.8, 1.5),
        _ => random.between(0.2, 0.9),
    }
}

/// How far the middle of the movement leans to the side, in radians; only a greeting's does.
fn lean(motion: Motion, random: &mut Random) -> f64 {
    match motion {
        Motion::Greeting => random.between(-0.35, 0.35),
        _ => 0.0,
    }
}

fn abruptness(motion: Motion, random: &mut Random) -> f64 {
    match motion {
        Motion::Greeting => random.between(0.0, 1.0),
        _ => 0.0,
    }
}

/// Frequency in Hz and amplitude in radians.
fn rate_and_size(motion: Motion, random: &mut Random) -> (f64, f64) {
    let (slow_hz, fast_hz, small_mps2, large_mps2) = match motion {
        Motion::WaveLr | Motion::WaveUd => (0.8, 2.2, 6.0, 13.0),
        Motion::Circle => (0.8, 1.8, 7.0, 13.0),
        Motion::Shake => (2.8, 4.6, 14.0, 25.0),
        Motion::Flip => return (1.0, 0.0),
        Motion::Greeting => return (random.between(0.5, 1.3), random.between(0.2, 0.7)),
        Motion::Walk => return (random.between(0.8, 1.05), random.between(0.05, 0.5)),
    };
    let rate_hz = random.between(slow_hz, fast_hz);
    let peak_mps2 = random.between(small_mps2, large_mps2);
    let angle = peak_mps2 / (0.45 * (TAU * rate_hz).powi(2));
    (rate_hz, angle.min(0.9))
}

fn flips(random: &mut Random, seconds: f64) -> Vec<Flip> {
    let mut flips = Vec::new();
    let mut begins_s = random.between(0.3, 0.9);
    while begins_s < seconds {
        let flip = Flip {
            begins_s,
            over_s: random.between(0.35, 0.8),
            held_s: random.between(0.1, 0.6),
            back_s: random.between(0.35, 0.8),
            angle: random.between(150.0, 185.0).to_radians(),
        };
        begins_s += flip.over_s + flip.held_s + flip.back_s + random.between(0.5, 1.5);
        flips.push(flip);
    }
    flips
}

impl Flip {
    fn at(&self, at_s: f64) -> f64 {
        let since_s = at_s - self.begins_s;
        let over = minimum_jerk(since_s / self.over_s);
        let back = minimum_jerk((since_s - self.over_s - self.held_s) / self.back_s);
        self.angle * (over - back)
    }
}

/// The minimum-jerk trajectory of a hand from 0 to 1 (Flash and Hogan 1985).
fn minimum_jerk(part: f64) -> f64 {
    let part = part.clamp(0.0, 1.0);
    part * part * part * (10.0 - 15.0 * part + 6.0 * part * part)
}
