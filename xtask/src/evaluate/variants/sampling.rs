//! Variants with other sampling: duplicated, dropped, jittered and resampled.

use fastrand::Rng;
use passwave_recordings::Recording;

use super::columns_mut::columns;
use crate::evaluate::motion_analysis::evenly;

const DROPPED_SHARE: f64 = 0.1;
const JITTER_MS: f64 = 8.0;

/// A page may read a sensor faster than it measures, and gets the last value again.
pub(crate) fn double(recording: &mut Recording) {
    let at_ms = std::mem::take(&mut recording.t_ms);
    let again = at_ms.windows(2).flat_map(|pair| [pair[0], f64::midpoint(pair[0], pair[1])]);
    recording.t_ms = again.chain(at_ms.last().copied()).collect();
    let len = recording.t_ms.len();
    for column in columns(recording) {
        *column = column.iter().flat_map(|&value| [value, value]).take(len).collect();
    }
}

pub(crate) fn drop_some(recording: &mut Recording, random: &mut Rng) {
    let kept: Vec<bool> =
        (0..recording.t_ms.len()).map(|nth| nth == 0 || random.f64() >= DROPPED_SHARE).collect();
    keep(&mut recording.t_ms, &kept);
    columns(recording).into_iter().for_each(|column| keep(column, &kept));
}

fn keep(column: &mut Vec<f64>, kept: &[bool]) {
    let mut kept = kept.iter();
    column.retain(|_| kept.next() == Some(&true));
}

/// Adds jitter to the timestamps, as a busy page does; the order stays.
pub(crate) fn jitter(recording: &mut Recording, random: &mut Rng) {
    for at_ms in &mut recording.t_ms {
        *at_ms += JITTER_MS * (2.0 * random.f64() - 1.0);
    }
    recording.t_ms.sort_by(f64::total_cmp);
}

pub(crate) fn resample(recording: &mut Recording, rate_hz: f64) {
    let at_ms = std::mem::take(&mut recording.t_ms);
    let (first_ms, last_ms) = (at_ms[0], at_ms[at_ms.len() - 1]);
    let step_ms = 1000.0 / rate_hz;
    for column in columns(recording) {
        *column = evenly(&at_ms, column, first_ms, last_ms, step_ms);
    }
    recording.t_ms = evenly(&at_ms, &at_ms, first_ms, last_ms, step_ms);
    recording.hz = Some(rate_hz);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp() -> Recording {
        let at_ms: Vec<f64> = (0..1000).map(|nth| 20.0 * f64::from(nth)).collect();
        Recording {
            t_ms: at_ms.clone(),
            ax: at_ms.clone(),
            ay: at_ms.clone(),
            az: at_ms,
            ..Recording::default()
        }
    }

    #[test]
    fn duplicates_come_before_the_next_reading() {
        let mut twice = ramp();
        double(&mut twice);
        assert_eq!(twice.t_ms[..4], [0.0, 10.0, 20.0, 30.0]);
        assert_eq!(twice.ax[..4], [0.0, 0.0, 20.0, 20.0]);
        assert_eq!(twice.t_ms.len(), 1999);
    }

    #[test]
    fn a_tenth_of_the_rows_is_dropped() {
        let mut fewer = ramp();
        drop_some(&mut fewer, &mut Rng::with_seed(1));
        assert!((850..=950).contains(&fewer.t_ms.len()), "{}", fewer.t_ms.len());
        assert_eq!(fewer.t_ms, fewer.az);
    }

    #[test]
    fn jitter_stays_within_its_bounds() {
        let mut late = ramp();
        jitter(&mut late, &mut Rng::with_seed(1));
        let most = late.t_ms.iter().zip(&late.ax).map(|(at, was)| (at - was).abs());
        let most = most.fold(0.0, f64::max);
        assert!((6.0..=8.0).contains(&most), "{most}");
        assert_eq!(late.check(), Ok(()));
    }

    #[test]
    fn resampling_interpolates_linearly() {
        let mut faster = ramp();
        resample(&mut faster, 100.0);
        assert_eq!(faster.t_ms[..3], [0.0, 10.0, 20.0]);
        assert_eq!(faster.ax, faster.t_ms);
        assert_eq!(faster.t_ms.len(), 1999);
    }
}
