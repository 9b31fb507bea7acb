//! Challenges: the ways of verifying, and the response to `GET challenge`.

use alloc::string::String;

use passwave_motion::{Gesture, Mode};
use serde::{Deserialize, Serialize};

use crate::{WorkTask, mode_serde};

/// A way of verifying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Wave the phone left and right.
    Wave,
    /// Shake it as one shakes a bottle.
    Shake,
    /// Draw a circle in the air with it.
    Circle,
    /// Turn it face down and back.
    Flip,
    /// Press and slide a finger in the named direction.
    Slide,
    /// Press one button; the device computes more proof of work.
    Press,
}

/// What a challenge asks for by default in one way; a site's configuration may change the work.
struct Defaults {
    name: &'static str,
    gesture: Option<Gesture>,
    work: WorkTask,
}

const fn row(name: &'static str, gesture: Option<Gesture>, puzzles: u32, bits: u32) -> Defaults {
    Defaults { name, gesture, work: WorkTask { puzzles, bits } }
}

impl Way {
    /// All ways, in the order in which they are offered.
    pub const ALL: [Way; 6] =
        [Way::Wave, Way::Shake, Way::Circle, Way::Flip, Way::Slide, Way::Press];

    /// Movement costs a program next to nothing, so it earns no discount beyond the time that it fills: every other
    /// way does half the work of a press while the person moves. A press, 64 x 2^9 tries of 16 KiB or half a GiB,
    /// takes a browser one to two seconds, and seven on one slow core.
    const fn defaults(self) -> Defaults {
        match self {
            Way::Wave => row("wave", Some(Gesture::Wave), 32, 9),
            Way::Shake => row("shake", Some(Gesture::Shake), 32, 9),
            Way::Circle => row("circle", Some(Gesture::Circle), 32, 9),
            Way::Flip => row("flip", Some(Gesture::Flip), 32, 9),
            Way::Slide => row("slide", None, 32, 9),
            Way::Press => row("press", None, 64, 9),
        }
    }

    /// The name used in the protocol and in configurations.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.defaults().name
    }

    /// The way of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }

    /// The gesture, for the ways that move the phone.
    #[must_use]
    pub const fn gesture(self) -> Option<Gesture> {
        self.defaults().gesture
    }

    /// The default work; a site's configuration may change it.
    #[must_use]
    pub const fn work(self) -> WorkTask {
        self.defaults().work
    }
}

/// The response to `GET challenge`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeResponse {
    /// The signed challenge, to be sent back unchanged.
    pub challenge: String,
    /// The challenge's id, from which the blocks of the proof of work are made.
    pub id: String,
    /// The way asked for.
    pub way: Way,
    /// The recogniser's mode.
    #[serde(with = "mode_serde")]
    pub mode: Mode,
    /// The work to be done.
    pub work: WorkTask,
    /// How long it may be used from now on, in seconds; a client goes by this and its own steady
    /// clock, since its time of day may be wrong.
    pub lifetime_s: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{MAX_WORK_BITS, MAX_WORK_PUZZLES};

    #[test]
    fn every_way_has_its_own_name() {
        for way in Way::ALL {
            assert_eq!(Way::from_name(way.name()), Some(way));
            assert_eq!(serde_json::to_value(way).unwrap(), way.name());
        }
        assert_eq!(Way::from_name("Wave"), None);
    }

    #[test]
    fn a_way_with_a_gesture_has_the_gestures_name() {
        for gesture in Gesture::ALL {
            assert_eq!(Way::from_name(gesture.name()).and_then(Way::gesture), Some(gesture));
        }
        assert_eq!(Way::Press.gesture(), None);
        assert_eq!(Way::Slide.gesture(), None);
    }

    #[test]
    fn every_way_is_at_least_half_of_a_press() {
        let tries = |way: Way| u64::from(way.work().puzzles) << way.work().bits;
        for way in Way::ALL {
            assert!((tries(Way::Press) / 2..=tries(Way::Press)).contains(&tries(way)), "{way:?}");
            assert!((1..=MAX_WORK_PUZZLES).contains(&way.work().puzzles));
            assert!((1..=MAX_WORK_BITS).contains(&way.work().bits));
        }
    }
}
