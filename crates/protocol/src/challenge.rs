//! What is asked of a person.

use alloc::string::String;

use passwave_motion::Gesture;
use serde::{Deserialize, Serialize};

use crate::WorkTask;

/// How a person verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Press one button; the machine does the work.
    Press,
}

/// What a challenge asks for by default in one way; a site's configuration may change the work.
struct Defaults {
    name: &'static str,
    gesture: Option<Gesture>,
    strokes: u32,
    work: WorkTask,
}

const fn row(
    name: &'static str,
    gesture: Option<Gesture>,
    strokes: u32,
    puzzles: u32,
    bits: u32,
) -> Defaults {
    Defaults { name, gesture, strokes, work: WorkTask { puzzles, bits } }
}

impl Way {
    /// All ways, in the order in which they are offered.
    pub const ALL: [Way; 6] =
        [Way::Wave, Way::Shake, Way::Circle, Way::Flip, Way::Slide, Way::Press];

    /// Motion evidence reduces the work: whoever sends none computes longer. The heaviest row, 64 x 2^9
    /// tries of 16 KiB or half a GiB, takes a browser one to two seconds, and seven on one slow core.
    const fn defaults(self) -> Defaults {
        match self {
            Way::Wave => row("wave", Some(Gesture::Wave), 4, 16, 7),
            Way::Shake => row("shake", Some(Gesture::Shake), 6, 16, 7),
            Way::Circle => row("circle", Some(Gesture::Circle), 2, 16, 7),
            Way::Flip => row("flip", Some(Gesture::Flip), 2, 16, 7),
            Way::Slide => row("slide", None, 1, 32, 8),
            Way::Press => row("press", None, 0, 64, 9),
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

    /// The gesture to be made, for the ways that move the phone.
    #[must_use]
    pub const fn gesture(self) -> Option<Gesture> {
        self.defaults().gesture
    }

    /// About how many strokes a person is asked for; only the recogniser decides what is enough.
    #[must_use]
    pub const fn strokes(self) -> u32 {
        self.defaults().strokes
    }

    /// The work asked for where the site's configuration says nothing else.
    #[must_use]
    pub const fn work(self) -> WorkTask {
        self.defaults().work
    }
}

/// The answer to `GET challenge`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeAnswer {
    /// The signed challenge, to be sent back as it is.
    pub challenge: String,
    /// The challenge's id, from which the work's blocks are made.
    pub id: String,
    /// The name of the [`Way`] asked for.
    pub way: String,
    /// The name of the recogniser's mode.
    pub mode: String,
    /// About how many strokes are asked for; see [`Way::strokes`].
    pub strokes: u32,
    /// The work to be done.
    pub work: WorkTask,
    /// When it was issued by the server's clock, in Unix seconds.
    pub issued: u64,
    /// When it expires by the server's clock, in Unix seconds.
    pub expires: u64,
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
        }
        assert_eq!(Way::from_name("Wave"), None);
    }

    #[test]
    fn a_way_with_a_gesture_bears_the_gestures_name() {
        for gesture in Gesture::ALL {
            assert_eq!(Way::from_name(gesture.name()).and_then(Way::gesture), Some(gesture));
        }
        assert_eq!(Way::Press.gesture(), None);
        assert_eq!(Way::Slide.gesture(), None);
    }

    #[test]
    fn evidence_buys_down_work() {
        let tries = |way: Way| u64::from(way.work().puzzles) << way.work().bits;
        assert!(tries(Way::Wave) < tries(Way::Slide) && tries(Way::Slide) < tries(Way::Press));
        for way in Way::ALL {
            assert!((1..=MAX_WORK_PUZZLES).contains(&way.work().puzzles));
            assert!((1..=MAX_WORK_BITS).contains(&way.work().bits));
        }
    }
}
