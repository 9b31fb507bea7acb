//! All that the rules look at: a few physical quantities of a window.

use crate::axes::Axes;
use crate::limits::FRAME_RATE_HZ;
use crate::math::{TAU, Vector, add, cross, dot, length, ln, ratio, scale, sqrt, sub, unit};
use crate::posture::Turn;
use crate::rhythm::Rhythm;
use crate::sample::Window;
use crate::signal::Signal;
use crate::strokes::Strokes;

/// One quantity. None depends on the phone's orientation or on the sign of its axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Feature {
    /// Length of the window.
    Seconds,
    /// Root mean square of the movement, in m/s2.
    Strength,
    /// Natural logarithm of the speed, as root mean square in m/s.
    LogPace,
    /// Mean frequency, in Hz: root mean square of the jerk over that of the acceleration.
    Rate,
    /// Natural logarithm of [`Feature::Rate`].
    LogRate,
    /// The mean frequency of the jerk, in Hz.
    JerkRate,
    /// [`Feature::JerkRate`] over [`Feature::Rate`]: 1 for a pure tone, more for any mixture.
    Spread,
    /// Correlation with itself one beat later.
    Repeat,
    /// The lowest correlation within a beat: -1 where the way back mirrors the way there.
    Mirror,
    /// Share of the energy at the beat, its half and its double.
    Purity,
    /// Fourth moment over the square of the second: 1 for a circle, 1.5 for a line, more for bumps.
    Kurtosis,
    /// 1 for a circle, 0 for a line, about 0 for an arc or an eight.
    Round,
    /// The same for the least round third, in the sense of the whole.
    RoundThird,
    /// Share of the energy along the strongest line.
    Straight,
    /// Share of the energy in the plane that holds most of it.
    Flat,
    /// Strength of the quietest quarter, as a share of the whole.
    Quietest,
    /// How far the halves' means lie from zero, as a share of the strength.
    Drift,
    /// Natural logarithm of what smoothing took away, as a share of the strength.
    LogRattle,
    /// Strokes that began and ended within the window.
    Strokes,
    /// Mean duration of a stroke, in seconds.
    StrokeTime,
    /// Spread of the strokes' durations, as a share of their mean.
    UnevenTime,
    /// Spread of the strokes' peaks, as a share of their mean.
    UnevenPeak,
    /// Spread of the acceleration's length, in m/s2: small while a phone is only turned about.
    Push,
    /// How far gravity turned away from where it pointed at first, in degrees.
    TippedAway,
    /// How far from there it was at the end, in degrees.
    TippedLeft,
    /// How far the gyroscope says that the phone turned, in degrees.
    SpunAway,
    /// How far from its first attitude it was at the end, in degrees.
    SpunLeft,
}

impl Feature {
    pub(crate) const COUNT: usize = Feature::SpunLeft as usize + 1;

    pub(crate) const ALL: [Feature; Feature::COUNT] = [
        Feature::Seconds,
        Feature::Strength,
        Feature::LogPace,
        Feature::Rate,
        Feature::LogRate,
        Feature::JerkRate,
        Feature::Spread,
        Feature::Repeat,
        Feature::Mirror,
        Feature::Purity,
        Feature::Kurtosis,
        Feature::Round,
        Feature::RoundThird,
        Feature::Straight,
        Feature::Flat,
        Feature::Quietest,
        Feature::Drift,
        Feature::LogRattle,
        Feature::Strokes,
        Feature::StrokeTime,
        Feature::UnevenTime,
        Feature::UnevenPeak,
        Feature::Push,
        Feature::TippedAway,
        Feature::TippedLeft,
        Feature::SpunAway,
        Feature::SpunLeft,
    ];

    pub(crate) const fn name(self) -> &'static str {
        const NAMES: [&str; Feature::COUNT] = [
            "Seconds",
            "Strength",
            "LogPace",
            "Rate",
            "LogRate",
            "JerkRate",
            "Spread",
            "Repeat",
            "Mirror",
            "Purity",
            "Kurtosis",
            "Round",
            "RoundThird",
            "Straight",
            "Flat",
            "Quietest",
            "Drift",
            "LogRattle",
            "Strokes",
            "StrokeTime",
            "UnevenTime",
            "UnevenPeak",
            "Push",
            "TippedAway",
            "TippedLeft",
            "SpunAway",
            "SpunLeft",
        ];
        NAMES[self as usize]
    }
}

/// The quantities of one window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Features([f64; Feature::COUNT]);

impl Features {
    /// The features of a window of at least [`crate::limits::MIN_WINDOW_FRAMES`] frames.
    pub(crate) fn of(window: Window<'_>) -> Self {
        let mut features = Self([0.0; Feature::COUNT]);
        features.set(Feature::Seconds, window.frames.len() as f64 / f64::from(FRAME_RATE_HZ));
        let signal = Signal::of(window);
        features.add_energies(&signal, window);
        features.add_push(&signal);
        features.add_axes(&signal);
        features.add_rhythm(&signal);
        features.add_posture(window);
        features
    }

