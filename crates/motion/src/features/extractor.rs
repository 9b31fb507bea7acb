//! Computes the features of one window.

use crate::features::feature::{Feature, Group};
use crate::features::moments::Moments;
use crate::features::orientation::OrientationChange;
use crate::features::periodicity::Periodicity;
use crate::features::principal_axes::PrincipalAxes;
use crate::features::signal::{Signal, Smoothing};
use crate::features::stroke_stats::StrokeStats;
use crate::input::sample::Window;
use crate::limits::FRAME_RATE_HZ;
use crate::math::{TAU, Vector, add, dot, length, ln, ratio, scale, sqrt, unit};

/// The quantities of one window, each group computed when it is first asked for.
pub(crate) struct Features<'a> {
    window: Window<'a>,
    signal: Signal,
    values: [f64; Feature::COUNT],
    known: [bool; Group::COUNT],
}

impl<'a> Features<'a> {
    /// The features of a window of at least [`crate::limits::MIN_WINDOW_FRAMES`] frames.
    pub(crate) fn of(window: Window<'a>, smoothing: Smoothing) -> Self {
        let signal = Signal::of(window, smoothing);
        Self { window, signal, values: [0.0; Feature::COUNT], known: [false; Group::COUNT] }
    }

    pub(crate) fn get(&mut self, feature: Feature) -> f64 {
        let group = feature.group();
        if !self.known[group as usize] {
            self.known[group as usize] = true;
            self.compute(group);
        }
        self.values[feature as usize]
    }

    fn set(&mut self, feature: Feature, value: f64) {
        self.values[feature as usize] = value;
    }

    fn compute(&mut self, group: Group) {
        match group {
            Group::Duration => self.add_duration(),
            Group::Moments => self.add_moments(),
            Group::Residual => self.add_residual(),
            Group::PrincipalAxes => self.add_principal_axes(),
            Group::Periodicity => self.add_periodicity(),
            Group::Magnitude => self.add_magnitude(),
            Group::Tilt => self.add_tilt(),
            Group::Rotation => self.add_rotation(),
        }
    }

    fn add_duration(&mut self) {
        let frames = self.signal.motion().len() as f64;
        self.set(Feature::Duration, frames / f64::from(FRAME_RATE_HZ));
    }

    fn add_moments(&mut self) {
        let count = self.signal.motion().len() as f64;
        let thirds = Moments::of_thirds(self.signal.motion());
        let whole = thirds.iter().fold(Moments::default(), Moments::plus);
        let strength = sqrt(ratio(whole.energy, count));
        let rate_hz = per_s(sqrt(ratio(whole.jerk, whole.energy)));
        let jerk_rate_hz = per_s(sqrt(ratio(whole.snap, whole.jerk)));
        self.set(Feature::Rms, strength);
        self.set(Feature::MeanFrequency, rate_hz);
        self.set(Feature::LogMeanFrequency, ln(rate_hz));
        self.set(Feature::JerkFrequency, jerk_rate_hz);
        self.set(Feature::BandwidthRatio, ratio(jerk_rate_hz, rate_hz));
        self.set(Feature::LogSpeed, ln(ratio(strength, TAU * f64::max(rate_hz, 0.3))));
        self.set(Feature::Kurtosis, ratio(whole.fourth * count, whole.energy * whole.energy));
        self.set(Feature::Circularity, whole.circularity_about(unit(whole.area)));
        let worst = thirds
            .iter()
            .map(|third| third.circularity_about(unit(whole.area)))
            .fold(1.0, f64::min);
        self.set(Feature::MinThirdCircularity, worst);
        self.add_parts(strength);
    }

    fn add_parts(&mut self, strength: f64) {
        let motion = self.signal.motion();
        let quietest = parts(motion, 4).map(rms).fold(f64::MAX, f64::min);
        let drift = parts(motion, 2).map(|part| length(mean(part))).fold(0.0, f64::max);
        self.set(Feature::QuietestQuarter, ratio(quietest, strength));
        self.set(Feature::MeanDrift, ratio(drift, strength));
    }

    fn add_residual(&mut self) {
        let strength = self.get(Feature::Rms);
        self.set(Feature::LogResidual, ln(ratio(self.signal.residual_mps2(self.window), strength)));
    }

    fn add_principal_axes(&mut self) {
        let axes = PrincipalAxes::of(self.signal.motion());
        let rms_mps2 = self.get(Feature::Rms) * sqrt(axes.share);
        let strokes = StrokeStats::along(axes.direction, self.signal.motion(), rms_mps2);
        self.set(Feature::Linearity, axes.share);
        self.set(Feature::Planarity, axes.flat);
        self.set(Feature::CompleteStrokes, f64::from(strokes.complete));
        self.set(Feature::AllStrokes, f64::from(strokes.all));
        self.set(Feature::StrokeDuration, strokes.mean_s);
        self.set(Feature::StrokeDurationVariation, strokes.uneven_time);
        self.set(Feature::StrokePeakVariation, strokes.uneven_peak);
    }

    fn add_periodicity(&mut self) {
        let periodicity = Periodicity::of(self.signal.motion());
        self.set(Feature::Autocorrelation, periodicity.repeat);
        self.set(Feature::MinAutocorrelation, periodicity.mirror);
        self.set(Feature::HarmonicShare, periodicity.purity);
    }

    fn add_magnitude(&mut self) {
        let count = self.signal.motion().len() as f64;
        let (mut sum, mut squares) = (0.0, 0.0);
        for &motion in self.signal.motion() {
            let felt = add(motion, self.signal.mean());
            sum += length(felt);
            squares += dot(felt, felt);
        }
        let mean = ratio(sum, count);
        self.set(
            Feature::MagnitudeDeviation,
            sqrt(f64::max(ratio(squares, count) - mean * mean, 0.0)),
        );
    }

    fn add_tilt(&mut self) {
        let tilt = OrientationChange::by_gravity(self.window);
        self.set(Feature::MaxTilt, tilt.max_deg);
        self.set(Feature::FinalTilt, tilt.final_deg);
    }

    fn add_rotation(&mut self) {
        // Turning about the plumb line is no flip: the screen faces the same way all the time.
        let plumb = self.window.channels.gravity && self.get(Feature::MaxTilt) < LEAST_TIP_DEG;
        let rotation = if plumb {
            OrientationChange::default()
        } else {
            OrientationChange::by_rotation(self.window)
        };
        self.set(Feature::MaxRotation, rotation.max_deg);
        self.set(Feature::FinalRotation, rotation.final_deg);
    }
}

/// So far gravity must turn before the gyroscope is asked, in degrees.
const LEAST_TIP_DEG: f64 = 60.0;

fn per_s(per_frame: f64) -> f64 {
    per_frame * f64::from(FRAME_RATE_HZ) / TAU
}

fn parts(motion: &[Vector], count: usize) -> impl Iterator<Item = &[Vector]> {
    motion.chunks_exact((motion.len() / count).max(1)).take(count)
}

fn rms(part: &[Vector]) -> f64 {
    let sum: f64 = part.iter().map(|&value| dot(value, value)).sum();
    sqrt(ratio(sum, part.len() as f64))
}

fn mean(part: &[Vector]) -> Vector {
    let sum = part.iter().fold([0.0; 3], |sum, &value| add(sum, value));
    scale(sum, ratio(1.0, part.len() as f64))
}
