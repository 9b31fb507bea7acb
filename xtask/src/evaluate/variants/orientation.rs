//! Variants with other orientations. Rotations turn all sensors alike; a mirror image keeps the sense of rotation
//! about the axis it inverts and inverts that about the others.

use passwave_recordings::Recording;

use super::columns_mut::accelerations;

pub(crate) fn invert_signs(recording: &mut Recording) {
    accelerations(recording).into_iter().flatten().for_each(|axis| negate(axis));
}

pub(crate) fn turn_end_over_end(recording: &mut Recording) {
    for [_, y, z] in accelerations(recording) {
        negate(y);
        negate(z);
    }
    negate(&mut recording.gy);
    negate(&mut recording.gz);
}

pub(crate) fn mirror(recording: &mut Recording) {
    for [x, ..] in accelerations(recording) {
        negate(x);
    }
    negate(&mut recording.gy);
    negate(&mut recording.gz);
}

pub(crate) fn turn_to_landscape(recording: &mut Recording) {
    for [x, y, _] in accelerations(recording) {
        quarter_turn(x, y);
    }
    quarter_turn(&mut recording.gx, &mut recording.gy);
}

fn negate(column: &mut [f64]) {
    column.iter_mut().for_each(|value| *value = -*value);
}

/// The old y axis becomes the new x axis.
fn quarter_turn(x: &mut Vec<f64>, y: &mut Vec<f64>) {
    std::mem::swap(x, y);
    negate(y);
}
