//! Adaptive proof-of-work difficulty per client network (IPv4 /24, IPv6 /48).
//!
//! Only redeems with a valid proof of work are counted, never challenges: to raise the difficulty of a
//! network one has to solve work from inside that network. A redeem counts for the network that fetched the
//! challenge too, so that nobody escapes by redeeming elsewhere. A /24 or /48 is what one customer is given, or a
//! small pool of a mobile carrier. Nothing that a client says is taken into account.

use std::net::IpAddr;

use passwave_protocol::WorkTask;

use crate::abuse::network_list::NetworkList;
use crate::abuse::sketch::SharedSketch;
use crate::digest::Digest32;
use crate::limits::{DIFFICULTY_WINDOW_S, MAX_SCALED_TRIES};

/// From `redeems` of one network within [`DIFFICULTY_WINDOW_S`] on, the work is multiplied by `factor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DifficultyStep {
    /// Redeems of one network.
    pub(crate) redeems: u64,
    /// The factor.
    pub(crate) factor: u32,
}

/// The steps where the configuration has none.
pub(crate) const DEFAULT_STEPS: [DifficultyStep; 3] = [
    DifficultyStep { redeems: 150, factor: 2 },
    DifficultyStep { redeems: 300, factor: 4 },
    DifficultyStep { redeems: 600, factor: 8 },
];

/// Networks whose work is multiplied by `factor` from the first challenge on.
pub(crate) struct ListedNetworks {
    pub(crate) list: NetworkList,
    pub(crate) factor: u32,
}

/// The steps, and how many redeems each network has made within the window.
pub(crate) struct Difficulty {
    steps: Vec<DifficultyStep>,
    listed: Vec<ListedNetworks>,
    pub(crate) redeems: SharedSketch,
}

impl Difficulty {
    /// With these steps, the lowest first; without steps the difficulty never rises.
    pub(crate) fn new(
        steps: Vec<DifficultyStep>,
        listed: Vec<ListedNetworks>,
        secret: &Digest32,
    ) -> Self {
        Self { steps, listed, redeems: SharedSketch::new(DIFFICULTY_WINDOW_S, secret) }
    }

    /// Other steps and lists; the counts are kept, unless the secret is another one.
    pub(crate) fn reconfigured(
        &self,
        steps: Vec<DifficultyStep>,
        listed: Vec<ListedNetworks>,
        secret: &Digest32,
    ) -> Self {
        Self { steps, listed, redeems: self.redeems.with_secret(secret) }
    }

    /// Counts a redeem with valid work for the network that fetched the challenge and for the one that redeems it.
    /// If they are one, it is counted once.
    pub(crate) fn record_redeem(
        &self,
        fetching: Option<&str>,
        redeeming: Option<&str>,
        now_s: u64,
    ) {
        let mut sketch = self.redeems.at(now_s);
        let other = redeeming.filter(|_| redeeming != fetching);
        for network in fetching.into_iter().chain(other) {
            let cells = sketch.cells(&[network.as_bytes()]);
            sketch.increment(cells);
        }
    }

    /// The factor by which the work of a client is multiplied: that of its network, or that of a list in which its
    /// address is if it is higher.
    pub(crate) fn factor(
        &self,
        client_ip: Option<IpAddr>,
        network: Option<&str>,
        now_s: u64,
    ) -> u32 {
        let lists = self.listed.iter();
        let lists = lists.filter(|networks| client_ip.is_some_and(|ip| networks.list.contains(ip)));
        let factors = lists.map(|networks| networks.factor);
        factors.fold(self.counted_factor(network, now_s), u32::max)
    }

    /// The factor of the step that a network has reached; 1 below all steps.
    fn counted_factor(&self, network: Option<&str>, now_s: u64) -> u32 {
        let Some(network) = network else { return 1 };
        let sketch = self.redeems.at(now_s);
        let redeems = sketch.estimate_in(0, sketch.cells(&[network.as_bytes()]));
        let step = self.steps.iter().rfind(|step| redeems >= step.redeems);
        step.map_or(1, |step| step.factor)
    }
}

