//! SHA-256 (FIPS 180-4) of several messages side by side. Every function here is one loop over the lanes whose body is
//! SHA-256 of a single message, so that the compiler turns it into the widest vector instructions that the processor
//! has.

use std::array;

/// One 32-bit word of each of `N` messages.
pub(crate) type Lanes<const N: usize> = [u32; N];
/// Words of each of `N` messages, aligned as the widest vectors are.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Words<const N: usize, const WORDS: usize>(pub(crate) [Lanes<N>; WORDS]);

impl<const N: usize, const WORDS: usize> Words<N, WORDS> {
    /// The same words in every lane.
    pub(crate) fn in_all_lanes(words: [u32; WORDS]) -> Self {
        Self(words.map(|word| [word; N]))
    }
}

/// The state between two blocks.
pub(crate) type State<const N: usize> = Words<N, 8>;
/// A block of 64 bytes as big-endian words.
pub(crate) type Block<const N: usize> = Words<N, 16>;

/// The state before the first block.
pub(crate) const START: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

#[rustfmt::skip]
const CONSTANTS: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

#[inline(always)]
const fn round(state: [u32; 8], added: u32) -> [u32; 8] {
    let [a, b, c, d, e, f, g, h] = state;
    let turned_e = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
    let choice = g ^ (e & (f ^ g));
    let first = h.wrapping_add(turned_e).wrapping_add(choice).wrapping_add(added);
    let turned_a = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
    let majority = (a & b) | (c & (a | b));
    [first.wrapping_add(turned_a).wrapping_add(majority), a, b, c, d.wrapping_add(first), e, f, g]
}

/// The word of the schedule sixteen after `oldest`.
#[inline(always)]
const fn next_word(oldest: u32, second: u32, tenth: u32, fifteenth: u32) -> u32 {
    let near = second.rotate_right(7) ^ second.rotate_right(18) ^ (second >> 3);
    let far = fifteenth.rotate_right(17) ^ fifteenth.rotate_right(19) ^ (fifteenth >> 10);
    oldest.wrapping_add(near).wrapping_add(tenth).wrapping_add(far)
}

/// Writes the body out for each of the numbers: a loop inside the loop over the lanes would keep it from being
/// vectorised.
macro_rules! for_each {
    ($at:ident in [$($number:literal)*] $body:block) => {
        $({ const $at: usize = $number; $body })*
    };
}

/// The words of the schedule after the first sixteen, each written over the one sixteen before it.
macro_rules! next_words {
    ($words:ident) => {
        for_each!(AT in [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15] {
            let [second, tenth, fifteenth] = [1, 9, 14].map(|after| $words[(AT + after) % 16]);
            $words[AT] = next_word($words[AT], second, tenth, fifteenth);
        });
    };
}

/// Sixteen rounds, the first of them number `$from`.
macro_rules! sixteen_rounds {
    ($state:ident, $from:literal, $word:expr) => {
        for_each!(AT in [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15] {
            $state = round($state, $word($from + AT));
        });
    };
}

/// Takes in a block.
#[inline(never)]
#[expect(clippy::needless_range_loop, reason = "a lane goes through several arrays at once")]
pub(crate) fn compress<const N: usize>(
    before: &State<N>,
    Words(block): &Block<N>,
    after: &mut State<N>,
) {
    for lane in 0..N {
        let start: [u32; 8] = array::from_fn(|at| before.0[at][lane]);
        let mut words: [u32; 16] = array::from_fn(|at| block[at][lane]);
        let mut state = start;
        sixteen_rounds!(state, 0, |at: usize| words[at % 16].wrapping_add(CONSTANTS[at]));
        next_words!(words);
        sixteen_rounds!(state, 16, |at: usize| words[at % 16].wrapping_add(CONSTANTS[at]));
        next_words!(words);
        sixteen_rounds!(state, 32, |at: usize| words[at % 16].wrapping_add(CONSTANTS[at]));
        next_words!(words);
        sixteen_rounds!(state, 48, |at: usize| words[at % 16].wrapping_add(CONSTANTS[at]));
        for_each!(AT in [0 1 2 3 4 5 6 7] {
            after.0[AT][lane] = start[AT].wrapping_add(state[AT]);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// The block of a short message, padded.
    fn padded(message: &[u8]) -> [u32; 16] {
        let mut bytes = [0; 64];
        bytes[..message.len()].copy_from_slice(message);
        bytes[message.len()] = 0x80;
        bytes[56..].copy_from_slice(&(8 * message.len() as u64).to_be_bytes());
        array::from_fn(|at| u32::from_be_bytes(array::from_fn(|byte| bytes[4 * at + byte])))
    }

    #[test]
    fn each_lane_holds_the_digest_of_its_own_message() {
        let messages =
            ["", "a", "a wave", "the longest message that fits into one block is 55 long"];
        let blocks = messages.map(|message| padded(message.as_bytes()));
        let words: Block<4> = Words(array::from_fn(|at| blocks.map(|block| block[at])));
        let (before, mut state) = (State::in_all_lanes(START), State::in_all_lanes([0; 8]));
        compress(&before, &words, &mut state);
        for (lane, message) in messages.into_iter().enumerate() {
            let digest = Sha256::digest(message.as_bytes());
            let found = state.0.map(|word| word[lane].to_be_bytes()).concat();
            assert_eq!(found, digest.as_slice(), "{message}");
        }
    }
}
