//! Samples as the page hands them over: rows of ten numbers, NaN for what is not there.

use passwave_motion::Sample;

/// Numbers in a row: at_ms; x, y, z with gravity; x, y, z without; rates about x, y, z.
pub const ROW_LEN: usize = 10;

/// The samples in a flat list of rows; an incomplete last row is left out.
pub fn samples(rows: &[f64]) -> impl Iterator<Item = Sample> + '_ {
    rows.chunks_exact(ROW_LEN).map(|row| Sample {
        at_ms: row[0],
        acceleration_with_gravity: axes(&row[1..4]),
        linear_acceleration: axes(&row[4..7]),
        rotation_rate: axes(&row[7..10]),
    })
}

fn axes(values: &[f64]) -> Option<[f64; 3]> {
    let axes = [values[0], values[1], values[2]];
    axes.iter().all(|value| !value.is_nan()).then_some(axes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_with_a_missing_axis_has_no_such_reading() {
        let nan = f64::NAN;
        let row = [5.0, 1.0, 2.0, 3.0, nan, nan, nan, 7.0, nan, 9.0];
        let sample = samples(&row).next().unwrap();
        assert_eq!(sample.acceleration_with_gravity, Some([1.0, 2.0, 3.0]));
        assert_eq!(sample.linear_acceleration, None);
        assert_eq!(sample.rotation_rate, None);
    }

    #[test]
    fn incomplete_last_row_is_left_out() {
        assert_eq!(samples(&[0.0; 19]).count(), 1);
        assert_eq!(samples(&[]).count(), 0);
    }
}
