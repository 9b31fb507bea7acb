//! The doors: every way to a token, with a gyroscope and without where that can matter.

use anyhow::{Context, Result};
use passwave_motion::{Gesture, Mode};
use passwave_protocol::{Way, WorkTask};

use crate::movement::{Formula, accepted_evidence, without_gyroscope};
use crate::site::Site;
use crate::solver::Solver;

/// The formulas that a forger tries one after the other, each with other numbers, until one passes.
const FORMULAS: [Formula; 3] = [Formula::LivelySine, Formula::LivelyMinimumJerk, Formula::Arm];
/// So many movements are tried before the forger gives up.
const MOST_MOVEMENTS: u64 = 3000;

/// A way, and whether a gyroscope is claimed with the movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// The way that is asked for.
    pub way: Way,
    /// Whether the evidence has a rotation rate; none without evidence.
    pub gyroscope: Option<bool>,
}

/// A token and what was asked for it.
#[derive(Clone, Debug)]
pub struct Token {
    /// The token, to be shown to siteverify.
    pub text: String,
    /// The work that was asked.
    pub work: WorkTask,
}

impl Door {
    /// All doors of these ways.
    #[must_use]
    pub fn of(ways: &[Way]) -> Vec<Self> {
        let each = ways.iter().flat_map(|&way| {
            let gyroscope: &[Option<bool>] =
                if way.gesture().is_some() { &[Some(true), Some(false)] } else { &[None] };
            gyroscope.iter().map(move |&gyroscope| Self { way, gyroscope })
        });
        each.collect()
    }

    /// Makes one token; each seed makes another movement.
    ///
    /// # Errors
    /// If the server does not answer, or refuses what should pass.
    pub fn token(self, site: &Site, mode: Mode, solver: Solver, seed: u64) -> Result<Token> {
        let evidence = self.way.gesture().map(|gesture| self.evidence(gesture, mode, seed));
        let evidence = evidence.transpose()?;
        let challenge = site.challenge(self.way, mode)?;
        let work = challenge.work;
        let nonces = solver.solve(&challenge.id, work);
        let text = site.redeem(challenge, nonces, evidence)?;
        let text = text.with_context(|| format!("{self:?} was refused in {} mode", mode.name()))?;
        Ok(Token { text, work })
    }

    fn evidence(self, gesture: Gesture, mode: Mode, seed: u64) -> Result<String> {
        let made = (0..MOST_MOVEMENTS).find_map(|nth| {
            let formula = FORMULAS[(nth % FORMULAS.len() as u64) as usize];
            let mut movement = formula.movement(gesture, seed * MOST_MOVEMENTS + nth);
            if self.gyroscope == Some(false) {
                movement = without_gyroscope(movement);
            }
            accepted_evidence(&movement, gesture, mode)
        });
        made.with_context(|| format!("no formula passes as a {}", gesture.name()))
    }
}