    pub(crate) fn get(&self, feature: Feature) -> f64 {
        self.0[feature as usize]
    }

    fn set(&mut self, feature: Feature, value: f64) {
        self.0[feature as usize] = value;
    }

    fn add_energies(&mut self, signal: &Signal, window: Window<'_>) {
        let motion = signal.motion();
        let whole = Moments::of(motion);
        let strength = sqrt(ratio(whole.energy, motion.len() as f64));
        let rate_hz = per_s(sqrt(ratio(whole.jerk, whole.energy)));
        let jerk_rate_hz = per_s(sqrt(ratio(whole.snap, whole.jerk)));
        self.set(Feature::Strength, strength);
        self.set(Feature::Rate, rate_hz);
        self.set(Feature::LogRate, ln(rate_hz));
        self.set(Feature::JerkRate, jerk_rate_hz);
        self.set(Feature::Spread, ratio(jerk_rate_hz, rate_hz));
        self.set(Feature::LogPace, ln(ratio(strength, TAU * f64::max(rate_hz, 0.3))));
        self.set(
            Feature::Kurtosis,
            ratio(whole.fourth * motion.len() as f64, whole.energy * whole.energy),
        );
        self.set(Feature::Round, ratio(length(whole.area), sqrt(whole.energy * whole.jerk)));
        self.set(Feature::LogRattle, ln(ratio(signal.rattle_mps2(window), strength)));
        self.add_parts(motion, unit(whole.area), strength);
    }

    fn add_parts(&mut self, motion: &[Vector], axis: Vector, strength: f64) {
        let round_third = parts(motion, 3)
            .map(Moments::of)
            .map(|part| ratio(dot(part.area, axis), sqrt(part.energy * part.jerk)))
            .fold(1.0, f64::min);
        let quietest = parts(motion, 4).map(rms).fold(f64::MAX, f64::min);
        let drift = parts(motion, 2).map(|part| length(mean(part))).fold(0.0, f64::max);
        self.set(Feature::RoundThird, round_third);
        self.set(Feature::Quietest, ratio(quietest, strength));
        self.set(Feature::Drift, ratio(drift, strength));
    }

    /// See [`Feature::Push`].
    fn add_push(&mut self, signal: &Signal) {
        let count = signal.motion().len() as f64;
        let (mut sum, mut squares) = (0.0, 0.0);
        for &motion in signal.motion() {
            let felt = add(motion, signal.mean());
            sum += length(felt);
            squares += dot(felt, felt);
        }
        let mean = ratio(sum, count);
        self.set(Feature::Push, sqrt(f64::max(ratio(squares, count) - mean * mean, 0.0)));
    }

    fn add_axes(&mut self, signal: &Signal) {
        let motion = signal.motion();
        let axes = Axes::of(motion);
        let rms_mps2 = self.get(Feature::Strength) * sqrt(axes.share);
        let strokes = Strokes::along(axes.direction, motion, rms_mps2);
        self.set(Feature::Straight, axes.share);
        self.set(Feature::Flat, axes.flat);
        self.set(Feature::Strokes, f64::from(strokes.count));
        self.set(Feature::StrokeTime, strokes.mean_s);
        self.set(Feature::UnevenTime, strokes.uneven_time);
        self.set(Feature::UnevenPeak, strokes.uneven_peak);
    }

    fn add_rhythm(&mut self, signal: &Signal) {
        let rhythm = Rhythm::of(signal.motion());
        self.set(Feature::Repeat, rhythm.repeat);
        self.set(Feature::Mirror, rhythm.mirror);
        self.set(Feature::Purity, rhythm.purity);
    }

    fn add_posture(&mut self, window: Window<'_>) {
        let (tipped, spun) = (Turn::by_gravity(window), Turn::by_rotation(window));
        self.set(Feature::TippedAway, tipped.away_deg);
        self.set(Feature::TippedLeft, tipped.left_deg);
        // Turning about the plumb line is no flip: the screen faces the same way all the time.
        let plumb = window.channels.gravity && tipped.away_deg < 60.0;
        self.set(Feature::SpunAway, if plumb { 0.0 } else { spun.away_deg });
        self.set(Feature::SpunLeft, spun.left_deg);
    }
}

/// Sums over a stretch of movement.
#[derive(Default)]
struct Moments {
    energy: f64,
    fourth: f64,
    /// Squares of the change from frame to frame.
    jerk: f64,
    /// Squares of the change of that change.
    snap: f64,
    /// The area the movement goes round, about each axis.
    area: Vector,
}

impl Moments {
    fn of(motion: &[Vector]) -> Self {
        let mut sums = Self::default();
        for triple in motion.windows(3) {
            let change = scale(sub(triple[2], triple[0]), 0.5);
            let bend = sub(add(triple[2], triple[0]), scale(triple[1], 2.0));
            let square = dot(triple[1], triple[1]);
            sums.energy += square;
            sums.fourth += square * square;
            sums.jerk += dot(change, change);
            sums.snap += dot(bend, bend);
            sums.area = add(sums.area, cross(triple[1], change));
        }
        sums
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
