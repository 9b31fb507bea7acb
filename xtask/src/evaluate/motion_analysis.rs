//! Analyses the movement of a recording independently of the recogniser: gravity, strength, frequency.

use passwave_recordings::Recording;

/// The three axes of a recording, one value for each sample.
pub(crate) type Columns = [Vec<f64>; 3];

/// The window of the moving average that separates gravity, in milliseconds.
const GRAVITY_MS: f64 = 4000.0;
/// A second with a smaller root mean square, in m/s2, is quiet.
const QUIET_MPS2: f64 = 0.5;
const SECOND_MS: f64 = 1000.0;
/// The range of frequencies searched, in Hz.
const BEAT_HZ: std::ops::RangeInclusive<f64> = 0.3..=6.0;
/// An autocorrelation below this is noise, in (m/s2)2.
const MIN_AUTOCORRELATION: f64 = 0.01;
/// The sample rate of the frequency search, in Hz.
const SEARCH_RATE_HZ: f64 = 50.0;

/// The movement of a recording, without gravity.
pub(crate) struct Movement {
    at_ms: Vec<f64>,
    along: Columns,
}

impl Movement {
    /// The linear acceleration as measured by the phone, or else the acceleration without [`gravity`].
    pub(crate) fn of(recording: &Recording) -> Self {
        let along = match recording.linear() {
            Some(linear) => linear.map(<[f64]>::to_vec),
            None if recording.grav => difference(recording, &gravity(recording)),
            None => recording.acceleration().map(<[f64]>::to_vec),
        };
        Self { at_ms: recording.t_ms.clone(), along }
    }

    /// The share of quiet seconds in `from_ms..to_ms`.
    pub(crate) fn quiet_share(&self, from_ms: f64, to_ms: f64) -> f64 {
        let seconds = (((to_ms - from_ms) / SECOND_MS).round() as u32).max(1);
        let starts = (0..seconds).map(|nth| from_ms + SECOND_MS * f64::from(nth));
        let strengths: Vec<f64> =
            starts.filter_map(|start| self.strength_mps2(start, start + SECOND_MS)).collect();
        let quiet = strengths.iter().filter(|&&strength| strength < QUIET_MPS2).count();
        quiet as f64 / strengths.len().max(1) as f64
    }

    /// The root mean square of the strongest second, in m/s2.
    pub(crate) fn strongest_second_mps2(&self) -> f64 {
        const STEP_MS: f64 = 200.0;
        let (first, last) = (self.at_ms[0], self.at_ms[self.at_ms.len() - 1]);
        let steps = ((last - first - SECOND_MS) / STEP_MS).max(0.0) as u32;
        let starts = (0..=steps).map(|nth| first + STEP_MS * f64::from(nth));
        starts.filter_map(|start| self.strength_mps2(start, start + SECOND_MS)).fold(0.0, f64::max)
    }

    /// The frequency of the movement along its strongest axis, in Hz: the shortest lag whose autocorrelation is a
    /// peak of at least four fifths of the highest.
    pub(crate) fn beat_hz(&self, from_ms: f64, to_ms: f64) -> Option<f64> {
        let strongest = self.along.iter().max_by(|one, other| {
            let energy = |axis: &[f64]| axis[self.rows(from_ms, to_ms)].iter().map(|v| v * v).sum();
            let (one, other): (f64, f64) = (energy(one), energy(other));
            one.total_cmp(&other)
        })?;
        let values = evenly(&self.at_ms, strongest, from_ms, to_ms, 1000.0 / SEARCH_RATE_HZ);
        let lags = (SEARCH_RATE_HZ / BEAT_HZ.end()).ceil() as usize
            ..=(SEARCH_RATE_HZ / BEAT_HZ.start()) as usize;
        let lag = beat_lag(&values, *lags.start(), *lags.end())?;
        Some(SEARCH_RATE_HZ / lag as f64)
    }

    /// The root mean square of the whole recording, in m/s2.
    pub(crate) fn whole_strength_mps2(&self) -> f64 {
        self.strength_mps2(f64::MIN, f64::MAX).unwrap_or(0.0)
    }

    /// The movement so long after its first sample, interpolated; from its beginning again once it is over.
    pub(crate) fn repeated(&self, since_first_ms: f64) -> [f64; 3] {
        let (first_ms, last_ms) = (self.at_ms[0], self.at_ms[self.at_ms.len() - 1]);
        let now_ms = first_ms + since_first_ms % (last_ms - first_ms);
        self.along.each_ref().map(|axis| read(&self.at_ms, axis, now_ms))
    }

    fn rows(&self, from_ms: f64, to_ms: f64) -> std::ops::Range<usize> {
        let row = |at_ms: f64| self.at_ms.partition_point(|&at| at < at_ms);
        row(from_ms)..row(to_ms)
    }

    fn strength_mps2(&self, from_ms: f64, to_ms: f64) -> Option<f64> {
        let rows = self.rows(from_ms, to_ms);
        let count = rows.len() as f64;
        let energy: f64 =
            self.along.iter().flat_map(|axis| &axis[rows.clone()]).map(|value| value * value).sum();
        (count > 0.0).then(|| (energy / count).sqrt())
    }
}

