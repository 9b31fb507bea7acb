//! Generates recordings from the angles of the arm.

use super::arm_motion::ArmMotion;
use super::motion_kind::Motion;
use super::random::Random;
use super::rigid_body::{self, compose, rotation_about};
use crate::Recording;

/// The set that generated recordings belong to.
pub const SET: &str = "synthetic";

/// The sign convention of the accelerations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Convention {
    /// A phone that lies face up reads +9.8 along z, as the W3C specifies.
    #[default]
    Android,
    /// All axes of both accelerations are inverted; those of the rotation rate are not.
    Ios,
}

/// The person, and how the phone records.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The seed of the person: another seed is another person.
    pub person: u64,
    /// The duration in seconds.
    pub seconds: f64,
    /// Samples per second.
    pub rate_hz: f64,
    /// The orientation of the phone in the hand: angles about its x, y and z axes, in degrees.
    pub grip_deg: [f64; 3],
    /// The sign convention of the accelerations.
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

/// Generates one recording; the same options give the same recording.
#[must_use]
pub fn generate(motion: Motion, options: &Options) -> Recording {
    let mut random =
        Random::new(options.person.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(motion.seed()));
    let arm = ArmMotion::new(motion, &mut random, options.seconds);
    let [x, y, z] = options.grip_deg.map(f64::to_radians);
    let grip =
        compose(&rotation_about(2, z), &compose(&rotation_about(1, y), &rotation_about(0, x)));
    let path = |at_s: f64| {
        let mut pose = arm.pose(at_s);
        pose.orientation = compose(&pose.orientation, &grip);
        pose
    };
    let mut recording = blank(motion, options);
    for nth in 0..(options.seconds * options.rate_hz) as u32 {
        let jitter = if nth == 0 { 0.0 } else { random.between(-0.1, 0.1) };
        let at_s = (f64::from(nth) + jitter) / options.rate_hz;
        let reading = rigid_body::read(&path, at_s);
        push_sample(&mut recording, &mut random, options, at_s, &reading);
    }
    recording
}

/// Generates one recording of every motion by each of `people` people, with varied grips, rates and conventions.
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
        id: format!("{SET}/p{}/{}/0", options.person, motion.label()),
        set: SET.into(),
        person: format!("{SET}:p{}", options.person),
        label: motion.label().into(),
        hz: Some(options.rate_hz),
        placement: Some("hand".into()),
        grav: true,
        conv: Some(conv.into()),
        ..Recording::default()
    }
}

fn push_sample(
    recording: &mut Recording,
    random: &mut Random,
    options: &Options,
    at_s: f64,
    reading: &rigid_body::Reading,
) {
    let sign = if options.convention == Convention::Ios { -1.0 } else { 1.0 };
    let mut noisy = |value: f64, spread: f64, digits: f64| {
        ((value + random.normal(spread)) * digits).round() / digits
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
