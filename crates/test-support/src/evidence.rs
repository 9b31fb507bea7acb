//! What a phone would send, from synthetic recordings.

use passwave_motion::{Gesture, Mode, Recogniser, Window};
use passwave_protocol::evidence;
use passwave_recordings::synthetic::{Motion, Options, generate};

/// Evidence that the phone accepted, from one of the synthetic people from `person` on.
///
/// # Panics
/// If none of fifty is accepted.
#[must_use]
pub fn accepted(motion: Motion, gesture: Gesture, person: u64) -> String {
    (person..person + 50)
        .find_map(|person| accepted_by_the_phone(motion, gesture, person))
        .expect("one of fifty people is accepted")
}

fn accepted_by_the_phone(motion: Motion, gesture: Gesture, person: u64) -> Option<String> {
    let mut recogniser = Recogniser::new(gesture, Mode::Standard);
    for sample in generate(motion, &Options { person, ..Options::default() }).samples() {
        recogniser.push(&sample);
    }
    recogniser.accepted_window().map(|window| evidence::encode(gesture, &window))
}

/// The last four seconds of any movement, whatever the phone's verdict: what a hostile client sends.
///
/// # Panics
/// If no movement was recorded.
#[must_use]
pub fn forged(motion: Motion, gesture: Gesture, person: u64) -> String {
    // Asked for a flip, the recogniser goes on recording while someone walks or waves.
    let mut recogniser = Recogniser::new(Gesture::Flip, Mode::Standard);
    let recording = generate(motion, &Options { person, seconds: 6.0, ..Options::default() });
    for sample in recording.samples() {
        recogniser.push(&sample);
    }
    let window: Window<'_> = recogniser.recent_window(200).expect("four seconds were recorded");
    evidence::encode(gesture, &window)
}
