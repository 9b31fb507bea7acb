//! The default work of other checks, solved by the same kind of code as ours.
//!
//! Read in the sources of the versions that `xtask/src/bench_server/package.json` names.

use std::array;
use std::hint::black_box;
use std::time::Duration;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::cpu_time::cpu_time;
use crate::solver::Solver;
use crate::solver::lanes::{Block, START, State, compress};

/// A check and its default work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    /// @cap.js/server: 50 puzzles, each a nonce whose SHA-256 after a salt of 32 characters begins with 4 hex digits.
    Cap,
    /// altcha-lib/v1: a number from 0 to 1,000,000 whose SHA-256 after a salt is known.
    AltchaSha,
    /// altcha-lib as its README sets it up: PBKDF2 of 5,000 rounds, a counter from 5,000 to 10,000.
    AltchaPbkdf2,
}

const CAP_PUZZLES: u32 = 50;
const CAP_BITS: u32 = 16;
const ALTCHA_MOST: u32 = 1_000_000;
const PBKDF2_ROUNDS: u32 = 5_000;
const PBKDF2_COUNTERS: (u32, u32) = (5_000, 10_000);

impl Peer {
    /// All of them.
    pub(crate) const ALL: [Peer; 3] = [Peer::Cap, Peer::AltchaSha, Peer::AltchaPbkdf2];

    /// The name in the report.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Peer::Cap => "Cap (@cap.js/server 4.0.5), 50 puzzles of 4 hex digits, SHA-256",
            Peer::AltchaSha => "altcha-lib 2.8.0, `v1`, SHA-256, a number up to 1,000,000",
            Peer::AltchaPbkdf2 => {
                "altcha-lib 2.8.0 as in its README, PBKDF2 of 5,000 rounds, a counter from 5,000 to 10,000"
            }
        }
    }

    /// The processor time of one solution with the fastest code that is here.
    ///
    /// # Errors
    /// If the processor time cannot be read.
    pub(crate) fn price(self) -> Result<(Solver, Duration)> {
        let solvers: &[Solver] = match self {
            Peer::AltchaPbkdf2 => &[Solver::Lanes16, Solver::Lanes32],
            Peer::Cap | Peer::AltchaSha => &Solver::ALL,
        };
        let mut prices = Vec::new();
        for &solver in solvers {
            prices.push((solver, self.price_with(solver)?));
        }
        prices.into_iter().min_by_key(|(_, price)| *price).context("no solver")
    }

    fn price_with(self, solver: Solver) -> Result<Duration> {
        let start = cpu_time()?;
        let solutions = match solver {
            Solver::Plain => self.solve_several(plain_first_words),
            Solver::Lanes8 => self.solve_in_lanes::<8>(),
            Solver::Lanes16 => self.solve_in_lanes::<16>(),
            Solver::Lanes32 => self.solve_in_lanes::<32>(),
        };
        Ok((cpu_time()? - start) / solutions)
    }

    fn solve_in_lanes<const N: usize>(self) -> u32 {
        match self {
            Peer::Cap | Peer::AltchaSha => self.solve_several(first_words::<N>),
            Peer::AltchaPbkdf2 => {
                // The average solver finds the counter half-way between the two.
                let tries = (PBKDF2_COUNTERS.1 - PBKDF2_COUNTERS.0) / 2;
                for counter in (0..tries).step_by(N) {
                    black_box(pbkdf2::<N>([7; 4], [9; 4], counter, PBKDF2_ROUNDS));
                }
                1
            }
        }
    }

    /// Solves some challenges by a function that gives the first words of a thousand digests; how many.
    fn solve_several(self, first_words: impl Fn(&[u8]) -> Vec<u32>) -> u32 {
        const CHALLENGES: u32 = 5;
        if self == Peer::Cap {
            for puzzle in 0..CHALLENGES * CAP_PUZZLES {
                black_box(solve_cap(puzzle, &first_words));
            }
            return CHALLENGES;
        }
        for challenge in 0..CHALLENGES {
            let salt = format!("{challenge:024x}&");
            // Numbers that lie evenly, so that few challenges have the average of many.
            let number = (2 * challenge + 1) * ALTCHA_MOST / (2 * CHALLENGES);
            black_box(solve_altcha(&salt, number, &first_words));
        }
        CHALLENGES
    }
}

