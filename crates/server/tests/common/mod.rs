//! What a phone would send, from synthetic recordings.

use passwave_motion::{Gesture, Mode, Recogniser, Window};
use passwave_protocol::evidence;
use passwave_recordings::synthetic::{Motion, Options, generate};

/// The evidence for a gesture of some person whom the phone accepted.
pub fn accepted(motion: Motion, gesture: Gesture, person: u64) -> String {
    (person..person + 50)
        .find_map(|person| on_the_phone(motion, gesture, person))
        .expect("one of fifty people is accepted")
}

fn on_the_phone(motion: Motion, gesture: Gesture, person: u64) -> Option<String> {
    let mut recogniser = Recogniser::new(gesture, Mode::Standard);
    for sample in generate(motion, &Options { person, ..Options::default() }).samples() {
        recogniser.push(&sample);
    }
    recogniser.accepted_window().map(|window| evidence::encode(gesture, &window))
}

/// What a client sends that cares nothing for the phone's verdict: the last four seconds.
#[allow(dead_code, reason = "not every test program forges")]
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
