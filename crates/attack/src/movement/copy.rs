//! Changed copies of movements that passed: of people where there are recordings, else of the synthetic arm.

use std::path::Path;

use fastrand::Rng;
use passwave_motion::{Gesture, Mode};
use passwave_recordings::augment::scale_movement;
use passwave_recordings::{Recording, is_duplicate, open, recordings_of_people};

use super::formula::random_axes;
use super::{Formula, SECONDS, accepted_evidence, add_noise, between};

/// How a copy is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The movement is made larger or smaller.
    Scaled,
    /// The phone is turned in the hand.
    Rotated,
    /// A little noise is added.
    Noisy,
    /// All of that, and it is stretched in time.
    All,
}

impl Change {
    /// All of them.
    pub(crate) const ALL: [Change; 4] =
        [Change::Scaled, Change::Rotated, Change::Noisy, Change::All];

    /// The name in the report.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Change::Scaled => "a copy, scaled",
            Change::Rotated => "a copy, rotated",
            Change::Noisy => "a copy, with noise",
            Change::All => "a copy, scaled, rotated, stretched and with noise",
        }
    }

    /// A changed copy.
    #[must_use]
    pub(crate) fn of(self, original: &Recording, seed: u64) -> Recording {
        let mut random = Rng::with_seed(seed);
        let mut copy = original.clone();
        let does = |change| self == change || self == Change::All;
        if does(Change::Scaled) {
            scale_movement(&mut copy, between(&mut random, 0.9, 1.15));
        }
        if does(Change::Rotated) {
            rotate(&mut copy, &mut random);
        }
        if does(Change::Noisy) {
            add_noise(&mut copy, &mut random, 0.15);
        }
        if self == Change::All {
            let factor = between(&mut random, 0.92, 1.08);
            copy.t_ms.iter_mut().for_each(|at_ms| *at_ms *= factor);
        }
        copy
    }
}

fn rotate(movement: &mut Recording, random: &mut Rng) {
    let axes = random_axes(random);
    let Recording { ax, ay, az, lx, ly, lz, gx, gy, gz, .. } = movement;
    for [x, y, z] in [[ax, ay, az], [lx, ly, lz], [gx, gy, gz]] {
        for at in 0..x.len() {
            let before = [x[at], y[at], z[at]];
            let turned = axes.map(|axis| (0..3).map(|part| axis[part] * before[part]).sum());
            [x[at], y[at], z[at]] = turned;
        }
    }
}

/// What is copied.
pub(crate) struct Originals {
    of_people: Vec<Recording>,
}

impl Originals {
    /// The sets in which people make each gesture with a phone; nobody has recorded flips.
    const SETS: [(Gesture, &'static str, &'static [&'static str]); 3] = [
        (Gesture::Wave, "handwaving", &["wave_lr"]),
        (Gesture::Shake, "uhh", &["shake_lr", "shake_ud"]),
        (Gesture::Circle, "handwaving", &["circle"]),
    ];

    /// Reads those recordings of people that there are.
    ///
    /// # Errors
    /// If a file of them is broken.
    pub(crate) fn load(checkout: &Path) -> anyhow::Result<Self> {
        let mut of_people = Vec::new();
        for set in ["handwaving", "uhh"] {
            let Some(folder) = recordings_of_people(checkout) else { break };
            let file = folder.join(format!("{set}.ndjson.gz"));
            if file.exists() {
                for recording in open(&file)? {
                    of_people.push(recording?);
                }
                of_people.retain(|recording| !is_duplicate(recording));
            }
        }
        Ok(Self { of_people })
    }

    /// Whether there are people's recordings of a gesture.
    #[must_use]
    pub(crate) fn are_of_people(&self, gesture: Gesture) -> bool {
        self.of_people.iter().any(|recording| shows(recording, gesture))
    }

    /// At most `count` movements that pass as the gesture.
    #[must_use]
    pub(crate) fn passing(&self, gesture: Gesture, mode: Mode, count: usize) -> Vec<Recording> {
        let passes = |recording: &Recording| accepted_evidence(recording, gesture, mode).is_some();
        if !self.are_of_people(gesture) {
            return of_the_arm(gesture).filter(passes).take(count).collect();
        }
        let shown = self.of_people.iter().filter(|recording| shows(recording, gesture));
        shown.map(beginning).filter(passes).take(count).collect()
    }
}

fn shows(recording: &Recording, gesture: Gesture) -> bool {
    Originals::SETS.iter().any(|(asked, set, labels)| {
        *asked == gesture && recording.set == *set && labels.contains(&recording.label.as_str())
    })
}

fn of_the_arm(gesture: Gesture) -> impl Iterator<Item = Recording> {
    (0..1000).map(move |person| Formula::Arm.movement(gesture, person))
}

/// The first ten seconds.
fn beginning(recording: &Recording) -> Recording {
    let first_ms = recording.t_ms.first().copied().unwrap_or_default();
    let len = recording.t_ms.partition_point(|at_ms| *at_ms < first_ms + 1000.0 * SECONDS);
    let mut copy = recording.clone();
    let Recording { t_ms, ax, ay, az, lx, ly, lz, gx, gy, gz, .. } = &mut copy;
    for column in [t_ms, ax, ay, az, lx, ly, lz, gx, gy, gz] {
        column.truncate(len);
    }
    copy
}
