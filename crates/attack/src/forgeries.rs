//! How many made-up movements of each kind pass, each one shown to the server and its token to siteverify.

use anyhow::Result;
use passwave_motion::{Gesture, Mode};
use passwave_protocol::Way;
use passwave_recordings::Recording;

use crate::movement::{Change, Formula, Originals, accepted_evidence, without_gyroscope};
use crate::site::Site;
use crate::solver::Solver;

/// How many movements of each kind are tried.
const MOVEMENTS: usize = 12;

/// A kind of forgery.
#[derive(Clone, Copy)]
enum Kind {
    Formula(Formula),
    Copy(Change),
}

impl Kind {
    fn all() -> impl Iterator<Item = Self> {
        Formula::ALL.map(Self::Formula).into_iter().chain(Change::ALL.map(Self::Copy))
    }

    const fn name(self) -> &'static str {
        match self {
            Kind::Formula(formula) => formula.name(),
            Kind::Copy(change) => change.name(),
        }
    }
}

/// What the forger has.
pub(crate) struct Forger<'a> {
    pub(crate) originals: &'a Originals,
    /// A site that asks for next to no work: the verdict does not depend on it.
    pub(crate) site: &'a Site,
    pub(crate) solver: Solver,
}

impl Forger<'_> {
    /// The rows of the table.
    pub(crate) fn rows(&self) -> Result<Vec<[String; 6]>> {
        let mut rows = Vec::new();
        for (nth, kind) in Kind::all().enumerate() {
            for gyroscope in [false, true] {
                let mut row = [""; 6].map(str::to_owned);
                row[0] = kind.name().to_owned();
                row[1] = if gyroscope { "with" } else { "without" }.to_owned();
                for (column, gesture) in Gesture::ALL.into_iter().enumerate() {
                    let seed = (2 * nth + usize::from(gyroscope)) * 10 + column;
                    row[2 + column] = self.cell(kind, gyroscope, gesture, seed as u64 * 1_000)?;
                }
                rows.push(row);
            }
        }
        Ok(rows)
    }

    /// How many pass in standard and in elder mode, out of how many; a dash where the originals have no gyroscope.
    fn cell(&self, kind: Kind, gyroscope: bool, gesture: Gesture, seed: u64) -> Result<String> {
        let mut passed = Vec::new();
        let mut tried = 0;
        for (mode, seed) in [(Mode::Standard, seed), (Mode::Elder, seed + 500)] {
            let movements = self.movements(kind, gyroscope, (gesture, mode), seed);
            tried = movements.len();
            let mut count = 0;
            for movement in movements {
                count += u32::from(self.passes(&movement, gesture, mode)?);
            }
            passed.push(count);
        }
        Ok(match (tried, passed.as_slice()) {
            (0, _) => "–".to_owned(),
            (MOVEMENTS, [standard, elder]) => format!("{standard} / {elder}"),
            (_, [standard, elder]) => format!("{standard} / {elder} of {tried}"),
            _ => unreachable!("there are two modes"),
        })
    }

    fn movements(
        &self,
        kind: Kind,
        gyroscope: bool,
        (gesture, mode): (Gesture, Mode),
        seed: u64,
    ) -> Vec<Recording> {
        let seeds = (0..MOVEMENTS as u64).map(|nth| seed + nth);
        let all: Vec<Recording> = match kind {
            Kind::Formula(formula) => seeds.map(|seed| formula.movement(gesture, seed)).collect(),
            Kind::Copy(change) => {
                let originals = self.originals.passing(gesture, mode, MOVEMENTS);
                seeds.zip(&originals).map(|(seed, original)| change.of(original, seed)).collect()
            }
        };
        if gyroscope {
            return all.into_iter().filter(|movement| !movement.gx.is_empty()).collect();
        }
        all.into_iter().map(without_gyroscope).collect()
    }

    fn passes(&self, movement: &Recording, gesture: Gesture, mode: Mode) -> Result<bool> {
        let Some(evidence) = accepted_evidence(movement, gesture, mode) else { return Ok(false) };
        let way = Way::from_name(gesture.name()).expect("a way for each gesture");
        let challenge = self.site.challenge(way, mode)?;
        let work = self.solver.solve(&challenge.id, challenge.work);
        match self.site.redeem(challenge, work, Some(evidence))? {
            Some(token) => self.site.siteverify(&token),
            None => Ok(false),
        }
    }
}
