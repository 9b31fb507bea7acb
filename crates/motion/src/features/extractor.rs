//! Computes the features of one window.

use crate::features::feature::{Feature, Group};
use crate::features::moments::Moments;
use crate::features::orientation::OrientationChange;
use crate::features::periodicity::Periodicity;
use crate::features::principal_axes::PrincipalAxes;
use crate::features::settings::FeatureSettings;
use crate::features::signal::{Signal, Smoothing};
use crate::features::stroke_stats::StrokeStats;
use crate::input::sample::Window;
use crate::limits::FRAME_RATE_HZ;
use crate::math::{TAU, Vector, add, dot, length, ln, ratio, scale, sqrt, unit};

/// The features of one window, each group computed when it is first asked for.
pub(crate) struct Features<'a> {
    window: Window<'a>,
    settings: &'static FeatureSettings,
    signal: Signal,
    values: [f64; Feature::COUNT],
    known: [bool; Group::COUNT],
}

impl<'a> Features<'a> {
    /// The features of a window of at least [`crate::limits::MIN_WINDOW_FRAMES`] frames.
    pub(crate) fn of(
        window: Window<'a>,
        smoothing: Smoothing,
        settings: &'static FeatureSettings,
    ) -> Self {
        let signal = Signal::of(window, smoothing);
        let (values, known) = ([0.0; Feature::COUNT], [false; Group::COUNT]);
        Self { window, settings, signal, values, known }
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
        self.set(Feature::DurationS, frames / f64::from(FRAME_RATE_HZ));
    }

    fn add_moments(&mut self) {
        let count = self.signal.motion().len() as f64;
        let thirds = Moments::of_thirds(self.signal.motion());
        let whole = thirds.iter().fold(Moments::default(), Moments::plus);
        let rms_mps2 = sqrt(ratio(whole.energy, count));
        let rate_hz = per_s(sqrt(ratio(whole.jerk, whole.energy)));
        let jerk_rate_hz = per_s(sqrt(ratio(whole.snap, whole.jerk)));
        self.set(Feature::RmsMps2, rms_mps2);
        self.set(Feature::MeanFrequencyHz, rate_hz);
        self.set(Feature::LogMeanFrequency, ln(rate_hz));
        self.set(Feature::JerkFrequencyHz, jerk_rate_hz);
        self.set(Feature::BandwidthRatio, ratio(jerk_rate_hz, rate_hz));
        let speed_hz = f64::max(rate_hz, self.settings.min_speed_frequency_hz);
        self.set(Feature::LogSpeed, ln(ratio(rms_mps2, TAU * speed_hz)));
        self.set(Feature::Kurtosis, ratio(whole.fourth * count, whole.energy * whole.energy));
        let axis = unit(whole.area);
        self.set(Feature::Circularity, whole.circularity_about(axis));
        let thirds = thirds.iter().map(|third| third.circularity_about(axis));
        self.set(Feature::MinThirdCircularity, thirds.fold(1.0, f64::min));
        self.add_parts(rms_mps2);
    }

    fn add_parts(&mut self, rms_mps2: f64) {
        let motion = self.signal.motion();
        let quietest = parts(motion, 4).map(rms).fold(f64::MAX, f64::min);
        let drift = parts(motion, 2).map(|part| length(mean(part))).fold(0.0, f64::max);
        self.set(Feature::QuietestQuarter, ratio(quietest, rms_mps2));
        self.set(Feature::MeanDrift, ratio(drift, rms_mps2));
    }

    fn add_residual(&mut self) {
        let residual_mps2 = self.signal.residual_mps2(self.window);
        let rms_mps2 = self.get(Feature::RmsMps2);
        self.set(Feature::LogResidual, ln(ratio(residual_mps2, rms_mps2)));
    }

    fn add_principal_axes(&mut self) {
        let axes = PrincipalAxes::of(self.signal.motion());
        let rms_mps2 = self.get(Feature::RmsMps2) * sqrt(axes.linearity);
        let reversal_mps2 = self.settings.stroke_reversal_share * rms_mps2;
        let strokes = StrokeStats::along(axes.direction, self.signal.motion(), reversal_mps2);
        self.set(Feature::Linearity, axes.linearity);
        self.set(Feature::Planarity, axes.planarity);
        self.set(Feature::CompleteStrokes, f64::from(strokes.complete));
        self.set(Feature::AllStrokes, f64::from(strokes.all));
        self.set(Feature::StrokeDurationS, strokes.mean_duration_s);
        self.set(Feature::StrokeDurationVariation, strokes.duration_variation);
        self.set(Feature::StrokePeakVariation, strokes.peak_variation);
    }

    fn add_periodicity(&mut self) {
        let periodicity = Periodicity::of(self.signal.motion(), self.settings);
        self.set(Feature::Autocorrelation, periodicity.autocorrelation);
        self.set(Feature::MinAutocorrelation, periodicity.min_autocorrelation);
    }

    fn add_magnitude(&mut self) {
        let count = self.signal.motion().len() as f64;
        let (mut sum, mut squares) = (0.0, 0.0);
        for &motion in self.signal.motion() {
            let acceleration = add(motion, self.signal.mean());
            sum += length(acceleration);
            squares += dot(acceleration, acceleration);
        }
        let mean = ratio(sum, count);
        let variance = f64::max(ratio(squares, count) - mean * mean, 0.0);
        self.set(Feature::MagnitudeDeviationMps2, sqrt(variance));
    }

    fn add_tilt(&mut self) {
        let tilt = OrientationChange::by_gravity(self.window, self.settings);
        self.set(Feature::MaxTiltDeg, tilt.max_deg);
        self.set(Feature::FinalTiltDeg, tilt.final_deg);
    }

    fn add_rotation(&mut self) {
        let upright = self.window.channels.gravity
            && self.get(Feature::MaxTiltDeg) < self.settings.min_tilt_for_rotation_deg;
        let rotation = if upright {
            OrientationChange::default()
        } else {
            OrientationChange::by_rotation(self.window)
        };
        self.set(Feature::MaxRotationDeg, rotation.max_deg);
        self.set(Feature::FinalRotationDeg, rotation.final_deg);
    }
}

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