/// A nonce for one of Cap's puzzles. The server takes any number, so all nonces have eight digits.
fn solve_cap(puzzle: u32, first_words: impl Fn(&[u8]) -> Vec<u32>) -> u32 {
    let (salt, target) = (format!("{puzzle:032x}"), puzzle.wrapping_mul(0x9e37_79b9) >> 16);
    let thousand = |high: u32| {
        let words = first_words(format!("{salt}{high}").as_bytes());
        let low = words.iter().position(|word| word >> (32 - CAP_BITS) == target);
        low.map(|low| 1000 * high + low as u32)
    };
    (10_000..100_000).find_map(thousand).unwrap_or_default()
}

/// The number behind altcha's challenge, by trying all from 0 on.
fn solve_altcha(salt: &str, number: u32, first_words: impl Fn(&[u8]) -> Vec<u32>) -> u32 {
    let wanted = first_word(&Sha256::digest(format!("{salt}{number}")));
    let is_wanted = |number: &u32| first_word(&Sha256::digest(format!("{salt}{number}"))) == wanted;
    let thousand = |high: u32| {
        let words = first_words(format!("{salt}{high}").as_bytes());
        words.iter().position(|word| *word == wanted).map(|low| 1000 * high + low as u32)
    };
    let small = (0..1000).find(is_wanted);
    small.or_else(|| (1..=ALTCHA_MOST / 1000).find_map(thousand)).unwrap_or_default()
}

fn first_word(digest: &[u8]) -> u32 {
    digest[..4].iter().fold(0, |word, byte| word << 8 | u32::from(*byte))
}

/// The first words of the digests of a text followed by 000 to 999, one after the other.
fn plain_first_words(prefix: &[u8]) -> Vec<u32> {
    let begun = Sha256::new_with_prefix(prefix);
    let word = |low: u32| first_word(&begun.clone().chain_update(digits(low)).finalize());
    (0..1000).map(word).collect()
}

fn digits(low: u32) -> [u8; 3] {
    [low / 100, low / 10 % 10, low % 10].map(|digit| b'0' + digit as u8)
}

/// The same, many side by side. Prefix and digits must fit into one block.
fn first_words<const N: usize>(prefix: &[u8]) -> Vec<u32> {
    let block = padded(prefix, 3);
    let (word, shift) = (prefix.len() / 4, 8 * (5 - prefix.len() % 4) as u32);
    let start = State::<N>::in_all_lanes(START);
    let mut words = Vec::with_capacity(1000 + N);
    let (mut messages, mut after) = (Block::<N>::in_all_lanes(block), start);
    for first in (0..1000).step_by(N) {
        for lane in 0..N {
            let [high, middle, low] = digits((first + lane as u32).min(999)).map(u64::from);
            let both = (high << 16 | middle << 8 | low) << shift;
            messages.0[word][lane] = block[word] | (both >> 32) as u32;
            messages.0[word + 1][lane] = block[word + 1] | both as u32;
        }
        compress(&start, &messages, &mut after);
        words.extend(after.0[0]);
    }
    words.truncate(1000);
    words
}

/// The one block of a text with `room` bytes to come after it.
fn padded(text: &[u8], room: usize) -> [u32; 16] {
    let mut bytes = [0; 64];
    bytes[..text.len()].copy_from_slice(text);
    let length = text.len() + room;
    bytes[length] = 0x80;
    bytes[56..].copy_from_slice(&(8 * length as u64).to_be_bytes());
    array::from_fn(|at| first_word(&bytes[4 * at..]))
}

