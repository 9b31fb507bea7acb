//! Mutable access to the columns of a recording.

use passwave_recordings::Recording;

/// All non-empty columns except the times.
pub(crate) fn columns(recording: &mut Recording) -> Vec<&mut Vec<f64>> {
    let Recording { ax, ay, az, lx, ly, lz, gx, gy, gz, .. } = recording;
    let all = [ax, ay, az, lx, ly, lz, gx, gy, gz];
    all.into_iter().filter(|column| !column.is_empty()).collect()
}

/// The three axes of each acceleration in the recording: with gravity, and without.
pub(crate) fn accelerations(recording: &mut Recording) -> Vec<[&mut Vec<f64>; 3]> {
    let Recording { ax, ay, az, lx, ly, lz, .. } = recording;
    let both = [[ax, ay, az], [lx, ly, lz]];
    both.into_iter().filter(|axes| !axes[0].is_empty()).collect()
}
