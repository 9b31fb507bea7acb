//! All that the rules look at: a few physical quantities of a window.

use crate::axes::Axes;
use crate::limits::FRAME_RATE_HZ;
use crate::math::{TAU, Vector, add, cross, dot, length, ln, ratio, scale, sqrt, sub, unit};
use crate::posture::Turn;
use crate::rhythm::Rhythm;
use crate::sample::Window;
use crate::signal::{Look, Signal};
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
    /// All strokes, those cut off at its edges included.
    AllStrokes,
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
        Feature::AllStrokes,
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
            "AllStrokes",
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

/// Quantities that are computed together.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Group {
    Length,
    Moments,
    Rattle,
    Axes,
    Rhythm,
    Push,
    Tipped,
    Spun,
}

const GROUPS: usize = Group::Spun as usize + 1;

impl Feature {
    /// Whether it costs much more than the others.
    pub(crate) const fn is_dear(self) -> bool {
        matches!(self.group(), Group::Rhythm)
    }

    const fn group(self) -> Group {
        match self {
            Feature::Repeat | Feature::Mirror | Feature::Purity => Group::Rhythm,
            Feature::Straight | Feature::Flat | Feature::Strokes => Group::Axes,
            Feature::AllStrokes
            | Feature::StrokeTime
            | Feature::UnevenTime
            | Feature::UnevenPeak => Group::Axes,
            Feature::LogRattle => Group::Rattle,
            Feature::Push => Group::Push,
            Feature::TippedAway | Feature::TippedLeft => Group::Tipped,
            Feature::SpunAway | Feature::SpunLeft => Group::Spun,
            Feature::Seconds => Group::Length,
            _ => Group::Moments,
        }
    }
}

/// The quantities of one window, each group computed when it is first asked for.
pub(crate) struct Features<'a> {
    window: Window<'a>,
    signal: Signal,
    values: [f64; Feature::COUNT],
    known: [bool; GROUPS],
}