/// The first words of the keys that PBKDF2-HMAC-SHA-256 derives from a nonce and each counter.
fn pbkdf2<const N: usize>(nonce: [u32; 4], salt: [u32; 4], counter: u32, rounds: u32) -> [u32; N] {
    let counters: [u32; N] = array::from_fn(|lane| counter + lane as u32);
    let keyed = |pad: u32| {
        let mut key = Block::in_all_lanes([pad; 16]);
        (0..4).for_each(|at| key.0[at] = [nonce[at] ^ pad; N]);
        key.0[4] = counters.map(|counter| counter ^ pad);
        let mut after = State::in_all_lanes([0; 8]);
        compress(&State::in_all_lanes(START), &key, &mut after);
        after
    };
    let (inner, outer) = (keyed(0x3636_3636), keyed(0x5c5c_5c5c));
    let mut first = [0; 16];
    first[..4].copy_from_slice(&salt);
    first[4..6].copy_from_slice(&[1, 1 << 31]);
    first[15] = 8 * (64 + 20);
    let mut message = Block::in_all_lanes(first);
    let mut rest = [0; 16];
    (rest[8], rest[15]) = (1 << 31, 8 * (64 + 32));
    let mut digest = Block::in_all_lanes(rest);
    let (mut state, mut key) = (State::in_all_lanes([0; 8]), [0; N]);
    for _ in 0..rounds {
        compress(&inner, &message, &mut state);
        digest.0[..8].copy_from_slice(&state.0);
        compress(&outer, &digest, &mut state);
        message = Block::in_all_lanes(rest);
        message.0[..8].copy_from_slice(&state.0);
        (0..N).for_each(|lane| key[lane] ^= state.0[0][lane]);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The versions whose defaults are solved here.
    const VERSIONS: &str = include_str!("../../../xtask/src/bench_server/package.json");

    #[test]
    fn names_have_the_versions_that_the_bench_installs() {
        let package: serde_json::Value = serde_json::from_str(VERSIONS).unwrap();
        for (library, peer) in [("@cap.js/server", Peer::Cap), ("altcha-lib", Peer::AltchaSha)] {
            let version = package["dependencies"][library].as_str().unwrap();
            assert!(peer.name().contains(version), "{} is not {version}", peer.name());
        }
    }

    #[test]
    fn lanes_give_the_digests_that_the_crate_gives() {
        for prefix in [
            "",
            "a",
            "of 10 byte",
            "salt of 25 characters ...",
            "0123456789abcdef0123456789abcdef12345",
        ] {
            let expected = plain_first_words(prefix.as_bytes());
            assert_eq!(first_words::<16>(prefix.as_bytes()), expected, "{prefix}");
        }
    }

    #[test]
    fn solutions_are_what_the_servers_ask_for() {
        let nonce = solve_cap(3, first_words::<16>);
        let digest = Sha256::digest(format!("{:032x}{nonce}", 3));
        assert_eq!(first_word(&digest) >> 16, 3_u32.wrapping_mul(0x9e37_79b9) >> 16);
        for number in [0, 7, 999, 1000, 123_456] {
            assert_eq!(solve_altcha("0123456789abcdef01234567&", number, first_words::<8>), number);
        }
    }

    fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
        let padded = |pad: u8| -> Vec<u8> {
            (0..64).map(|at| key.get(at).copied().unwrap_or_default() ^ pad).collect()
        };
        let inner = Sha256::digest([&padded(0x36), message].concat());
        Sha256::digest([padded(0x5c), inner.to_vec()].concat()).to_vec()
    }

    #[test]
    fn pbkdf2_is_that_of_rfc_8018() {
        let bytes = |words: &[u32]| words.iter().flat_map(|word| word.to_be_bytes()).collect();
        let (nonce, salt) = ([1, 2, 3, 0xfefe_0102], [5, 6, 7, 8]);
        let keys = pbkdf2::<8>(nonce, salt, 40, 3);
        for (lane, key) in keys.into_iter().enumerate() {
            let password: Vec<u8> = bytes(&[&nonce[..], &[40 + lane as u32]].concat());
            let mut last: Vec<u8> = bytes(&[&salt[..], &[1]].concat());
            let mut expected = 0;
            for _ in 0..3 {
                last = hmac(&password, &last);
                expected ^= first_word(&last);
            }
            assert_eq!(key, expected);
        }
    }
}
