//! Tremor as it was recorded, laid on other recordings.

use passwave_recordings::Recording;

use super::columns_mut::accelerations;
use crate::evaluate::motion_analysis::Movement;
use crate::evaluate::recording_groups::Group;

/// A clip whose root mean square is smaller, in m/s2, has hardly any tremor.
const MIN_STRENGTH_MPS2: f64 = 0.5;

/// The movement of one recording of tremor alone.
pub(crate) struct TremorClip {
    /// The recording.
    pub(crate) id: String,
    /// Whether somebody imitated the tremor.
    pub(crate) is_imitated: bool,
    /// Its root mean square, in m/s2.
    pub(crate) strength_mps2: f64,
    movement: Movement,
}

impl TremorClip {
    /// All clips of tremor at rest or in posture that are strong enough, the weakest first.
    pub(crate) fn all(recordings: &[Recording]) -> Vec<Self> {
        let is_tremor =
            |recording: &&Recording| Group::of(&recording.set, &recording.label) == Group::Tremor;
        let mut clips: Vec<Self> = recordings.iter().filter(is_tremor).map(Self::of).collect();
        clips.retain(|clip| clip.strength_mps2 > MIN_STRENGTH_MPS2);
        clips.sort_by(|one, other| one.strength_mps2.total_cmp(&other.strength_mps2));
        clips
    }

    fn of(recording: &Recording) -> Self {
        let movement = Movement::of(recording);
        Self {
            id: recording.id.clone(),
            is_imitated: recording.label == "tremor_simulated",
            strength_mps2: movement.whole_strength_mps2(),
            movement,
        }
    }

    /// The recording as this tremor would have made it: added as it is, from its beginning again where it is shorter.
    pub(crate) fn laid_on(&self, recording: &Recording) -> Recording {
        let mut trembling = recording.clone();
        let first_ms = recording.t_ms[0];
        let added: Vec<[f64; 3]> =
            recording.t_ms.iter().map(|at_ms| self.movement.repeated(at_ms - first_ms)).collect();
        for axes in accelerations(&mut trembling) {
            for (nth, axis) in axes.into_iter().enumerate() {
                axis.iter_mut().zip(&added).for_each(|(value, push)| *value += push[nth]);
            }
        }
        trembling
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At 100 samples a second, with gravity along z.
    fn trembling(seconds: u32, peak_mps2: f64) -> Recording {
        let at_s: Vec<f64> = (0..=100 * seconds).map(|nth| f64::from(nth) / 100.0).collect();
        let tremor = |at: &f64| peak_mps2 * (std::f64::consts::TAU * 5.0 * at).sin();
        Recording {
            id: format!("{seconds} s of {peak_mps2} m/s2"),
            set: "tremorwear".into(),
            label: "tremor_posture".into(),
            grav: true,
            ax: at_s.iter().map(tremor).collect(),
            ay: vec![0.0; at_s.len()],
            az: vec![9.8; at_s.len()],
            t_ms: at_s.iter().map(|at| 1000.0 * at).collect(),
            ..Recording::default()
        }
    }

    #[test]
    fn the_strong_clips_are_taken_in_order() {
        let recordings = [trembling(8, 4.0), trembling(8, 0.6), trembling(8, 2.0)];
        let clips = TremorClip::all(&recordings);
        let ids: Vec<&str> = clips.iter().map(|clip| clip.id.as_str()).collect();
        assert_eq!(ids, ["8 s of 2 m/s2", "8 s of 4 m/s2"]);
        assert!((clips[1].strength_mps2 - 4.0 / 2.0_f64.sqrt()).abs() < 0.1);
    }

    #[test]
    fn tremor_is_added_without_its_gravity_and_again_where_it_is_shorter() {
        let clip = TremorClip::of(&trembling(4, 4.0));
        let still = trembling(10, 0.0);
        let trembling = clip.laid_on(&still);
        for at in [5, 405, 805] {
            assert!((trembling.ax[at] - 4.0).abs() < 0.3, "{} at {at}", trembling.ax[at]);
            assert!((trembling.az[at] - 9.8).abs() < 1e-6);
        }
        assert_eq!(trembling.t_ms, still.t_ms);
    }
}