/// Gravity: the moving average of the acceleration over [`GRAVITY_MS`].
pub(crate) fn gravity(recording: &Recording) -> Columns {
    let at_ms = &recording.t_ms;
    let reach_ms = GRAVITY_MS / 2.0;
    recording.acceleration().map(|axis| {
        let mut sums = vec![0.0];
        axis.iter().for_each(|value| sums.push(sums[sums.len() - 1] + value));
        at_ms
            .iter()
            .map(|&now| {
                let from = at_ms.partition_point(|&at| at < now - reach_ms);
                let to = at_ms.partition_point(|&at| at <= now + reach_ms);
                (sums[to] - sums[from]) / (to - from) as f64
            })
            .collect()
    })
}

fn difference(recording: &Recording, gravity: &Columns) -> Columns {
    let [x, y, z] = recording.acceleration();
    let less = |axis: &[f64], slow: &[f64]| axis.iter().zip(slow).map(|(a, g)| a - g).collect();
    [less(x, &gravity[0]), less(y, &gravity[1]), less(z, &gravity[2])]
}

/// Resamples at an even rate, by linear interpolation.
pub(crate) fn evenly(
    at_ms: &[f64],
    values: &[f64],
    from_ms: f64,
    to_ms: f64,
    step_ms: f64,
) -> Vec<f64> {
    let end_ms = to_ms.min(at_ms[at_ms.len() - 1]);
    let steps = ((end_ms - from_ms) / step_ms).max(0.0) as u32;
    let times = (0..=steps).map(|nth| from_ms + step_ms * f64::from(nth));
    times.map(|now| read(at_ms, values, now)).collect()
}

fn read(at_ms: &[f64], values: &[f64], now_ms: f64) -> f64 {
    let after = at_ms.partition_point(|&at| at <= now_ms);
    if after == 0 || after == at_ms.len() {
        return values[after.saturating_sub(1).min(values.len() - 1)];
    }
    let before = after - 1;
    let part = (now_ms - at_ms[before]) / (at_ms[after] - at_ms[before]);
    values[before] + (values[after] - values[before]) * part
}

fn beat_lag(values: &[f64], shortest: usize, longest: usize) -> Option<usize> {
    let likeness: Vec<f64> = (0..=longest + 1).map(|lag| autocorrelation(values, lag)).collect();
    let is_peak = |&lag: &usize| {
        likeness[lag] > MIN_AUTOCORRELATION
            && likeness[lag] >= likeness[lag - 1]
            && likeness[lag] > likeness[lag + 1]
    };
    let peaks: Vec<usize> = (shortest.max(1)..=longest).filter(is_peak).collect();
    let highest = peaks.iter().map(|&lag| likeness[lag]).fold(0.0, f64::max);
    peaks.into_iter().find(|&lag| likeness[lag] >= 0.8 * highest)
}

fn autocorrelation(values: &[f64], lag: usize) -> f64 {
    let Some(pairs) = values.len().checked_sub(lag).filter(|&pairs| pairs > 0) else { return 0.0 };
    let sum: f64 = values.iter().zip(&values[lag..]).map(|(now, later)| now * later).sum();
    sum / pairs as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten seconds along x at a rate of 60 Hz, with gravity along z.
    fn swing(hz: f64, peak_mps2: f64) -> Recording {
        let at_s: Vec<f64> = (0..600).map(|nth| f64::from(nth) / 60.0).collect();
        let ax =
            at_s.iter().map(|at| peak_mps2 * (std::f64::consts::TAU * hz * at).sin()).collect();
        Recording {
            grav: true,
            t_ms: at_s.iter().map(|at| 1000.0 * at).collect(),
            ax,
            ay: vec![0.0; 600],
            az: vec![9.8; 600],
            ..Recording::default()
        }
    }

    #[test]
    fn the_frequency_of_a_swing_is_found() {
        for hz in [0.7, 1.2, 2.5, 4.0] {
            let found = Movement::of(&swing(hz, 5.0)).beat_hz(0.0, 10_000.0).unwrap();
            assert!((found - hz).abs() < 0.1 * hz, "{hz} Hz was taken for {found}");
        }
    }

    #[test]
    fn gravity_is_removed() {
        let still = Movement::of(&swing(1.0, 0.0));
        assert_eq!(still.quiet_share(0.0, 10_000.0), 1.0);
        assert!(still.strongest_second_mps2() < 1e-9);
        assert_eq!(still.beat_hz(0.0, 10_000.0), None);
    }

    #[test]
    fn strength_is_the_root_mean_square() {
        let strongest = Movement::of(&swing(2.0, 4.0)).strongest_second_mps2();
        assert!((strongest - 4.0 / 2.0_f64.sqrt()).abs() < 0.2, "{strongest}");
    }

    #[test]
    fn quiet_seconds_are_counted() {
        let mut half = swing(2.0, 4.0);
        half.ax[300..].fill(0.0);
        let share = Movement::of(&half).quiet_share(0.0, 10_000.0);
        assert!((share - 0.5).abs() < 0.11, "{share}");
    }

    #[test]
    fn a_movement_that_is_over_begins_again() {
        let movement = Movement::of(&swing(2.0, 4.0));
        let lasts_ms = movement.at_ms[599];
        for since_ms in [0.0, 1234.5] {
            let [again, now] = [lasts_ms + since_ms, since_ms].map(|at| movement.repeated(at)[0]);
            assert!((again - now).abs() < 1e-6, "{again} after {now}");
        }
        assert!(movement.repeated(125.0)[0] > 3.0);
    }

    #[test]
    fn resampling_interpolates_between_samples() {
        let read = evenly(&[0.0, 10.0, 30.0], &[0.0, 1.0, 3.0], 0.0, 100.0, 5.0);
        assert_eq!(read, [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]);
    }
}
