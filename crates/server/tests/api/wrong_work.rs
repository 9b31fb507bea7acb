//! Wrong work costs its sender more than the server.

use axum::http::StatusCode;
use passwave_protocol::{ChallengeResponse, proof_of_work};
use serde_json::{Value, json};

use crate::fixture::{Fixture, Reply, SHOP, config_text, proof};

const PUZZLES: usize = 64;

/// More than it takes to be sure that the puzzles are checked in many different orders.
const REPEATS: usize = 40;

fn server() -> Fixture {
    let light = "work.press = { puzzles = 4, bits = 4 }";
    assert!(config_text().contains(light));
    let press = format!("work.press = {{ puzzles = {PUZZLES}, bits = 4 }}");
    Fixture::with(&config_text().replace(light, &press))
}

/// A proof whose last `wrong` puzzles are wrong.
fn partly_wrong(challenge: &ChallengeResponse, wrong: usize) -> Value {
    let good = proof_of_work::solve(&challenge.id, challenge.work, 0);
    let spoiled = |puzzle: usize| {
        let mut nonces = good.clone();
        while proof_of_work::verify(&challenge.id, challenge.work, &nonces) {
            nonces[puzzle] = nonces[puzzle].wrapping_add(1);
        }
        nonces[puzzle]
    };
    let mut work = good.clone();
    (PUZZLES - wrong..PUZZLES).for_each(|puzzle| work[puzzle] = spoiled(puzzle));
    json!({"challenge": challenge.challenge, "work": work})
}

async fn post(server: &Fixture, proof: &Value) -> Reply {
    server.post("/redeem", Some(SHOP), proof).await
}

async fn post_often(server: &Fixture, proof: &Value) {
    for _ in 0..REPEATS {
        assert_eq!(post(server, proof).await.code(), "invalid-work");
    }
}

#[tokio::test]
async fn challenge_is_spent_by_work_that_is_almost_right() {
    let server = server();
    let challenge = server.challenge("press").await;
    post_often(&server, &partly_wrong(&challenge, 1)).await;
    let reply = post(&server, &proof(&challenge, None)).await;
    assert_eq!((reply.status, reply.code()), (StatusCode::CONFLICT, "challenge-spent"));
}

#[tokio::test]
async fn work_with_few_right_puzzles_costs_the_challenge_nothing() {
    let server = server();
    let challenge = server.challenge("press").await;
    for wrong in [PUZZLES, PUZZLES - 3] {
        post_often(&server, &partly_wrong(&challenge, wrong)).await;
    }
    assert_eq!(post(&server, &proof(&challenge, None)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn right_work_passes_in_every_order_and_may_be_repeated() {
    let server = server();
    for _ in 0..5 {
        let good = proof(&server.challenge("press").await, None);
        for _ in 0..3 {
            assert_eq!(post(&server, &good).await.status, StatusCode::OK);
        }
    }
}
