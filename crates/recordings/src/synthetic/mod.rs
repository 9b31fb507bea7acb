//! A simple physical arm that makes recordings: a forearm swinging about an elbow, a hand that
//! turns at its wrist, and a phone in it.
//!
//! Acceleration, gravity and gyroscope all come from one path of one rigid body, so they agree
//! with one another as physics wants. The irregularity is a person's: each seed is somebody else.
//! It serves where recordings of people are missing (flips, above all) and in tests; no threshold
//! is learned from it.

mod arm_motion;
mod random;
mod rigid_body;

use crate::Recording;
use arm_motion::Performance;
use random::Random;
use rigid_body::{about, then};

/// What the arm can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Motion {
    /// Left and right.
    WaveLr,
    /// Up and down.
    WaveUd,
    /// A circle in the air.
    Circle,
    /// As one shakes a bottle.
    Shake,
    /// Face down and back, again and again.
    Flip,
    /// Walking with the phone in the hand.
    Walk,
}

impl Motion {
    /// All of them.
    pub const ALL: [Motion; 6] =
        [Motion::WaveLr, Motion::WaveUd, Motion::Circle, Motion::Shake, Motion::Flip, Motion::Walk];

    /// The label it gets in a recording.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Motion::WaveLr => "wave_lr",
            Motion::WaveUd => "wave_ud",
            Motion::Circle => "circle",
            Motion::Shake => "shake",
            Motion::Flip => "flip",
            Motion::Walk => "walk",
        }
    }
}

/// Whose signs the accelerations have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Convention {
    /// Lying face up reads +9.8 along z, as the W3C says.
    #[default]
    Android,
    /// All axes of both accelerations inverted; the rotation rate is not.
    Ios,
}

/// Who makes the gesture, and how the phone records it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Another seed is another person.
    pub person: u64,
    /// How long, in seconds.
    pub seconds: f64,
    /// Samples a second.
    pub rate_hz: f64,
    /// How the phone lies in the hand: angles about its x, y and z axes, in degrees.
    pub grip_deg: [f64; 3],
    /// Whose signs the accelerations have.
    pub convention: Convention,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            person: 1,
            seconds: 12.0,
            rate_hz: 60.0,
            grip_deg: [0.0; 3],
            convention: Convention::Android,
        }
    }
}

/// Records one gesture.
#[must_use]
pub fn generate(motion: Motion, options: &Options) -> Recording {
    let mut random =
        Random::new(options.person.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(motion as u64));
    let performance = Performance::new(motion, &mut random, options.seconds);
    let [x, y, z] = options.grip_deg.map(f64::to_radians);
    let grip = then(&about(2, z), &then(&about(1, y), &about(0, x)));
    let path = |at_s: f64| {
        let mut pose = performance.pose(at_s);
        pose.turned = then(&pose.turned, &grip);
        pose
    };
    let mut recording = blank(motion, options);
    for nth in 0..(options.seconds * options.rate_hz) as u32 {
        let jitter = if nth == 0 { 0.0 } else { random.between(-0.1, 0.1) };
        let at_s = (f64::from(nth) + jitter) / options.rate_hz;
        let reading = rigid_body::read(&path, at_s);
        add(&mut recording, &mut random, options, at_s, &reading);
    }
    recording
}

/// One recording of every motion by each of `people` people, in various grips, at various rates
/// and in either convention.
#[must_use]
pub fn generate_population(people: u64) -> Vec<Recording> {
    let all = (0..people).flat_map(|person| Motion::ALL.map(|motion| (person, motion)));
    all.map(|(person, motion)| generate(motion, &varied_options(person))).collect()
}

fn varied_options(person: u64) -> Options {
    let mut random = Random::new(person);
    let convention = if random.sign() > 0.0 { Convention::Android } else { Convention::Ios };
    Options {
        person,
        rate_hz: random.between(25.0, 100.0),
        grip_deg: [0; 3].map(|_| random.between(-180.0, 180.0)),
        convention,
        ..Options::default()
    }
}

fn blank(motion: Motion, options: &Options) -> Recording {
    let conv = match options.convention {
        Convention::Android => "android",
        Convention::Ios => "ios",
    };
    Recording {
        id: format!("arm/p{}/{}/0", options.person, motion.label()),
        set: "arm".into(),
        person: format!("arm:p{}", options.person),
        label: motion.label().into(),
        hz: Some(options.rate_hz),
        placement: Some("hand".into()),
        grav: true,
        conv: Some(conv.into()),
        ..Recording::default()
    }
}

fn add(
    recording: &mut Recording,
    random: &mut Random,
    options: &Options,
    at_s: f64,
    reading: &rigid_body::Reading,
) {
    let sign = if options.convention == Convention::Ios { -1.0 } else { 1.0 };
    let mut noisy = |value: f64, spread: f64, digits: f64| {
        ((value + random.around_zero(spread)) * digits).round() / digits
    };
    let [ax, ay, az] = reading.acceleration.map(|value| noisy(sign * value, 0.04, 1000.0));
    let [lx, ly, lz] = reading.linear.map(|value| noisy(sign * value, 0.04, 1000.0));
    let [gx, gy, gz] = reading.rotation.map(|value| noisy(value, 0.4, 10.0));
    let columns = [
        (&mut recording.ax, ax),
        (&mut recording.ay, ay),
        (&mut recording.az, az),
        (&mut recording.lx, lx),
        (&mut recording.ly, ly),
        (&mut recording.lz, lz),
        (&mut recording.gx, gx),
        (&mut recording.gy, gy),
        (&mut recording.gz, gz),
    ];
    for (column, value) in columns {
        column.push(value);
    }
    recording.t_ms.push((at_s * 10_000.0).round() / 10.0);
}
