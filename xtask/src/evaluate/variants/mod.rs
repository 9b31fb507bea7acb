//! Variants of recordings: other orientations, worse sampling, vibration, tremor, less effort.

mod columns_mut;
mod effort;
mod orientation;
mod sampling;
mod tremor_clip;

use fastrand::Rng;
use passwave_recordings::{Recording, augment};

pub(crate) use tremor_clip::TremorClip;

/// What a variant changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    /// How the phone is held, and whose signs its sensors have.
    Orientation,
    /// When and how often samples come.
    Sampling,
    /// The phone's own vibration.
    Vibration,
    /// Vibration far stronger than a phone's motor should make.
    StrongVibration,
    /// A trembling hand.
    Tremor,
    /// Smaller or slower movements.
    Effort,
}

/// One way of changing a recording.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Variant {
    /// All acceleration axes inverted, as between iOS and Android.
    SignsInverted,
    /// Half a turn about x: upside down, with the screen facing away.
    EndOverEnd,
    /// Mirrored, as by the other hand.
    Mirrored,
    /// A quarter turn about z.
    Landscape,
    /// Every reading duplicated, the second time half an interval later.
    Doubled,
    /// One sample in ten lost.
    Dropped,
    /// Times wrong by up to 8 ms.
    Jittered,
    /// Samples at another rate, in Hz.
    Rate(u32),
    /// A pulse of the vibration motor about every second.
    Vibration {
        /// Its peak, in m/s2.
        peak_mps2: u32,
    },
    /// A trembling hand.
    Tremor {
        /// How fast, in Hz.
        hz: u32,
        /// Its peak, in m/s2.
        peak_mps2: f64,
    },
    /// The same movement with 60 % of its acceleration and rotation.
    SmallerBy60,
    /// The same path at 60 % of the speed.
    SlowerBy60,
}

const TREMOR_HZ: [u32; 4] = [4, 5, 6, 8];
const TREMOR_PEAK_MPS2: [f64; 4] = [0.5, 1.0, 2.0, 3.0];

impl Variant {
    /// All but the tremors, in the order of the report.
    pub(crate) const PLAIN: [Variant; 16] = [
        Variant::SignsInverted,
        Variant::EndOverEnd,
        Variant::Mirrored,
        Variant::Landscape,
        Variant::Doubled,
        Variant::Dropped,
        Variant::Jittered,
        Variant::Rate(25),
        Variant::Rate(33),
        Variant::Rate(50),
        Variant::Rate(60),
        Variant::Rate(100),
        Variant::Vibration { peak_mps2: 5 },
        Variant::Vibration { peak_mps2: 10 },
        Variant::SmallerBy60,
        Variant::SlowerBy60,
    ];

    /// Every tremor, slow ones first.
    pub(crate) fn tremors() -> impl Iterator<Item = Variant> {
        TREMOR_HZ.into_iter().flat_map(|hz| {
            TREMOR_PEAK_MPS2.into_iter().map(move |peak_mps2| Variant::Tremor { hz, peak_mps2 })
        })
    }

    /// The family of the variant.
    pub(crate) fn family(self) -> Family {
        match self {
            Self::SignsInverted | Self::EndOverEnd | Self::Mirrored | Self::Landscape => {
                Family::Orientation
            }
            Self::Doubled | Self::Dropped | Self::Jittered | Self::Rate(_) => Family::Sampling,
            Self::Vibration { peak_mps2: 5 } => Family::Vibration,
            Self::Vibration { .. } => Family::StrongVibration,
            Self::Tremor { .. } => Family::Tremor,
            Self::SmallerBy60 | Self::SlowerBy60 => Family::Effort,
        }
    }

    /// The title in the report.
    pub(crate) fn title(self) -> String {
        let title = match self {
            Self::SignsInverted => "acceleration signs inverted",
            Self::EndOverEnd => "phone turned end over end",
            Self::Mirrored => "mirrored",
            Self::Landscape => "landscape",
            Self::Doubled => "every sample doubled",
            Self::Dropped => "10 % of the samples dropped",
            Self::Jittered => "8 ms of jitter",
            Self::Rate(hz) => return format!("{hz} Hz"),
            Self::Vibration { peak_mps2 } => {
                return format!("vibration every second, {peak_mps2} m/s2");
            }
            Self::Tremor { hz, peak_mps2 } => return format!("tremor {hz} Hz, {peak_mps2} m/s2"),
            Self::SmallerBy60 => "60 % of the amplitude",
            Self::SlowerBy60 => "60 % of the speed",
        };
        title.into()
    }

    /// The factor by which the recording gets longer.
    pub(crate) fn stretch(self) -> f64 {
        if self == Self::SlowerBy60 { 1.0 / effort::SHARE } else { 1.0 }
    }

    /// The changed recording; deterministic.
    pub(crate) fn of(self, recording: &Recording) -> Recording {
        let mut changed = recording.clone();
        let mut random = Rng::with_seed(seed(&recording.id));
        match self {
            Self::SignsInverted => orientation::invert_signs(&mut changed),
            Self::EndOverEnd => orientation::turn_end_over_end(&mut changed),
            Self::Mirrored => orientation::mirror(&mut changed),
            Self::Landscape => orientation::turn_to_landscape(&mut changed),
            Self::Doubled => sampling::double(&mut changed),
            Self::Dropped => sampling::drop_some(&mut changed, &mut random),
            Self::Jittered => sampling::jitter(&mut changed, &mut random),
            Self::Rate(hz) => sampling::resample(&mut changed, f64::from(hz)),
            Self::Vibration { peak_mps2 } => {
                augment::add_vibration(&mut changed, &mut random, f64::from(peak_mps2));
            }
            Self::Tremor { hz, peak_mps2 } => {
                augment::add_tremor(&mut changed, &mut random, f64::from(hz), peak_mps2);
            }
            Self::SmallerBy60 => effort::make_smaller(&mut changed),
            Self::SlowerBy60 => effort::make_slower(&mut changed),
        }
        changed
    }
}

/// The recording without gyroscope data.
pub(crate) fn without_gyroscope(recording: &Recording) -> Recording {
    let none = Vec::new();
    Recording { gx: none.clone(), gy: none.clone(), gz: none, ..recording.clone() }
}

fn seed(id: &str) -> u64 {
    id.bytes().fold(17, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use passwave_recordings::synthetic::{self, Motion};

    use super::*;

    fn wave() -> Recording {
        synthetic::generate(Motion::WaveLr, &synthetic::Options::default())
    }

    #[test]
    fn every_variant_is_valid_and_deterministic() {
        for variant in Variant::PLAIN.into_iter().chain(Variant::tremors()) {
            let changed = variant.of(&wave());
            assert_eq!(changed.check(), Ok(()), "{variant:?}");
            assert_ne!(changed, wave(), "{variant:?} changes nothing");
            assert_eq!(changed, variant.of(&wave()), "{variant:?} differs from time to time");
        }
    }

    #[test]
    fn applying_a_symmetric_variant_twice_restores_the_recording() {
        for variant in [Variant::SignsInverted, Variant::EndOverEnd, Variant::Mirrored] {
            assert_eq!(variant.of(&variant.of(&wave())), wave(), "{variant:?}");
        }
    }

    #[test]
    fn without_gyroscope_removes_the_rotation() {
        assert!(wave().rotation().is_some());
        assert!(without_gyroscope(&wave()).rotation().is_none());
    }
}
