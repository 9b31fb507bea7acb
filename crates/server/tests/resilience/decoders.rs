//! The targets of `fuzz/` on a stable compiler: its seeds, and mutations of them, the same ones in
//! every run.

use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use passwave_test_support::decoders as targets;

/// How many mutations each decoder meets.
const CASES: u32 = 4000;

/// What parsers trip over.
const WORDS: [&str; 24] = [
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[[",
    "[",
    "]",
    ":",
    ",",
    "null",
    "-1",
    "1e999",
    "18446744073709551616",
    "%",
    "%f0%9f",
    "&",
    "=",
    "\r\n",
    "--x",
    "--x--\r\n",
    "'''",
    "\u{feff}",
];

#[derive(Clone, Debug)]
enum Change {
    Remove(Index, usize),
    Put(Index, Vec<u8>),
    Replace(Index, u8),
    /// Also what nests deeply or grows long.
    Repeat(Index, usize, usize),
    /// The rest of another seed.
    GoOn(Index, Index, Index),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<Index>;
    let put = prop_oneof![vec(any::<u8>(), 1..9), select(&WORDS).prop_map(|word| word.into())];
    prop_oneof![
        (place(), 1..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (place(), put).prop_map(|(at, bytes)| Change::Put(at, bytes)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        (place(), 1..30_usize, 1..300_usize)
            .prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
        (place(), place(), place()).prop_map(|(at, seed, from)| Change::GoOn(at, seed, from)),
    ]
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        match self {
            Change::Remove(at, length) => {
                drop(bytes.drain(piece(bytes, at, *length)));
            }
            Change::Put(at, put) => {
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..at, put.iter().copied());
            }
            Change::Replace(at, byte) => {
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..(at + 1).min(bytes.len()), [*byte]);
            }
            Change::Repeat(at, length, times) => {
                let piece = piece(bytes, at, *length);
                let repeated = bytes[piece.clone()].repeat(*times);
                bytes.splice(piece, repeated);
            }
            Change::GoOn(at, seed, from) => {
                let seed = seed.get(seeds);
                bytes.truncate(at.index(bytes.len() + 1));
                bytes.extend(&seed[from.index(seed.len())..]);
            }
        }
    }
}

fn piece(bytes: &[u8], at: &Index, length: usize) -> std::ops::Range<usize> {
    let at = at.index(bytes.len() + 1);
    at..(at + length).min(bytes.len())
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target);
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "no seeds for {target}");
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

fn withstands(target: &str, decode: fn(&[u8])) {
    let seeds = seeds(target);
    seeds.iter().for_each(|seed| decode(seed));
    let config = Config {
        cases: CASES,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..Config::default()
    };
    let mutated = (select(seeds.clone()), vec(change(), 1..6));
    let run = TestRunner::new(config).run(&mutated, |(mut bytes, changes)| {
        changes.iter().for_each(|change| change.apply(&mut bytes, &seeds));
        decode(&bytes);
        Ok(())
    });
    run.unwrap();
}

#[test]
fn challenge_decoder() {
    withstands("challenge", targets::challenge);
}

#[test]
fn evidence() {
    withstands("evidence", targets::evidence);
}

#[test]
fn redeem_body_decoder() {
    withstands("redeem", targets::redeem);
}

#[test]
fn siteverify_body_decoder() {
    withstands("siteverify", targets::siteverify);
}

#[test]
fn configuration_decoder() {
    withstands("config", targets::config);
}
