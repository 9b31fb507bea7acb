//! Made-up movements: formulas, and changed copies of a movement that passed.

mod copy;
mod formula;

use passwave_motion::{Gesture, Mode, Recogniser};
use passwave_protocol::evidence;
use passwave_recordings::Recording;

pub(crate) use copy::{Change, Originals};
pub(crate) use formula::Formula;

/// How long a forger moves, at most: as long as the evaluation gives a person.
pub(crate) const SECONDS: f64 = 10.0;

/// The evidence of a movement, as the widget would send it; none if the recogniser does not accept it. The recogniser
/// is public, so a forger knows the verdict before anything is sent.
#[must_use]
pub(crate) fn accepted_evidence(
    movement: &Recording,
    gesture: Gesture,
    mode: Mode,
) -> Option<String> {
    let mut recogniser = Recogniser::new(gesture, mode);
    for sample in movement.samples() {
        recogniser.push(&sample);
        if let Some(window) = recogniser.accepted_window() {
            return Some(evidence::encode(gesture, &window));
        }
    }
    None
}

/// The movement as a phone without a gyroscope would have recorded it.
#[must_use]
pub(crate) fn without_gyroscope(movement: Recording) -> Recording {
    Recording { gx: Vec::new(), gy: Vec::new(), gz: Vec::new(), ..movement }
}

/// Adds normally distributed noise to all readings, in m/s2 and, a hundred times as much, in deg/s.
pub(crate) fn add_noise(movement: &mut Recording, random: &mut fastrand::Rng, spread_mps2: f64) {
    let Recording { ax, ay, az, gx, gy, gz, .. } = movement;
    for (axes, spread) in [([ax, ay, az], spread_mps2), ([gx, gy, gz], 100.0 * spread_mps2)] {
        for value in axes.into_iter().flatten() {
            *value += spread * normal(random);
        }
    }
}

/// Normally distributed, as the sum of twelve uniform numbers.
fn normal(random: &mut fastrand::Rng) -> f64 {
    (0..12).map(|_| random.f64() - 0.5).sum()
}

fn between(random: &mut fastrand::Rng, from: f64, to: f64) -> f64 {
    from + (to - from) * random.f64()
}
