//! A seeded random number generator: the same seed always gives the same person.

use std::f64::consts::TAU;

/// SplitMix64 (Steele, Lea and Flood 2014): small and fast, and its numbers never change with a dependency.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Uniformly distributed between two values.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Either 1 or -1.
    pub(super) fn sign(&mut self) -> f64 {
        if self.next() & 1 == 0 { 1.0 } else { -1.0 }
    }

    /// Normally distributed about zero, as the sum of twelve uniform numbers.
    pub(super) fn normal(&mut self, spread: f64) -> f64 {
        (0..12).map(|_| self.between(-0.5, 0.5)).sum::<f64>() * spread
    }
}

/// A smooth random deviation about zero, as the sum of a few sine waves.
#[derive(Clone, Debug)]
pub(super) struct Deviation {
    waves: Vec<(f64, f64, f64)>,
}

impl Deviation {
    /// Deviates by about `size`, at frequencies between two values in Hz.
    pub(super) fn new(random: &mut Random, size: f64, from_hz: f64, to_hz: f64) -> Self {
        const WAVES: usize = 5;
        let each = size * (2.0 / WAVES as f64).sqrt();
        let waves = (0..WAVES)
            .map(|_| (each, random.between(from_hz, to_hz), random.between(0.0, TAU)))
            .collect();
        Self { waves }
    }

    pub(super) fn at(&self, at_s: f64) -> f64 {
        self.waves.iter().map(|(size, hz, phase)| size * (TAU * hz * at_s + phase).sin()).sum()
    }
}
