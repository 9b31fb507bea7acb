//! One recording, as it stands on one line.

use std::fmt;

use passwave_motion::Sample;
use serde::{Deserialize, Deserializer, Serialize};

/// One recording of one person, in the units of [`Sample`].
///
/// A reading of `null` stands for a value the sensor did not give; it is held as NaN.
/// Fields this crate does not know are kept and written out again.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Recording {
    /// Names the recording within all sets.
    pub id: String,
    /// The set it belongs to.
    #[serde(default)]
    pub set: String,
    /// Who made it, as `set:code`.
    #[serde(default)]
    pub person: String,
    /// The gesture or activity.
    #[serde(default)]
    pub label: String,
    /// Mean rate in Hz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hz: Option<f64>,
    /// Where the phone was: hand, wrist, trouser_pocket and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placement: Option<String>,
    /// Whether `ax`, `ay` and `az` include gravity.
    pub grav: bool,
    /// `android` (the W3C convention) or `ios` (all acceleration axes inverted).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conv: Option<String>,
    /// Milliseconds from the start, never decreasing.
    pub t_ms: Vec<f64>,
    /// Acceleration along x, in m/s2.
    #[serde(deserialize_with = "nullable")]
    pub ax: Vec<f64>,
    /// Acceleration along y, in m/s2.
    #[serde(deserialize_with = "nullable")]
    pub ay: Vec<f64>,
    /// Acceleration along z, in m/s2.
    #[serde(deserialize_with = "nullable")]
    pub az: Vec<f64>,
    /// Acceleration without gravity along x, in m/s2; empty where the source has none.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub lx: Vec<f64>,
    /// Acceleration without gravity along y, in m/s2.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub ly: Vec<f64>,
    /// Acceleration without gravity along z, in m/s2.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub lz: Vec<f64>,
    /// Rotation rate about x, in deg/s; empty where the source has none.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub gx: Vec<f64>,
    /// Rotation rate about y, in deg/s.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub gy: Vec<f64>,
    /// Rotation rate about z, in deg/s.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub gz: Vec<f64>,
    /// Everything else the line says.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

/// Three columns of a recording that belong together.
pub type Axes<'a> = [&'a [f64]; 3];

/// Why a line that is JSON is no recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// There is not a single sample.
    Empty,
    /// A column's length differs from that of `t_ms`.
    Length {
        /// The column.
        column: &'static str,
        /// How long it is.
        found: usize,
        /// How long it should be.
        expected: usize,
    },
    /// The time of this sample is no number or lies before the one ahead of it.
    Time {
        /// The sample, counted from 0.
        sample: usize,
    },
}

impl fmt::Display for Invalid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Invalid::Empty => write!(out, "t_ms is empty"),
            Invalid::Length { column, found, expected } => {
                write!(out, "{column} has {found} values, t_ms has {expected}")
            }
            Invalid::Time { sample } => write!(out, "t_ms goes back at sample {sample}"),
        }
    }
}

impl std::error::Error for Invalid {}

impl Recording {
    /// Acceleration as recorded; [`Recording::grav`] says whether with gravity.
    #[must_use]
    pub fn acceleration(&self) -> Axes<'_> {
        [&self.ax, &self.ay, &self.az]
    }

    /// Acceleration without gravity, if there is any.
    #[must_use]
    pub fn linear(&self) -> Option<Axes<'_>> {
        (!self.lx.is_empty()).then_some([&self.lx, &self.ly, &self.lz])
    }

    /// Rotation rate, if there is any.
    #[must_use]
    pub fn rotation(&self) -> Option<Axes<'_>> {
        (!self.gx.is_empty()).then_some([&self.gx, &self.gy, &self.gz])
    }

    /// The time from the first sample to the last, in milliseconds; 0 without samples.
    #[must_use]
    pub fn duration_ms(&self) -> f64 {
        self.t_ms.last().unwrap_or(&0.0) - self.t_ms.first().unwrap_or(&0.0)
    }

    /// Checks that the columns fit together and time does not go back.
    ///
    /// # Errors
    /// [`Invalid`] names the first thing that is wrong.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.t_ms.is_empty() {
            return Err(Invalid::Empty);
        }
        self.check_lengths()?;
        self.check_times()
    }

    fn check_lengths(&self) -> Result<(), Invalid> {
        let expected = self.t_ms.len();
        let needed = [("ax", &self.ax), ("ay", &self.ay), ("az", &self.az)];
        let linear = [("lx", &self.lx), ("ly", &self.ly), ("lz", &self.lz)];
        let rotation = [("gx", &self.gx), ("gy", &self.gy), ("gz", &self.gz)];
        let optional = [linear, rotation];
        let present = optional
            .iter()
            .filter(|columns| columns.iter().any(|(_, values)| !values.is_empty()))
            .flatten();
        for (column, values) in needed.iter().chain(present) {
            if values.len() != expected {
                return Err(Invalid::Length { column, found: values.len(), expected });
            }
        }
        Ok(())
    }

    fn check_times(&self) -> Result<(), Invalid> {
        let mut last = f64::NEG_INFINITY;
        for (sample, &at_ms) in self.t_ms.iter().enumerate() {
            if !at_ms.is_finite() || at_ms < last {
                return Err(Invalid::Time { sample });
            }
            last = at_ms;
        }
        Ok(())
    }

    /// The samples, as a phone would have delivered them.
    pub fn samples(&self) -> impl Iterator<Item = Sample> + '_ {
        let linear = if self.grav { self.linear() } else { Some(self.acceleration()) };
        let with_gravity = self.grav.then(|| self.acceleration());
        let rotation = self.rotation();
        self.t_ms.iter().enumerate().map(move |(at, &at_ms)| Sample {
            at_ms,
            acceleration_with_gravity: with_gravity.map(|axes| row(axes, at)),
            linear_acceleration: linear.map(|axes| row(axes, at)),
            rotation_rate: rotation.map(|axes| row(axes, at)),
        })
    }

    /// The recording as one line, without the line's end.
    ///
    /// # Errors
    /// Only if a field in [`Recording::other`] repeats one of the known names.
    pub fn to_line(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

fn row(axes: Axes<'_>, at: usize) -> [f64; 3] {
    axes.map(|axis| axis.get(at).copied().unwrap_or(f64::NAN))
}

fn nullable<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<f64>, D::Error> {
    let values = Vec::<Option<f64>>::deserialize(from)?;
    Ok(values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect())
}
