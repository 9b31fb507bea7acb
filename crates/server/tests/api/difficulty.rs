//! Work that rises where much is redeemed, and nowhere else.

use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use base64ct::{Base64UrlUnpadded, Encoding};
use passwave_protocol::{ChallengeResponse, WorkTask, proof_of_work};
use passwave_server::abuse::client_ip::PeerAddress;
use passwave_server::store::{EmbeddedStore, Entry, Spent, Store, StoreError};
use serde_json::Value;
use tokio::sync::{Notify, watch};

use crate::fixture::{Fixture, SHOP, SITEKEY, START_S, config_text, proof, request};

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
    for expected in [(4, 4), (4, 5), (4, 6), (4, 6)] {
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
    let mut lazy = proof(&raised, None);
    lazy["work"] = less_work(&raised, early.work).into();
    let reply = server.post("/redeem", Some(SHOP), &lazy).await;
    assert_eq!((reply.status, reply.code()), (StatusCode::BAD_REQUEST, "invalid-work"));
}

/// A solution of the lighter task that is none of the challenge's own, as one in sixteen is by luck.
fn less_work(challenge: &ChallengeResponse, lighter: WorkTask) -> Vec<u32> {
    (0..)
        .step_by(1 << 16)
        .map(|start_nonce| proof_of_work::solve(&challenge.id, lighter, start_nonce))
        .find(|nonces| !proof_of_work::verify(&challenge.id, challenge.work, nonces))
        .unwrap()
}

/// Fetches at one address and redeems at the other.
async fn fetch_and_redeem(server: &Fixture, fetching: &str, redeeming: &str) {
    let task = challenge(server, fetching).await;
    assert_eq!(redeem(server, redeeming, &task).await, StatusCode::OK);
}

#[tokio::test]
async fn work_rises_where_challenges_are_fetched_and_where_they_are_redeemed() {
    for (fetching, redeeming) in
        [("192.0.2.1", "198.51.100.1"), ("192.0.2.1", "2001:db8::1"), ("2001:db8::1", "192.0.2.1")]
    {
        let server = server();
        for _ in 0..3 {
            fetch_and_redeem(&server, fetching, redeeming).await;
        }
        assert_eq!(asked(&server, fetching).await, (4, 5), "{fetching} fetched");
        assert_eq!(asked(&server, redeeming).await, (4, 5), "{redeeming} redeemed");
        assert_eq!(asked(&server, "203.0.113.1").await, (4, 4));
    }
}

#[tokio::test]
async fn instance_that_redeems_counts_for_the_network_that_fetched_at_another() {
    let steps = "work_steps = [{ redeems = 3, factor = 2 }]";
    let config = format!("requests_per_minute = 0\n{steps}\n{}", config_text());
    let [fetching_at, redeeming_at] = [Fixture::with(&config), Fixture::with(&config)];
    for _ in 0..3 {
        let task = challenge(&fetching_at, "192.0.2.1").await;
        assert_eq!(redeem(&redeeming_at, "198.51.100.1", &task).await, StatusCode::OK);
    }
    assert_eq!(asked(&redeeming_at, "192.0.2.1").await, (4, 5));
    assert_eq!(asked(&redeeming_at, "198.51.100.1").await, (4, 5));
}

#[tokio::test]
async fn one_network_that_fetches_and_redeems_counts_once() {
    let server = server();
    for _ in 0..2 {
        fetch_and_redeem(&server, "192.0.2.1", "192.0.2.99").await;
    }
    assert_eq!(asked(&server, "192.0.2.1").await, (4, 4));
}

#[tokio::test]
async fn challenge_does_not_reveal_the_network_that_fetched_it() {
    let servers = [server(), server()];
    let mut digests = Vec::new();
    for server in &servers {
        for address in ["192.0.2.1", "192.0.2.2", "198.51.100.1"] {
            let signed = challenge(server, address).await.challenge;
            let claims = Base64UrlUnpadded::decode_vec(signed.split('.').nth(1).unwrap()).unwrap();
            let claims: Value = serde_json::from_slice(&claims).unwrap();
            digests.push(claims["network"].as_str().expect("a digest").to_owned());
        }
    }
    assert_eq!(digests[0], digests[1], "one /24");
    assert_ne!(digests[0], digests[2], "two networks");
    assert_ne!(digests[0], digests[3], "two servers with different keys");
}

/// A store that has spent, and does not answer before it is told to.
struct SlowStore {
    store: EmbeddedStore,
    has_spent: Arc<Notify>,
    may_answer: watch::Receiver<bool>,
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

impl Store for SlowStore {
    fn spend(&self, entry: Entry, now_s: u64) -> Answer<'_, Spent> {
        Box::pin(async move {
            let spent = self.store.spend(entry, now_s).await;
            self.has_spent.notify_one();
            let mut may_answer = self.may_answer.clone();
            may_answer.wait_for(|may_answer| *may_answer).await.expect("the test goes on");
            spent
        })
    }

    fn is_spent(&self, key: [u8; 32], issued_at_s: u64, now_s: u64) -> Answer<'_, bool> {
        self.store.is_spent(key, issued_at_s, now_s)
    }
}

/// Whoever hangs up while the challenge is being spent gets the token with the next try.
#[tokio::test]
async fn redeem_whose_sender_hangs_up_counts_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let store = EmbeddedStore::open(&folder.path().join("spent.redb")).unwrap();
    let (has_spent, (may_answer, gate)) = (Arc::new(Notify::new()), watch::channel(false));
    let slow = SlowStore { store, has_spent: has_spent.clone(), may_answer: gate };
    let steps = "work_steps = [{ redeems = 3, factor = 2 }]";
    let config = format!("requests_per_minute = 0\n{steps}\n{}", config_text());
    let server = Fixture::on(Arc::new(slow), &config, Arc::new(START_S.into()));
    for _ in 0..3 {
        let task = challenge(&server, "192.0.2.1").await;
        tokio::select! {
            status = redeem(&server, "192.0.2.1", &task) => panic!("answered with {status}"),
            () = has_spent.notified() => {}
        }
        may_answer.send_replace(true);
        assert_eq!(redeem(&server, "192.0.2.1", &task).await, StatusCode::OK);
        has_spent.notified().await;
        may_answer.send_replace(false);
    }
    assert_eq!(asked(&server, "192.0.2.1").await, (4, 5));
}
