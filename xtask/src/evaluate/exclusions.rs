//! Known flaws in the recordings: what the evaluation excludes, all in this file.
//!
//! 1. Two pools are noted as mostly still in some of their tries: a session in which nobody moves
//!    the phone for more than half of the time is no try there.
//! 2. Some clips labelled as an idle hold are not idle: one that holds a second of clear motion is
//!    no negative.

use passwave_recordings::Recording;

use super::movement::Movement;

/// The pools of recordings in which tries were found that are none.
const MOSTLY_STILL: [&str; 2] = ["handwaving:orig", "phyphox_wave:mar30"];
/// A second as strong as this is no idle hold, as root mean square in m/s2. The clips noted as
/// flawed begin at 5.8, all others stay below 4.3.
const CLEAR_MOTION_MPS2: f64 = 5.0;

/// Whether the recording is not what its label says.
pub fn is_mislabelled(recording: &Recording) -> bool {
    recording.label == "idle_hold"
        && Movement::of(recording).strongest_second_mps2() >= CLEAR_MOTION_MPS2
}

/// Whether a session, of whose seconds so many are quiet, is no try.
pub fn is_no_try(person: &str, quiet_share: f64) -> bool {
    MOSTLY_STILL.contains(&person) && quiet_share > 0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_known_pools_are_excused() {
        assert!(is_no_try("handwaving:orig", 0.6));
        assert!(!is_no_try("handwaving:orig", 0.5));
        assert!(!is_no_try("handwaving:m3", 1.0));
    }

    #[test]
    fn only_clear_motion_makes_a_hold_no_hold() {
        let hold = |peak_mps2: f64| Recording {
            label: "idle_hold".into(),
            t_ms: (0..100).map(|nth| 20.0 * f64::from(nth)).collect(),
            ax: (0..100).map(|nth| peak_mps2 * (f64::from(nth) / 3.0).sin()).collect(),
            ay: vec![0.0; 100],
            az: vec![0.0; 100],
            ..Recording::default()
        };
        assert!(!is_mislabelled(&hold(3.0)));
        assert!(is_mislabelled(&hold(9.0)));
        assert!(!is_mislabelled(&Recording { label: "shake".into(), ..hold(9.0) }));
    }
}
