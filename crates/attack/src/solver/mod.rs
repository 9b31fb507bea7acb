//! Solves the proof of work as fast as careful native code can.

pub(crate) mod lanes;
mod message;

use std::array;
use std::hint::black_box;
use std::time::Duration;

use anyhow::Result;
use passwave_protocol::{WorkTask, proof_of_work};

use crate::cpu_time::cpu_time;
use message::Message;

/// A way to hash many tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solver {
    /// The protocol's own code with the crate `sha2`, which uses SHA instructions where there are any.
    Plain,
    /// Eight nonces side by side.
    Lanes8,
    /// Sixteen nonces side by side.
    Lanes16,
    /// Thirty-two nonces side by side.
    Lanes32,
}

impl Solver {
    /// All of them.
    pub const ALL: [Solver; 4] = [Solver::Plain, Solver::Lanes8, Solver::Lanes16, Solver::Lanes32];

    /// The name in the report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Solver::Plain => "one nonce at a time, the crate `sha2`",
            Solver::Lanes8 => "8 nonces side by side",
            Solver::Lanes16 => "16 nonces side by side",
            Solver::Lanes32 => "32 nonces side by side",
        }
    }

    /// Makes at least this many tries at a puzzle that has no solution.
    fn tries(self, challenge_id: &str, tries: u32) {
        const BITS: u32 = 32;
        let task = WorkTask { puzzles: 1, bits: BITS };
        match self {
            Solver::Plain => drop(proof_of_work::Solver::new(challenge_id, task, 0).step(tries)),
            Solver::Lanes8 => try_in_lanes::<8>(challenge_id, tries),
            Solver::Lanes16 => try_in_lanes::<16>(challenge_id, tries),
            Solver::Lanes32 => try_in_lanes::<32>(challenge_id, tries),
        }
    }

    /// Solves every puzzle of a challenge.
    #[must_use]
    pub fn solve(self, challenge_id: &str, task: WorkTask) -> Vec<u32> {
        match self {
            Solver::Plain => proof_of_work::solve(challenge_id, task, 0),
            Solver::Lanes8 => solve_in_lanes::<8>(challenge_id, task),
            Solver::Lanes16 => solve_in_lanes::<16>(challenge_id, task),
            Solver::Lanes32 => solve_in_lanes::<32>(challenge_id, task),
        }
    }
}

fn solve_in_lanes<const N: usize>(challenge_id: &str, task: WorkTask) -> Vec<u32> {
    let message = Message::new(challenge_id);
    (0..task.puzzles).map(|puzzle| search::<N>(&message, puzzle, task.bits)).collect()
}

fn search<const N: usize>(message: &Message, puzzle: u32, bits: u32) -> u32 {
    let mut first: u32 = 0;
    loop {
        let nonces: [u32; N] = array::from_fn(|lane| first.wrapping_add(lane as u32));
        let words = message.first_words(puzzle, nonces);
        if let Some(lane) = words.iter().position(|word| word.leading_zeros() >= bits) {
            return nonces[lane];
        }
        first = first.wrapping_add(N as u32);
    }
}

fn try_in_lanes<const N: usize>(challenge_id: &str, tries: u32) {
    let message = Message::new(challenge_id);
    for first in (0..tries).step_by(N) {
        let nonces: [u32; N] = array::from_fn(|lane| first + lane as u32);
        black_box(message.first_words(0, nonces));
    }
}

/// How fast a solver is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lap {
    /// The solver.
    pub(crate) solver: Solver,
    /// The processor time of one try.
    pub(crate) each: Duration,
}

/// Times every solver with the same work; the fastest comes first.
///
/// # Errors
/// If the processor time cannot be read.
pub(crate) fn race() -> Result<Vec<Lap>> {
    let mut laps = Solver::ALL.into_iter().map(time).collect::<Result<Vec<Lap>>>()?;
    laps.sort_by_key(|lap| lap.each);
    Ok(laps)
}

/// The solver that wins the race.
///
/// # Errors
/// If the processor time cannot be read.
pub fn fastest_solver() -> Result<Solver> {
    Ok(race()?[0].solver)
}

fn time(solver: Solver) -> Result<Lap> {
    const TRIES: u32 = 1024;
    let start = cpu_time()?;
    solver.tries("a race", TRIES);
    Ok(Lap { solver, each: (cpu_time()? - start) / TRIES })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_solver_solves_what_the_protocol_defines() {
        const TASK: WorkTask = WorkTask { puzzles: 4, bits: 6 };
        for solver in Solver::ALL {
            let nonces = solver.solve("an id", TASK);
            assert!(proof_of_work::verify("an id", TASK, &nonces), "{solver:?}: {nonces:?}");
        }
    }
}
