//! Prints how long the work of each way takes on this computer, on one core.

use std::time::{Duration, Instant};

use passwave_protocol::{Way, proof_of_work};

const RUNS: u32 = 5;

fn main() {
    for way in Way::ALL {
        let (solving, checking) = (0..RUNS)
            .map(|run| timed(way, run))
            .fold((Duration::ZERO, Duration::ZERO), |(solving, checking), (solve, check)| {
                (solving + solve, checking + check)
            });
        println!(
            "{:6} solved in {:7.1} ms, checked in {:5.2} ms (mean of {RUNS})",
            way.name(),
            (solving / RUNS).as_secs_f64() * 1e3,
            (checking / RUNS).as_secs_f64() * 1e3,
        );
    }
}

fn timed(way: Way, run: u32) -> (Duration, Duration) {
    let id = format!("run {run}");
    let started = Instant::now();
    let nonces = proof_of_work::solve(&id, way.work(), 0);
    let solved = Instant::now();
    assert!(proof_of_work::verify(&id, way.work(), &nonces), "the solution does not pass");
    (solved - started, solved.elapsed())
}