/// Multiplies the work by `factor`, up to [`MAX_SCALED_TRIES`], by more bits and never by more puzzles: each puzzle
/// costs the server one hash, a bit nothing. The work that the site itself configured is never lowered.
pub(crate) fn scale_work(task: WorkTask, factor: u32) -> WorkTask {
    let usual = u64::from(task.puzzles) << task.bits;
    let tries = (usual * u64::from(factor)).min(MAX_SCALED_TRIES);
    if tries <= usual {
        return task;
    }
    let bits = (task.bits..).find(|bits| tries >> bits <= u64::from(task.puzzles));
    let bits = bits.unwrap_or(task.bits);
    WorkTask { puzzles: (tries >> bits) as u32, bits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abuse::network::network_digest;
    use crate::tokens::keys::KeyRing;
    use passwave_protocol::Way;
    use passwave_protocol::limits::MAX_WORK_BITS;

    fn task(puzzles: u32, bits: u32) -> WorkTask {
        WorkTask { puzzles, bits }
    }

    fn network(address: impl Into<IpAddr>) -> String {
        let keys = KeyRing::hmac("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", []).unwrap();
        network_digest(address.into(), &keys).unwrap()
    }

    fn record_redeems(difficulty: &Difficulty, address: &str, redeems: u32, now_s: u64) {
        let network = network(address.parse::<IpAddr>().unwrap());
        (0..redeems).for_each(|_| difficulty.record_redeem(Some(&network), Some(&network), now_s));
    }

    fn factor(difficulty: &Difficulty, address: &str, now_s: u64) -> u32 {
        difficulty.factor(None, Some(&network(address.parse::<IpAddr>().unwrap())), now_s)
    }

    #[test]
    fn steps_apply_in_order_and_expire() {
        let difficulty = Difficulty::new(DEFAULT_STEPS.to_vec(), Vec::new(), &[7; 32]);
        for (more, expected) in [(149, 1), (1, 2), (149, 2), (1, 4), (300, 8), (9000, 8)] {
            record_redeems(&difficulty, "192.0.2.1", more, 600);
            assert_eq!(factor(&difficulty, "192.0.2.1", 600), expected);
        }
        let later = Difficulty::new(DEFAULT_STEPS.to_vec(), Vec::new(), &[7; 32]);
        record_redeems(&later, "192.0.2.1", 300, 600);
        assert_eq!(
            [1199, 1200, 1500, 1501, 1800].map(|at_s| factor(&later, "192.0.2.1", at_s)),
            [4, 4, 2, 1, 1]
        );
    }

    #[test]
    fn redeem_that_read_the_clock_earlier_resets_nothing() {
        let difficulty = Difficulty::new(DEFAULT_STEPS.to_vec(), Vec::new(), &[7; 32]);
        record_redeems(&difficulty, "192.0.2.1", 200, 1200);
        record_redeems(&difficulty, "198.51.100.1", 1, 1199);
        assert_eq!(factor(&difficulty, "192.0.2.1", 1200), 2);
        record_redeems(&difficulty, "192.0.2.1", 100, 1199);
        assert_eq!(factor(&difficulty, "192.0.2.1", 1200), 4);
    }

    #[test]
    fn flood_raises_difficulty_only_in_its_own_network() {
        let difficulty = Difficulty::new(DEFAULT_STEPS.to_vec(), Vec::new(), &[7; 32]);
        record_redeems(&difficulty, "192.0.2.1", 600, 0);
        record_redeems(&difficulty, "2001:db8:1::1", 600, 0);
        for same in ["192.0.2.254", "::ffff:192.0.2.7", "2001:db8:1:ff00::9"] {
            assert_eq!(factor(&difficulty, same, 0), 8, "{same}");
        }
        for other in ["192.0.3.1", "2001:db8:2::1", "::c000:201"] {
            assert_eq!(factor(&difficulty, other, 0), 1, "{other}");
        }
        assert_eq!(difficulty.factor(None, None, 0), 1);
    }

    #[test]
    fn flood_from_1000_networks_slows_under_1_percent_of_others() {
        let difficulty = Difficulty::new(DEFAULT_STEPS.to_vec(), Vec::new(), &[7; 32]);
        for flood in 0..1000_u32 {
            let network = network((0x0a00_0000 + (flood << 8)).to_be_bytes());
            (0..600).for_each(|_| difficulty.record_redeem(Some(&network), None, 0));
        }
        let slowed = (0..2000_u32)
            .map(|nth| network((0xc000_0000 + (nth << 8)).to_be_bytes()))
            .filter(|network| difficulty.factor(None, Some(network), 0) > 1)
            .count();
        assert!(slowed < 20, "{slowed} of 2000");
    }

    #[test]
    fn scaled_work_has_a_ceiling_and_is_never_below_the_sites_own() {
        assert_eq!(scale_work(task(32, 9), 1), task(32, 9));
        assert_eq!(scale_work(task(32, 9), 2), task(32, 10));
        assert_eq!(scale_work(task(32, 9), 3), task(24, 11));
        assert_eq!(scale_work(task(32, 9), 8), task(32, 12));
        assert_eq!(scale_work(task(32, 9), 16), task(32, 12));
        assert_eq!(scale_work(task(64, 9), 2), task(64, 10));
        assert_eq!(scale_work(task(64, 9), 8), task(64, 11));
        assert_eq!(scale_work(task(200, 12), 8), task(200, 12));
        for way in Way::ALL {
            for factor in 1..=16 {
                let WorkTask { puzzles, bits } = scale_work(way.work(), factor);
                assert!(u64::from(puzzles) << bits <= MAX_SCALED_TRIES);
                assert!(puzzles <= way.work().puzzles && bits <= MAX_WORK_BITS);
            }
        }
    }
}
