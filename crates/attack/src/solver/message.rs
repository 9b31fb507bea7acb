//! The message that one try hashes, as `docs/protocol.md` defines it, block by block for several nonces at once.

use std::array;

use passwave_protocol::limits::WORK_BLOCK_BYTES;
use sha2::{Digest, Sha256};

use super::lanes::{Block, START, State, compress};

/// What SHA-256 takes in at a time.
const SHA256_BLOCK_BYTES: usize = 64;
const BLOCKS: usize = WORK_BLOCK_BYTES / SHA256_BLOCK_BYTES;

/// The messages of one challenge.
pub(crate) struct Message {
    /// The seed, twice: what a block holds where nothing is written over it.
    seed: [u32; 16],
}

impl Message {
    pub(crate) fn new(challenge_id: &str) -> Self {
        let seed = Sha256::digest(challenge_id.as_bytes());
        let word = |at: usize| array::from_fn(|byte| seed[4 * (at % 8) + byte]);
        Self { seed: array::from_fn(|at| u32::from_be_bytes(word(at))) }
    }

    /// The first word of each digest.
    pub(crate) fn first_words<const N: usize>(&self, puzzle: u32, nonces: [u32; N]) -> [u32; N] {
        let mut block = Block::in_all_lanes(self.seed);
        let (mut state, mut next) = (State::in_all_lanes(START), State::in_all_lanes([0; 8]));
        for number in 0..BLOCKS as u32 {
            write_header(&mut block, puzzle, nonces, number);
            compress(&state, &block, &mut next);
            state = next;
        }
        compress(&state, &Block::in_all_lanes(PADDING), &mut next);
        next.0[0]
    }
}

/// What stands at the start of every block, as little-endian numbers.
fn write_header<const N: usize>(block: &mut Block<N>, puzzle: u32, nonces: [u32; N], number: u32) {
    block.0[0] = [puzzle.swap_bytes(); N];
    block.0[1] = nonces.map(u32::swap_bytes);
    block.0[2] = [number.swap_bytes(); N];
}

/// The block after the message: a one, zeros and the length in bits.
const PADDING: [u32; 16] = {
    let mut words = [0; 16];
    words[0] = 1 << 31;
    words[15] = 8 * WORK_BLOCK_BYTES as u32;
    words
};
