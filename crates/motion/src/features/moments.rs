//! Moments of a movement: energy, fourth moment, jerk, and the area it encloses.

use crate::math::{Vector, add, cross, dot, ratio, scale, sqrt, sub};

/// Sums over a part of a window.
#[derive(Default)]
pub(super) struct Moments {
    pub(super) energy: f64,
    pub(super) fourth: f64,
    /// Squares of the change from frame to frame.
    pub(super) jerk: f64,
    /// Squares of the change of that change.
    pub(super) snap: f64,
    /// The area that the movement encloses, about each axis.
    pub(super) area: Vector,
}

impl Moments {
    /// The three thirds; each overlaps the next by two frames, so that no triple of frames is lost.
    pub(super) fn of_thirds(motion: &[Vector]) -> [Self; 3] {
        let third = motion.len() / 3;
        [
            Self::of(&motion[..third + 2]),
            Self::of(&motion[third..2 * third + 2]),
            Self::of(&motion[2 * third..]),
        ]
    }

    pub(super) fn plus(self, other: &Self) -> Self {
        Self {
            energy: self.energy + other.energy,
            fourth: self.fourth + other.fourth,
            jerk: self.jerk + other.jerk,
            snap: self.snap + other.snap,
            area: add(self.area, other.area),
        }
    }

    /// The circularity about an axis: 1 for a circle, 0 for a line.
    pub(super) fn circularity_about(&self, axis: Vector) -> f64 {
        ratio(dot(self.area, axis), sqrt(self.energy * self.jerk))
    }

    fn of(motion: &[Vector]) -> Self {
        let mut sums = Self::default();
        for triple in motion.windows(3) {
            let change = scale(sub(triple[2], triple[0]), 0.5);
            let bend = sub(add(triple[2], triple[0]), scale(triple[1], 2.0));
            let square = dot(triple[1], triple[1]);
            sums.energy += square;
            sums.fourth += square * square;
            sums.jerk += dot(change, change);
            sums.snap += dot(bend, bend);
            sums.area = add(sums.area, cross(triple[1], change));
        }
        sums
    }
}
