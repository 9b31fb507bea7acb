//! Known flaws in the recordings: what the evaluation excludes, all in this file.
//!
//! 1. One recording is there twice: one of the two is excluded ([`passwave_recordings::is_duplicate`]).
//! 2. The greeting waves last ten seconds; what is recorded after them is not waving.
//! 3. In two pools some attempts are mostly still: a session in which the phone is still for more than half of the
//!    time is excluded there.
//! 4. Some clips labelled as an idle hold are not idle: a clip with a second of clear motion is excluded from the
//!    negatives.

use passwave_recordings::Recording;

use super::motion_analysis::Movement;

/// The sets of greeting waves of which only the first session is waving.
const FIRST_SESSION_ONLY: [&str; 2] = ["smartfallmm_wrist", "smartfallmm_watch"];
/// The pools with sessions in which nobody attempted the gesture.
const MOSTLY_STILL: [&str; 2] = ["handwaving:orig", "phyphox_wave:mar30"];
/// A second with at least this root mean square, in m/s2, is not idle. The flawed clips are at 5.8 or above, all
/// others below 4.3.
const CLEAR_MOTION_MPS2: f64 = 5.0;

/// Whether the recording's label is wrong.
pub(crate) fn is_mislabelled(recording: &Recording) -> bool {
    recording.label == "idle_hold"
        && Movement::of(recording).strongest_second_mps2() >= CLEAR_MOTION_MPS2
}

/// Whether a session that starts this long after the recording's first sample comes after the gesture.
pub(crate) fn is_after_gesture(set: &str, label: &str, since_first_ms: f64) -> bool {
    FIRST_SESSION_ONLY.contains(&set) && label == "wave_lr" && since_first_ms > 0.0
}

/// Whether a session with this share of quiet seconds is excluded as no attempt.
pub(crate) fn is_no_attempt(person: &str, quiet_share: f64) -> bool {
    MOSTLY_STILL.contains(&person) && quiet_share > 0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sessions_of_the_known_pools_are_excluded() {
        assert!(is_no_attempt("handwaving:orig", 0.6));
        assert!(!is_no_attempt("handwaving:orig", 0.5));
        assert!(!is_no_attempt("handwaving:m3", 1.0));
    }

    #[test]
    fn only_what_follows_a_greeting_is_excluded() {
        assert!(is_after_gesture("smartfallmm_wrist", "wave_lr", 10_000.0));
        assert!(!is_after_gesture("smartfallmm_wrist", "wave_lr", 0.0));
        assert!(!is_after_gesture("smartfallmm_wrist", "walk", 10_000.0));
        assert!(!is_after_gesture("handwaving", "wave_lr", 10_000.0));
    }

    #[test]
    fn idle_holds_with_clear_motion_are_mislabelled() {
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