impl<'a> Features<'a> {
    /// The features of a window of at least [`crate::limits::MIN_WINDOW_FRAMES`] frames.
    pub(crate) fn of(window: Window<'a>, look: Look) -> Self {
        let signal = Signal::of(window, look);
        Self { window, signal, values: [0.0; Feature::COUNT], known: [false; GROUPS] }
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
            Group::Length => self.add_length(),
            Group::Moments => self.add_moments(),
            Group::Rattle => self.add_rattle(),
            Group::Axes => self.add_axes(),
            Group::Rhythm => self.add_rhythm(),
            Group::Push => self.add_push(),
            Group::Tipped => self.add_tipped(),
            Group::Spun => self.add_spun(),
        }
    }

    fn add_length(&mut self) {
        let frames = self.signal.motion().len() as f64;
        self.set(Feature::Seconds, frames / f64::from(FRAME_RATE_HZ));
    }

    fn add_moments(&mut self) {
        let count = self.signal.motion().len() as f64;
        let thirds = Moments::of_thirds(self.signal.motion());
        let whole = thirds.iter().fold(Moments::default(), Moments::plus);
        let strength = sqrt(ratio(whole.energy, count));
        let rate_hz = per_s(sqrt(ratio(whole.jerk, whole.energy)));
        let jerk_rate_hz = per_s(sqrt(ratio(whole.snap, whole.jerk)));
        self.set(Feature::Strength, strength);
        self.set(Feature::Rate, rate_hz);
        self.set(Feature::LogRate, ln(rate_hz));
        self.set(Feature::JerkRate, jerk_rate_hz);
        self.set(Feature::Spread, ratio(jerk_rate_hz, rate_hz));
        self.set(Feature::LogPace, ln(ratio(strength, TAU * f64::max(rate_hz, 0.3))));
        self.set(Feature::Kurtosis, ratio(whole.fourth * count, whole.energy * whole.energy));
        self.set(Feature::Round, whole.round_about(unit(whole.area)));
        let worst =
            thirds.iter().map(|third| third.round_about(unit(whole.area))).fold(1.0, f64::min);
        self.set(Feature::RoundThird, worst);
        self.add_parts(strength);
    }

    fn add_parts(&mut self, strength: f64) {
        let motion = self.signal.motion();
        let quietest = parts(motion, 4).map(rms).fold(f64::MAX, f64::min);
        let drift = parts(motion, 2).map(|part| length(mean(part))).fold(0.0, f64::max);
        self.set(Feature::Quietest, ratio(quietest, strength));
        self.set(Feature::Drift, ratio(drift, strength));
    }

    fn add_rattle(&mut self) {
        let strength = self.get(Feature::Strength);
        self.set(Feature::LogRattle, ln(ratio(self.signal.rattle_mps2(self.window), strength)));
    }

    fn add_axes(&mut self) {
        let axes = Axes::of(self.signal.motion());
        let rms_mps2 = self.get(Feature::Strength) * sqrt(axes.share);
        let strokes = Strokes::along(axes.direction, self.signal.motion(), rms_mps2);
        self.set(Feature::Straight, axes.share);
        self.set(Feature::Flat, axes.flat);
        self.set(Feature::Strokes, f64::from(strokes.complete));
        self.set(Feature::AllStrokes, f64::from(strokes.all));
        self.set(Feature::StrokeTime, strokes.mean_s);
        self.set(Feature::UnevenTime, strokes.uneven_time);
        self.set(Feature::UnevenPeak, strokes.uneven_peak);
    }

    fn add_rhythm(&mut self) {
        let rhythm = Rhythm::of(self.signal.motion());
        self.set(Feature::Repeat, rhythm.repeat);
        self.set(Feature::Mirror, rhythm.mirror);
        self.set(Feature::Purity, rhythm.purity);
    }

    fn add_push(&mut self) {
        let count = self.signal.motion().len() as f64;
        let (mut sum, mut squares) = (0.0, 0.0);
        for &motion in self.signal.motion() {
            let felt = add(motion, self.signal.mean());
            sum += length(felt);
            squares += dot(felt, felt);
        }
        let mean = ratio(sum, count);
        self.set(Feature::Push, sqrt(f64::max(ratio(squares, count) - mean * mean, 0.0)));
    }

    fn add_tipped(&mut self) {
        let tipped = Turn::by_gravity(self.window);
        self.set(Feature::TippedAway, tipped.away_deg);
        self.set(Feature::TippedLeft, tipped.left_deg);
    }

    fn add_spun(&mut self) {
        // Turning about the plumb line is no flip: the screen faces the same way all the time.
        let plumb = self.window.channels.gravity && self.get(Feature::TippedAway) < LEAST_TIP_DEG;
        let spun = if plumb { Turn::default() } else { Turn::by_rotation(self.window) };
        self.set(Feature::SpunAway, spun.away_deg);
        self.set(Feature::SpunLeft, spun.left_deg);
    }
}

/// So far gravity must turn before the gyroscope is asked, in degrees.
const LEAST_TIP_DEG: f64 = 60.0;

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
    /// The three thirds; each reaches two frames into the next, so that no triple is lost.
    fn of_thirds(motion: &[Vector]) -> [Self; 3] {
        let third = motion.len() / 3;
        [
            Self::of(&motion[..third + 2]),
            Self::of(&motion[third..2 * third + 2]),
            Self::of(&motion[2 * third..]),
        ]
    }

    fn plus(self, other: &Self) -> Self {
        Self {
            energy: self.energy + other.energy,
            fourth: self.fourth + other.fourth,
            jerk: self.jerk + other.jerk,
            snap: self.snap + other.snap,
            area: add(self.area, other.area),
        }
    }

    /// How round it is about an axis: 1 for a circle, 0 for a line.
    fn round_about(&self, axis: Vector) -> f64 {
        ratio(dot(self.area, axis), sqrt(self.energy * self.jerk))
    }

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
