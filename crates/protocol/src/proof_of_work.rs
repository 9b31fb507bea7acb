//! Proof of work: many small SHA-256 puzzles.
//!
//! One try hashes a block of [`WORK_BLOCK_BYTES`]: SHA-256 of the challenge's id,
//! repeated, in which every 64 bytes begin with the puzzle's index, a nonce and how many 64 bytes
//! come before, each as 32 bits in little endian. The puzzle is solved when the digest begins with
//! enough zero bits. The block is long so that a browser's own WebCrypto, WebAssembly and plain
//! JavaScript are within a small factor of native code. Index and nonce stand in each of SHA-256's
//! own blocks so that neither an intermediate state nor a message schedule can be computed once for
//! many tries, and the number of the block so that no schedule can be computed once for a whole
//! try. There are many puzzles so that the total time varies little and progress can be shown.

use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::limits::WORK_BLOCK_BYTES;

/// What SHA-256 takes in at a time, in bytes (FIPS 180-4).
const SHA256_BLOCK_BYTES: usize = 64;

/// The amount of work that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkTask {
    /// The number of puzzles; at most [`crate::limits::MAX_WORK_PUZZLES`].
    pub puzzles: u32,
    /// The number of leading zero bits that each digest must have; at most [`crate::limits::MAX_WORK_BITS`].
    pub bits: u32,
}

/// The progress of a [`Solver`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Puzzles solved so far.
    pub solved: u32,
    /// Puzzles in all.
    pub puzzles: u32,
}

impl Progress {
    /// Whether all puzzles are solved.
    #[must_use]
    pub const fn is_done(self) -> bool {
        self.solved >= self.puzzles
    }
}

/// The block of one challenge, every 64 bytes of it numbered, with room for index and nonce before the number.
#[derive(Clone, Debug)]
struct Block(Vec<u8>);

impl Block {
    fn new(challenge_id: &str) -> Self {
        let seed = Sha256::digest(challenge_id.as_bytes());
        let mut bytes = vec![0; WORK_BLOCK_BYTES];
        for chunk in bytes.chunks_exact_mut(seed.len()) {
            chunk.copy_from_slice(&seed);
        }
        for (number, chunk) in (0_u32..).zip(bytes.chunks_exact_mut(SHA256_BLOCK_BYTES)) {
            chunk[8..12].copy_from_slice(&number.to_le_bytes());
        }
        Self(bytes)
    }

    fn is_solved(&mut self, puzzle: u32, nonce: u32, bits: u32) -> bool {
        for chunk in self.0.chunks_exact_mut(SHA256_BLOCK_BYTES) {
            chunk[..4].copy_from_slice(&puzzle.to_le_bytes());
            chunk[4..8].copy_from_slice(&nonce.to_le_bytes());
        }
        leading_zero_bits(&Sha256::digest(&self.0)) >= bits
    }
}

fn leading_zero_bits(digest: &[u8]) -> u32 {
    let zero_bytes = digest.iter().take_while(|byte| **byte == 0).count();
    let rest = digest.get(zero_bytes).map_or(0, |byte| byte.leading_zeros());
    zero_bytes as u32 * 8 + rest
}

/// Searches the nonces of one challenge, a bounded number of tries at a time.
#[derive(Clone, Debug)]
pub struct Solver {
    block: Block,
    task: WorkTask,
    nonce: u32,
    nonces: Vec<u32>,
}

impl Solver {
    /// Starts to search at `start_nonce`; any number will do, a random one is best.
    #[must_use]
    pub fn new(challenge_id: &str, task: WorkTask, start_nonce: u32) -> Self {
        Self { block: Block::new(challenge_id), task, nonce: start_nonce, nonces: Vec::new() }
    }

    /// Hashes at most `max_tries` blocks; fewer when the last puzzle is solved.
    pub fn step(&mut self, max_tries: u32) -> Progress {
        for _ in 0..max_tries {
            if self.progress().is_done() {
                break;
            }
            self.try_once();
        }
        self.progress()
    }

    fn try_once(&mut self) {
        let puzzle = self.nonces.len() as u32;
        if self.block.is_solved(puzzle, self.nonce, self.task.bits) {
            self.nonces.push(self.nonce);
        }
        self.nonce = self.nonce.wrapping_add(1);
    }

    /// The progress so far.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress { solved: self.nonces.len() as u32, puzzles: self.task.puzzles }
    }

    /// The solution, once every puzzle is solved.
    #[must_use]
    pub fn solution(&self) -> Option<&[u32]> {
        self.progress().is_done().then_some(self.nonces.as_slice())
    }
}

/// Solves every puzzle of the task. It blocks until all are solved; [`Solver`] stops in between.
#[must_use]
pub fn solve(challenge_id: &str, task: WorkTask, start_nonce: u32) -> Vec<u32> {
    let mut solver = Solver::new(challenge_id, task, start_nonce);
    while !solver.step(u32::MAX).is_done() {}
    solver.nonces
}

/// What is said to solve a task, to be checked puzzle by puzzle, in any order: one hash each.
#[derive(Clone, Debug)]
pub struct Solution {
    block: Block,
    bits: u32,
    nonces: Vec<u32>,
}

