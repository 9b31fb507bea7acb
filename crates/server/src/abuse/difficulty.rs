//! Asks more work of networks that redeem much.
//!
//! Counted are redeems whose work was done, never challenges: raising the work of others costs work,
//! and raises it in one's own network alone. A network is what one customer is given or what a small
//! pool of a mobile carrier is: an IPv4 /24, an IPv6 /48. Nothing that a client says is looked at.
//! Each server counts for itself.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use passwave_protocol::WorkTask;

use crate::abuse::sketch::SlidingSketch;
use crate::limits::{LOAD_PERIOD_S, MOST_PUZZLES_WHEN_RAISED, MOST_RAISED_TRIES};

/// From so many redeems of one network in [`LOAD_PERIOD_S`] on, the work is so many times the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Redeems of one network.
    pub redeems: u64,
    /// The factor.
    pub factor: u32,
}

/// The steps where the configuration has none.
pub const DEFAULT_STEPS: [Step; 3] = [
    Step { redeems: 150, factor: 2 },
    Step { redeems: 300, factor: 4 },
    Step { redeems: 600, factor: 8 },
];

/// How much each network has redeemed lately, and what follows from it.
pub struct Difficulty {
    steps: Vec<Step>,
    counts: Arc<Mutex<SlidingSketch>>,
}

impl Difficulty {
    /// With these steps, the lowest first; with none the work never rises.
    #[must_use]
    pub fn new(steps: Vec<Step>) -> Self {
        Self { steps, counts: Arc::new(Mutex::new(SlidingSketch::new(LOAD_PERIOD_S))) }
    }

    /// Other steps, with the same counters.
    #[must_use]
    pub fn adjusted(&self, steps: Vec<Step>) -> Self {
        Self { steps, counts: self.counts.clone() }
    }

    /// The work of a network has been done once more; whose address is not known is not counted.
    pub fn redeemed(&self, asker: Option<IpAddr>, now_s: u64) {
        let Some(address) = asker else { return };
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let places = counts.places(network(address));
        counts.count(places, now_s);
    }

    /// By how much the work of this asker's network is raised; 1 if it is not.
    #[must_use]
    pub fn factor(&self, asker: Option<IpAddr>, now_s: u64) -> u32 {
        let Some(address) = asker else { return 1 };
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let redeems = counts.seen(counts.places(network(address)), now_s);
        let step = self.steps.iter().rfind(|step| redeems >= step.redeems);
        step.map_or(1, |step| step.factor)
    }
}

/// What is counted as one.
fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => u128::from(address.to_bits() >> 8),
        IpAddr::V6(address) => address.to_bits() >> 80 << 80,
    }
}

/// So many times the work, up to a ceiling that a slow phone can bear. What a site itself asks for is
/// never lowered.
#[must_use]
pub fn raised(task: WorkTask, factor: u32) -> WorkTask {
    let usual = u64::from(task.puzzles) << task.bits;
    let tries = (usual * u64::from(factor)).min(MOST_RAISED_TRIES);
    if tries <= usual {
        return task;
    }
    // More bits cost the server nothing; more puzzles keep the time even.
    let bits = (task.bits..).find(|bits| tries >> bits <= MOST_PUZZLES_WHEN_RAISED);
    let bits = bits.unwrap_or(task.bits);
    WorkTask { puzzles: (tries >> bits) as u32, bits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passwave_protocol::Way;
    use passwave_protocol::limits::{MAX_WORK_BITS, MAX_WORK_PUZZLES};

    fn task(puzzles: u32, bits: u32) -> WorkTask {
        WorkTask { puzzles, bits }
    }

    fn flooded(load: &Difficulty, address: &str, redeems: u32, now_s: u64) {
        (0..redeems).for_each(|_| load.redeemed(address.parse().ok(), now_s));
    }

    fn factor(load: &Difficulty, address: &str, now_s: u64) -> u32 {
        load.factor(address.parse().ok(), now_s)
    }

    #[test]
    fn the_steps_come_in_order_and_go_with_time() {
        let load = Difficulty::new(DEFAULT_STEPS.to_vec());
        for (more, expected) in [(149, 1), (1, 2), (149, 2), (1, 4), (300, 8), (9000, 8)] {
            flooded(&load, "192.0.2.1", more, 600);
            assert_eq!(factor(&load, "192.0.2.1", 600), expected);
        }
        let later = Difficulty::new(DEFAULT_STEPS.to_vec());
        flooded(&later, "192.0.2.1", 300, 600);
        assert_eq!(
            [1199, 1200, 1500, 1501, 1800].map(|at_s| factor(&later, "192.0.2.1", at_s)),
            [4, 4, 2, 1, 1]
        );
    }

    #[test]
    fn a_flood_is_its_own_networks_affair() {
        let load = Difficulty::new(DEFAULT_STEPS.to_vec());
        flooded(&load, "192.0.2.1", 600, 0);
        flooded(&load, "2001:db8:1::1", 600, 0);
        for same in ["192.0.2.254", "::ffff:192.0.2.7", "2001:db8:1:ff00::9"] {
            assert_eq!(factor(&load, same, 0), 8, "{same}");
        }
        for other in ["192.0.3.1", "2001:db8:2::1", "::c000:201"] {
            assert_eq!(factor(&load, other, 0), 1, "{other}");
        }
        assert_eq!(load.factor(None, 0), 1);
    }

    #[test]
    fn any_number_of_networks_fits_and_hardly_any_bystander_is_slowed() {
        let load = Difficulty::new(DEFAULT_STEPS.to_vec());
        for flood in 0..1000_u32 {
            let address = IpAddr::from((0x0a00_0000 + (flood << 8)).to_be_bytes());
            (0..600).for_each(|_| load.redeemed(Some(address), 0));
        }
        let slowed = (0..2000_u32)
            .map(|nth| IpAddr::from((0xc000_0000 + (nth << 8)).to_be_bytes()))
            .filter(|address| load.factor(Some(*address), 0) > 1)
            .count();
        assert!(slowed < 20, "{slowed} of 2000");
    }

    #[test]
    fn work_is_raised_up_to_its_ceiling_and_no_site_is_asked_less() {
        assert_eq!(raised(task(16, 7), 1), task(16, 7));
        assert_eq!(raised(task(16, 7), 2), task(32, 7));
        assert_eq!(raised(task(16, 7), 4), task(64, 7));
        assert_eq!(raised(task(16, 7), 8), task(64, 8));
        assert_eq!(raised(task(64, 9), 2), task(96, 9));
        assert_eq!(raised(task(64, 9), 8), task(96, 9));
        assert_eq!(raised(task(200, 12), 8), task(200, 12));
        for way in Way::ALL {
            for factor in 1..=16 {
                let WorkTask { puzzles, bits } = raised(way.work(), factor);
                assert!(u64::from(puzzles) << bits <= MOST_RAISED_TRIES);
                assert!(puzzles <= MAX_WORK_PUZZLES && bits <= MAX_WORK_BITS);
            }
        }
    }
}
