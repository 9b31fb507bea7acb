//! Checks a proof of work at little cost to the server where it is wrong.
//!
//! The order of the puzzles is drawn for each request, so that nobody can put the wrong ones where they are found last.
//! Checking ends at the first wrong one: where half of the puzzles are wrong, that is the second one on average.

use std::hash::{BuildHasher, RandomState};

use passwave_protocol::WorkTask;
use passwave_protocol::proof_of_work::Solution;
use tokio::task::{JoinError, spawn_blocking};

use crate::limits::{MAX_INLINE_PUZZLES, PUZZLES_BEFORE_SPENDING};

/// A solution, and the order in which its puzzles are checked.
pub(crate) struct WorkCheck {
    solution: Solution,
    order: Vec<u32>,
}

impl WorkCheck {
    /// None if a puzzle has no nonce, or a nonce no puzzle.
    pub(crate) fn new(challenge_id: &str, task: WorkTask, nonces: Vec<u32>) -> Option<Self> {
        let solution = Solution::new(challenge_id, task, nonces)?;
        Some(Self { solution, order: random_order(task.puzzles) })
    }

    /// Whether the first [`PUZZLES_BEFORE_SPENDING`] puzzles are solved.
    pub(crate) fn first_are_solved(&mut self) -> bool {
        let first = self.order.iter().take(PUZZLES_BEFORE_SPENDING);
        first.copied().all(|puzzle| self.solution.is_solved(puzzle))
    }

    /// Whether the others are, of which another thread checks a longer list.
    ///
    /// # Errors
    /// If the server is about to stop.
    pub(crate) async fn rest_is_solved(mut self) -> Result<bool, JoinError> {
        let rest = self.order.split_off(self.order.len().min(PUZZLES_BEFORE_SPENDING));
        let is_short = rest.len() <= MAX_INLINE_PUZZLES;
        let check = move || rest.into_iter().all(|puzzle| self.solution.is_solved(puzzle));
        if is_short { Ok(check()) } else { spawn_blocking(check).await }
    }
}

/// The puzzles in an order that nobody can foresee: sorted by a hash whose key is random.
fn random_order(puzzles: u32) -> Vec<u32> {
    let random = RandomState::new();
    let mut order: Vec<u32> = (0..puzzles).collect();
    order.sort_by_cached_key(|puzzle| random.hash_one(puzzle));
    order
}

#[cfg(test)]
mod tests {
    use super::random_order;

    const DRAWS: usize = 2000;

    /// How many puzzles are checked on average if all from `right` on are wrong.
    fn mean_checks(puzzles: u32, right: u32) -> f64 {
        let checks = || random_order(puzzles).iter().take_while(|puzzle| **puzzle < right).count();
        (0..DRAWS).map(|_| checks() + 1).sum::<usize>() as f64 / DRAWS as f64
    }

    #[test]
    fn wrong_work_is_found_after_few_checks_on_average() {
        assert_eq!(mean_checks(64, 0), 1.0);
        for (right, expected) in [(32, 65.0 / 33.0), (48, 65.0 / 17.0), (60, 65.0 / 5.0)] {
            let mean = mean_checks(64, right);
            assert!((mean / expected - 1.0).abs() < 0.2, "{right} right: {mean}, not {expected}");
        }
    }

    #[test]
    fn every_puzzle_is_checked_once() {
        for puzzles in [0, 1, 4, 5, 256] {
            let mut order = random_order(puzzles);
            order.sort_unstable();
            assert!(order.into_iter().eq(0..puzzles));
        }
        assert_ne!(random_order(64), random_order(64));
    }
}