impl Solution {
    /// None unless there is one nonce for each puzzle.
    #[must_use]
    pub fn new(challenge_id: &str, task: WorkTask, nonces: Vec<u32>) -> Option<Self> {
        let is_complete = nonces.len() == task.puzzles as usize;
        is_complete.then(|| Self { block: Block::new(challenge_id), bits: task.bits, nonces })
    }

    /// Whether this puzzle is solved. There is none from the number of puzzles on.
    pub fn is_solved(&mut self, puzzle: u32) -> bool {
        let nonce = self.nonces.get(puzzle as usize);
        nonce.is_some_and(|nonce| self.block.is_solved(puzzle, *nonce, self.bits))
    }
}

/// Whether `nonces` solve every puzzle of the task: one hash a puzzle, up to the first wrong one.
#[must_use]
pub fn verify(challenge_id: &str, task: WorkTask, nonces: &[u32]) -> bool {
    Solution::new(challenge_id, task, nonces.to_vec())
        .is_some_and(|mut solution| (0..task.puzzles).all(|puzzle| solution.is_solved(puzzle)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TASK: WorkTask = WorkTask { puzzles: 6, bits: 4 };

    #[test]
    fn only_the_solution_of_this_task_is_verified() {
        let nonces = solve("an id", TASK, 7);
        assert!(verify("an id", TASK, &nonces));
        assert!(!verify("another id", TASK, &nonces));
        assert!(!verify("an id", WorkTask { bits: 20, ..TASK }, &nonces));
        assert!(!verify("an id", TASK, &nonces[1..]));
        assert!(!verify("an id", TASK, &[nonces.as_slice(), &[0]].concat()));
        assert!(!verify("an id", TASK, &[]));
    }

    #[test]
    fn a_nonce_is_valid_for_its_own_puzzle_only() {
        let task = WorkTask { puzzles: 2, bits: 9 };
        let nonces = solve("an id", task, 0);
        assert!(!verify("an id", task, &[nonces[1], nonces[0]]));
        assert!(!verify("an id", task, &[nonces[0], nonces[0]]));
    }

    #[test]
    fn puzzles_of_a_solution_are_checked_one_by_one() {
        let mut nonces = solve("an id", TASK, 7);
        while verify("an id", TASK, &nonces) {
            nonces[2] += 1;
        }
        let mut solution = Solution::new("an id", TASK, nonces).unwrap();
        let solved = [5, 2, 0, 2, 6, u32::MAX].map(|puzzle| solution.is_solved(puzzle));
        assert_eq!(solved, [true, false, true, false, false, false]);
    }

    #[test]
    fn a_step_makes_at_most_the_given_number_of_tries() {
        let mut solver = Solver::new("an id", WorkTask { puzzles: 2, bits: 20 }, 0);
        assert_eq!(solver.step(3), Progress { solved: 0, puzzles: 2 });
        assert_eq!(solver.nonce, 3);
        assert_eq!(solver.solution(), None);
    }

    #[test]
    fn nonces_wrap_around() {
        let nonces = solve("an id", TASK, u32::MAX);
        assert!(verify("an id", TASK, &nonces));
    }

    /// Fixed for other implementations: see `docs/protocol.md`.
    #[test]
    fn known_answer_for_a_known_id() {
        let nonces = solve("passwave", WorkTask { puzzles: 4, bits: 8 }, 0);
        assert_eq!(nonces, [44, 86, 387, 1083]);
    }

    #[test]
    fn leading_zero_bits_are_counted_across_bytes() {
        assert_eq!(leading_zero_bits(&[0xff]), 0);
        assert_eq!(leading_zero_bits(&[0x01, 0xff]), 7);
        assert_eq!(leading_zero_bits(&[0, 0x1f]), 11);
        assert_eq!(leading_zero_bits(&[0, 0]), 16);
    }

    #[test]
    fn every_block_of_the_hash_differs_from_try_to_try() {
        let mut block = Block::new("an id");
        block.is_solved(0x0403_0201, 0x0807_0605, 0);
        let mut chunks = block.0.chunks_exact(SHA256_BLOCK_BYTES);
        assert!(chunks.all(|chunk| chunk[..8] == [1, 2, 3, 4, 5, 6, 7, 8]));
    }

    #[test]
    fn no_two_blocks_of_the_hash_share_their_message_schedule() {
        let block = Block::new("an id");
        let mut chunks: Vec<&[u8]> = block.0.chunks_exact(SHA256_BLOCK_BYTES).collect();
        chunks.sort_unstable();
        chunks.dedup();
        assert_eq!(chunks.len(), WORK_BLOCK_BYTES / SHA256_BLOCK_BYTES);
    }

    #[test]
    fn the_block_is_filled_with_the_digest() {
        let (block, seed) = (Block::new("an id"), Sha256::digest(b"an id"));
        assert_eq!(block.0.len(), WORK_BLOCK_BYTES);
        assert_eq!(block.0[32..64], seed[..]);
        assert_eq!(block.0[WORK_BLOCK_BYTES - 32..], seed[..]);
    }
}
