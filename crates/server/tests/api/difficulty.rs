//! Work that rises where much is redeemed, and nowhere else.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use passwave_protocol::{ChallengeResponse, WorkTask};
use passwave_server::abuse::client_ip::PeerAddress;

use crate::fixture::{Fixture, SHOP, SITEKEY, config_text, proof, request};

fn server() -> Fixture {
    let steps = "work_steps = [{ redeems = 3, factor = 2 }, { redeems = 6, factor = 4 }]";
    Fixture::with(&format!("requests_per_minute = 0\n{steps}\n{}", config_text()))
}

async fn challenge(server: &Fixture, address: &str) -> ChallengeResponse {
    let path = format!("/challenge?sitekey={SITEKEY}&way=press");
    let mut request = request(Method::GET, &path, Some(SHOP), None, Body::empty());
    request.extensions_mut().insert(PeerAddress(address.parse().unwrap()));
    serde_json::from_value(server.send(request).await.json).unwrap()
}

async fn redeem(server: &Fixture, address: &str, challenge: &ChallengeResponse) -> StatusCode {
    let body = proof(challenge, None).to_string().into();
    let json = Some("application/json");
    let mut request = request(Method::POST, "/redeem", Some(SHOP), json, body);
    request.extensions_mut().insert(PeerAddress(address.parse().unwrap()));
    server.send(request).await.status
}

async fn asked(server: &Fixture, address: &str) -> (u32, u32) {
    let WorkTask { puzzles, bits } = challenge(server, address).await.work;
    (puzzles, bits)
}

#[tokio::test]
async fn difficulty_rises_for_a_busy_network_only() {
    let server = server();
    for expected in [(4, 4), (8, 4), (16, 4), (16, 4)] {
        assert_eq!(asked(&server, "192.0.2.77").await, expected);
        for _ in 0..3 {
            let task = challenge(&server, "192.0.2.1").await;
            assert_eq!(redeem(&server, "192.0.2.1", &task).await, StatusCode::OK);
        }
    }
    assert_eq!(asked(&server, "192.0.3.1").await, (4, 4));
    server.pass(1200);
    assert_eq!(asked(&server, "192.0.2.1").await, (4, 4));
}

#[tokio::test]
async fn neither_challenges_nor_refused_nor_repeated_redeems_raise_it() {
    let server = server();
    let task = challenge(&server, "192.0.2.1").await;
    for _ in 0..20 {
        challenge(&server, "192.0.2.1").await;
        assert_eq!(redeem(&server, "192.0.2.1", &task).await, StatusCode::OK);
        let undone = ChallengeResponse { work: WorkTask { puzzles: 1, bits: 1 }, ..task.clone() };
        assert_eq!(redeem(&server, "192.0.2.1", &undone).await, StatusCode::BAD_REQUEST);
    }
    assert_eq!(asked(&server, "192.0.2.1").await, (4, 4));
}

#[tokio::test]
async fn less_work_than_asked_for_is_not_enough() {
    let server = server();
    let early = challenge(&server, "192.0.2.1").await;
    for _ in 0..3 {
        let task = challenge(&server, "192.0.2.1").await;
        redeem(&server, "192.0.2.1", &task).await;
    }
    let raised = challenge(&server, "192.0.2.1").await;
    let lazy = ChallengeResponse { work: early.work, ..raised };
    assert_eq!(redeem(&server, "192.0.2.1", &lazy).await, StatusCode::BAD_REQUEST);
}
