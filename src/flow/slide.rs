//! The slide: a finger on a large pad, the way an arrow points.

use passwave_motion::Mode;

/// A finger that moved less than this has only touched the pad.
const TOUCH_PX: f64 = 10.0;

/// Where the arrow points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the right.
    Right,
    /// To the left.
    Left,
    /// Up.
    Up,
    /// Down.
    Down,
}

/// What a finger that has left the pad did there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slide {
    /// It was slid as asked.
    Done,
    /// It only touched the pad, or came back to where it began: the way to abort.
    Nothing,
    /// It went the right way, and not far enough.
    TooShort,
    /// It went another way.
    OtherWay,
}

impl Direction {
    const ALL: [Direction; 4] = [Direction::Right, Direction::Left, Direction::Up, Direction::Down];

    /// The direction that a challenge asks for; it follows from its id.
    pub fn of(challenge_id: &str) -> Self {
        let sum = challenge_id.bytes().fold(0, |sum: usize, byte| sum + usize::from(byte));
        Self::ALL[sum % Self::ALL.len()]
    }

    /// The name by which the page knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Direction::Right => "right",
            Direction::Left => "left",
            Direction::Up => "up",
            Direction::Down => "down",
        }
    }

    /// How far a movement goes this way, and how far across it.
    fn along_and_across(self, right_px: f64, down_px: f64) -> (f64, f64) {
        match self {
            Direction::Right => (right_px, down_px.abs()),
            Direction::Left => (-right_px, down_px.abs()),
            Direction::Up => (-down_px, right_px.abs()),
            Direction::Down => (down_px, right_px.abs()),
        }
    }

    /// How much of the way a finger has gone, from 0 to 1.
    pub fn share(self, mode: Mode, right_px: f64, down_px: f64) -> f64 {
        let (along, _) = self.along_and_across(right_px, down_px);
        match along / least_px(mode) {
            share if share >= 1.0 => 1.0,
            share if share > 0.0 => share,
            _ => 0.0,
        }
    }

    /// Judges a finger that has left the pad.
    pub fn judge(self, mode: Mode, right_px: f64, down_px: f64) -> Slide {
        let (along, across) = self.along_and_across(right_px, down_px);
        if along >= least_px(mode) && along >= across {
            Slide::Done
        } else if along.abs() < TOUCH_PX && across < TOUCH_PX {
            Slide::Nothing
        } else if along >= across {
            Slide::TooShort
        } else {
            Slide::OtherWay
        }
    }
}

/// So far a finger has to go, in CSS pixels.
const fn least_px(mode: Mode) -> f64 {
    match mode {
        Mode::Standard => 100.0,
        Mode::Elder => 60.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAR: [(Direction, f64, f64); 4] = [
        (Direction::Right, 120.0, 30.0),
        (Direction::Left, -120.0, -30.0),
        (Direction::Up, 30.0, -120.0),
        (Direction::Down, -30.0, 120.0),
    ];

    #[test]
    fn only_the_asked_direction_is_a_slide() {
        for asked in Direction::ALL {
            for (went, right_px, down_px) in FAR {
                let wanted = if went == asked { Slide::Done } else { Slide::OtherWay };
                assert_eq!(asked.judge(Mode::Standard, right_px, down_px), wanted);
            }
        }
    }

    #[test]
    fn elder_mode_needs_a_shorter_slide() {
        assert_eq!(Direction::Right.judge(Mode::Standard, 70.0, 0.0), Slide::TooShort);
        assert_eq!(Direction::Right.judge(Mode::Elder, 70.0, 0.0), Slide::Done);
    }

    #[test]
    fn finger_that_returns_is_no_slide() {
        assert_eq!(Direction::Up.judge(Mode::Standard, 4.0, -9.0), Slide::Nothing);
    }

    #[test]
    fn nan_is_no_slide() {
        for (right_px, down_px) in [(f64::NAN, 0.0), (0.0, f64::NAN), (f64::NAN, f64::NAN)] {
            assert_ne!(Direction::Up.judge(Mode::Standard, right_px, down_px), Slide::Done);
        }
    }

    #[test]
    fn share_is_clamped_to_zero_and_one() {
        let share = |px| Direction::Down.share(Mode::Standard, 0.0, px);
        assert_eq!([-50.0, 0.0, 50.0, 500.0].map(share), [0.0, 0.0, 0.5, 1.0]);
    }

    #[test]
    fn ids_lead_to_every_direction() {
        let asked = ["a", "b", "c", "d"].map(Direction::of);
        for direction in Direction::ALL {
            assert!(asked.contains(&direction), "{}", direction.name());
        }
    }
}
