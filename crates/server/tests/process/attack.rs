//! The red team's client gets tokens through every door, and pays nearly the same at each.

use passwave_attack::{Door, Site, fastest_solver};
use passwave_motion::Mode;
use passwave_protocol::{Way, WorkTask};

use crate::fixture::Setup;

fn tries(work: WorkTask) -> u64 {
    u64::from(work.puzzles) << work.bits
}

#[test]
fn every_door_asks_for_half_a_press_at_least_and_its_tokens_pass() {
    let setup = Setup::as_installed();
    let server = setup.start();
    let site = Site::new(&server.url(""), &setup.sitekey, &setup.secret);
    let solver = fastest_solver().unwrap();
    let mut asked = Vec::new();
    for (seed, door) in (0..).zip(Door::of(&Way::ALL)) {
        for mode in [Mode::Standard, Mode::Elder] {
            let token = door.token(&site, mode, solver, 2 * seed + mode as u64).unwrap();
            assert!(site.siteverify(&token.text).unwrap(), "{door:?} {mode:?}");
            asked.push((tries(token.work), door, mode));
        }
    }
    let press = tries(Way::Press.work());
    for &(tries, door, mode) in &asked {
        assert!((press / 2..=2 * press).contains(&tries), "{door:?} {mode:?}: {tries}");
        let within = asked.iter().all(|&(other, ..)| tries <= 2 * other);
        assert!(
            within,
            "{door:?} {mode:?} asks for more than twice the work of another: {asked:?}"
        );
    }
    assert_eq!(
        asked.len(),
        2 * (2 + 4 * 2),
        "press and slide, and four gestures with a gyroscope and without"
    );
}
