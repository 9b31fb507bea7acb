//! Variants with less effort: smaller or slower movements.

use passwave_recordings::Recording;

use super::columns_mut::accelerations;
use crate::evaluate::motion_analysis::{Columns, gravity};

/// The remaining share of the amplitude or the speed.
pub(crate) const SHARE: f64 = 0.6;

pub(crate) fn make_smaller(recording: &mut Recording) {
    push_less(recording, SHARE);
    turn_less(recording);
}

/// Along the same path acceleration is proportional to the square of the speed, rotation to the speed.
pub(crate) fn make_slower(recording: &mut Recording) {
    push_less(recording, SHARE * SHARE);
    turn_less(recording);
    recording.t_ms.iter_mut().for_each(|at_ms| *at_ms /= SHARE);
    recording.hz = recording.hz.map(|hz| hz * SHARE);
}

fn push_less(recording: &mut Recording, share: f64) {
    let rest = resting(recording);
    let mut accelerations = accelerations(recording).into_iter();
    for (axis, rest) in accelerations.next().into_iter().flatten().zip(&rest) {
        axis.iter_mut().zip(rest).for_each(|(value, rest)| *value = rest + share * (*value - rest));
    }
    for axis in accelerations.flatten() {
        axis.iter_mut().for_each(|value| *value *= share);
    }
}

/// Gravity, which does not shrink with the movement: as measured by the phone or else by low-pass filtering;
/// zero where the recording has none.
fn resting(recording: &Recording) -> Columns {
    if !recording.grav {
        return std::array::from_fn(|_| vec![0.0; recording.t_ms.len()]);
    }
    let Some(linear) = recording.linear() else { return gravity(recording) };
    let with_gravity = recording.acceleration();
    std::array::from_fn(|axis| {
        with_gravity[axis].iter().zip(linear[axis]).map(|(all, moved)| all - moved).collect()
    })
}

fn turn_less(recording: &mut Recording) {
    let Recording { gx, gy, gz, .. } = recording;
    for axis in [gx, gy, gz] {
        axis.iter_mut().for_each(|value| *value *= SHARE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swing(linear: bool) -> Recording {
        let at_ms: Vec<f64> = (0..1000).map(|nth| 10.0 * f64::from(nth)).collect();
        let swing: Vec<f64> =
            at_ms.iter().map(|at| 5.0 * (std::f64::consts::TAU * at / 500.0).sin()).collect();
        let flat = vec![0.0; 1000];
        let mut recording = Recording {
            grav: true,
            t_ms: at_ms,
            ax: swing.clone(),
            ay: flat.clone(),
            az: vec![9.8; 1000],
            gx: vec![100.0; 1000],
            gy: flat.clone(),
            gz: flat.clone(),
            ..Recording::default()
        };
        if linear {
            (recording.lx, recording.ly, recording.lz) = (swing, flat.clone(), flat);
        }
        recording
    }

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 0.15
    }

    #[test]
    fn smaller_movements_keep_gravity_and_time() {
        for linear in [false, true] {
            let mut smaller = swing(linear);
            make_smaller(&mut smaller);
            assert!(near(smaller.ax[512], 0.6 * swing(linear).ax[512]));
            assert!(near(smaller.az[512], 9.8));
            assert!(near(smaller.gx[512], 60.0));
            assert_eq!(smaller.t_ms, swing(linear).t_ms);
        }
    }

    #[test]
    fn slower_movements_take_longer_along_the_same_path() {
        for linear in [false, true] {
            let mut slower = swing(linear);
            make_slower(&mut slower);
            assert!(near(slower.ax[512], 0.36 * swing(linear).ax[512]));
            assert!(near(slower.az[512], 9.8));
            assert!(near(slower.gx[512], 60.0));
            assert!(near(slower.t_ms[600], 10_000.0));
        }
    }
}
