//! Rotations, and the readings of sensors on a rigid body.

pub(super) type Vector = [f64; 3];
/// A rotation matrix: its columns are the body's axes in those of the world.
pub(super) type Rotation = [Vector; 3];

/// Standard gravity, in m/s2.
pub(super) const GRAVITY_MPS2: f64 = 9.806_65;
/// The step of the finite differences, in seconds: small against any movement of an arm.
const STEP_S: f64 = 1e-3;

/// Position and orientation of a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pose {
    /// In metres; x to the right, y ahead, z up.
    pub(super) position: Vector,
    pub(super) orientation: Rotation,
}

/// The readings of the sensors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// With gravity, in m/s2.
    pub(super) acceleration: Vector,
    /// Without gravity, in m/s2.
    pub(super) linear: Vector,
    /// In deg/s.
    pub(super) rotation: Vector,
}

/// The readings at a time, from the body's path by central differences.
pub(super) fn read(path: &impl Fn(f64) -> Pose, at_s: f64) -> Reading {
    let [before, now, after] = [-STEP_S, 0.0, STEP_S].map(|step_s| path(at_s + step_s));
    let linear = [0, 1, 2].map(|axis| {
        (after.position[axis] - 2.0 * now.position[axis] + before.position[axis])
            / (STEP_S * STEP_S)
    });
    let specific_force = [linear[0], linear[1], linear[2] + GRAVITY_MPS2];
    Reading {
        acceleration: to_body(&now.orientation, specific_force),
        linear: to_body(&now.orientation, linear),
        rotation: rate(&before.orientation, &after.orientation).map(f64::to_degrees),
    }
}

/// The rotation rate about the body's axes between two orientations, in rad/s.
fn rate(before: &Rotation, after: &Rotation) -> Vector {
    let between = [0, 1, 2].map(|column| to_body(before, after[column]));
    let twice = [
        between[1][2] - between[2][1],
        between[2][0] - between[0][2],
        between[0][1] - between[1][0],
    ];
    twice.map(|part| part / (2.0 * 2.0 * STEP_S))
}

/// A vector of the world in the axes of the body.
pub(super) fn to_body(body: &Rotation, world: Vector) -> Vector {
    [0, 1, 2].map(|axis| (0..3).map(|part| body[axis][part] * world[part]).sum())
}

/// A vector of the body in the axes of the world.
pub(super) fn to_world(body: &Rotation, vector: Vector) -> Vector {
    [0, 1, 2].map(|part| (0..3).map(|axis| body[axis][part] * vector[axis]).sum())
}

/// The first rotation, followed by the second in the axes of the first.
pub(super) fn compose(first: &Rotation, second: &Rotation) -> Rotation {
    [0, 1, 2].map(|column| to_world(first, second[column]))
}

/// A rotation about one of the axes (0, 1, 2), in radians.
pub(super) fn rotation_about(axis: usize, angle: f64) -> Rotation {
    let (next, last) = ((axis + 1) % 3, (axis + 2) % 3);
    let mut rotation = [[0.0; 3]; 3];
    rotation[axis][axis] = 1.0;
    rotation[next][next] = angle.cos();
    rotation[next][last] = angle.sin();
    rotation[last][last] = angle.cos();
    rotation[last][next] = -angle.sin();
    rotation
}
