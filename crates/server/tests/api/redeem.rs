//! Trading a proof for a token.

use axum::body::Body;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use passwave_motion::{Channels, Frame, Gesture, Window};
use passwave_protocol::evidence;
use passwave_recordings::synthetic::Motion;
use passwave_test_support::evidence::accepted;
use serde_json::{Value, json};

use crate::fixture::{Fixture, OTHER, SECRET, SHOP, another_proof, config_text, proof, request};

fn still(gesture: Gesture) -> String {
    let frames = [Frame { acceleration: [0, 0, 98], rotation: [0; 3] }; 200];
    let channels = Channels { gravity: true, rotation: true };
    evidence::encode(gesture, &Window { channels, frames: &frames })
}

#[tokio::test]
async fn press_with_valid_work_yields_a_token() {
    let server = Fixture::new();
    let reply = server.redeem(&server.challenge("press").await, None).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.headers[ACCESS_CONTROL_ALLOW_ORIGIN], SHOP);
    assert_eq!(reply.json["score"], 0.7);
    assert_eq!(reply.json["renew_for_s"], 7200);
    assert_eq!(reply.json["expires_in_s"], 300);
    let token = reply.json["token"].as_str().unwrap();
    let answer = server.siteverify(&[("secret", SECRET), ("response", token)]).await;
    assert_eq!(answer["success"], true);
}

/// More redeems at once than are checked, of which each has more puzzles than are checked at once.
#[tokio::test]
async fn redeems_beyond_what_is_checked_at_once_are_told_to_come_back() {
    let from = "work.press = { puzzles = 4, bits = 4 }";
    let server =
        Fixture::with(&config_text().replace(from, "work.press = { puzzles = 37, bits = 1 }"));
    let proof = proof(&server.challenge("press").await, None);
    let redeems = (0..400).map(|_| server.post("/redeem", Some(SHOP), &proof));
    let replies = join_all(redeems).await;
    let (passed, busy): (Vec<_>, Vec<_>) =
        replies.iter().partition(|reply| reply.status == StatusCode::OK);
    assert!(!passed.is_empty() && !busy.is_empty(), "{} passed", passed.len());
    for reply in busy {
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(
            (reply.code(), &reply.headers["retry-after"]),
            ("internal-error", &"5".parse().unwrap())
        );
        assert_eq!(reply.headers[ACCESS_CONTROL_ALLOW_ORIGIN], SHOP);
    }
    assert_eq!(server.post("/redeem", Some(SHOP), &proof).await.status, StatusCode::OK);
}

#[tokio::test]
async fn sliding_needs_its_work_only() {
    let server = Fixture::new();
    let reply = server.redeem(&server.challenge("slide").await, None).await;
    assert_eq!((reply.status, &reply.json["score"]), (StatusCode::OK, &json!(0.7)));
}

#[tokio::test]
async fn challenge_can_be_redeemed_once() {
    let server = Fixture::new();
    let challenge = server.challenge("press").await;
    assert_eq!(server.redeem(&challenge, None).await.status, StatusCode::OK);
    let again = server.post("/redeem", Some(SHOP), &another_proof(&challenge)).await;
    assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "challenge-spent"));
}

#[tokio::test]
async fn redeeming_is_idempotent() {
    let server = Fixture::new();
    let challenge = server.challenge("press").await;
    let lost = server.redeem(&challenge, None).await.json;
    server.pass(300);
    let again = server.redeem(&challenge, None).await.json;
    assert_eq!((&again["renew_for_s"], &again["expires_in_s"]), (&json!(6900), &json!(300)));
    let check = async |token: &Value| {
        let fields = [("secret", SECRET), ("response", token["token"].as_str().unwrap())];
        server.siteverify(&fields).await
    };
    assert_eq!(check(&again).await["success"], true);
    server.pass(299);
    let third = server.redeem(&challenge, None).await.json;
    assert_eq!(check(&third).await["error-codes"], json!(["timeout-or-duplicate"]));
    let renewal = json!({"token": lost["token"], "renew": lost["renew"]});
    assert_eq!(server.post("/renew", Some(SHOP), &renewal).await.code(), "renewal-over");
    server.pass(1);
    assert_eq!(server.redeem(&challenge, None).await.code(), "challenge-expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_redeems_yield_one_family() {
    let server = std::sync::Arc::new(Fixture::new());
    let challenge = server.challenge("press").await;
    let redeems: Vec<_> = (0..24)
        .map(|_| {
            let (server, challenge) = (server.clone(), challenge.clone());
            tokio::spawn(async move {
                let token = server.redeem(&challenge, None).await.json["token"].clone();
                let fields = [("secret", SECRET), ("response", token.as_str().unwrap())];
                server.siteverify(&fields).await["success"] == true
            })
        })
        .collect();
    let mut passes = 0;
    for redeem in redeems {
        passes += usize::from(redeem.await.unwrap());
    }
    assert_eq!(passes, 1);
}

#[tokio::test]
async fn challenge_expires_after_ten_minutes() {
    let server = Fixture::new();
    let [early, late] = [server.challenge("press").await, server.challenge("press").await];
    server.pass(599);
    assert_eq!(server.redeem(&early, None).await.status, StatusCode::OK);
    server.pass(1);
    assert_eq!(server.redeem(&late, None).await.code(), "challenge-expired");
}

#[tokio::test]
async fn missing_or_wrong_work_costs_the_challenge_nothing() {
    let server = Fixture::new();
    let challenge = server.challenge("press").await;
    let good = proof(&challenge, None);
    let nonces = good["work"].as_array().unwrap();
    let too_many = [nonces.as_slice(), &[json!(0)]].concat();
    for work in [json!([]), json!(nonces[1..]), json!([0, 0, 0, 0]), json!(too_many)] {
        let bad = json!({"challenge": challenge.challenge, "work": work});
        assert_eq!(server.post("/redeem", Some(SHOP), &bad).await.code(), "invalid-work");
    }
    assert_eq!(server.post("/redeem", Some(SHOP), &good).await.status, StatusCode::OK);
}

#[tokio::test]
async fn work_for_one_challenge_is_worth_nothing_for_another() {
    let server = Fixture::new();
    let [mine, other] = [server.challenge("press").await, server.challenge("press").await];
    let mut mixed = proof(&other, None);
    mixed["challenge"] = mine.challenge.into();
    assert_eq!(server.post("/redeem", Some(SHOP), &mixed).await.code(), "invalid-work");
}

#[tokio::test]
async fn forged_challenge_is_refused() {
    let server = Fixture::new();
    let challenge = server.challenge("press").await;
    let from_elsewhere = Fixture::new().challenge("press").await;
    let good = proof(&challenge, None);
    let mut parts: Vec<&str> = challenge.challenge.split('.').collect();
    let other = server.challenge("press").await.challenge;
    parts[1] = other.split('.').nth(1).unwrap();
    for text in ["", "x", &parts.join("."), &from_elsewhere.challenge, &"a".repeat(5000)] {
        let mut bad = good.clone();
        bad["challenge"] = text.into();
        assert_eq!(server.post("/redeem", Some(SHOP), &bad).await.code(), "invalid-challenge");
    }
    let token = server.token().await;
    let mut confused = good.clone();
    confused["challenge"] = token.into();
    assert_eq!(server.post("/redeem", Some(SHOP), &confused).await.code(), "invalid-challenge");
}

#[tokio::test]
async fn gesture_requires_evidence() {
    let server = Fixture::new();
    let challenge = server.challenge("wave").await;
    for _ in 0..2 {
        assert_eq!(server.redeem(&challenge, None).await.code(), "missing-evidence");
    }
    let late = server.redeem(&challenge, Some(&still(Gesture::Wave))).await;
    assert_eq!(late.code(), "challenge-spent");
}

#[tokio::test]
async fn still_phone_is_refused_with_a_hint_and_no_score() {
    let server = Fixture::new();
    let challenge = server.challenge("wave").await;
    let reply = server.redeem(&challenge, Some(&still(Gesture::Wave))).await;
    assert_eq!(
        (reply.status, reply.code()),
        (StatusCode::UNPROCESSABLE_ENTITY, "evidence-refused")
    );
    let hints = passwave_motion::Reason::ALL.map(passwave_motion::Reason::name);
    assert!(hints.contains(&reply.json["hint"].as_str().unwrap()));
    assert!(reply.json.get("score").is_none() && reply.json.get("token").is_none());
    let lost = server.redeem(&challenge, Some(&still(Gesture::Wave))).await;
    assert_eq!((lost.code(), &lost.json["hint"]), ("evidence-refused", &reply.json["hint"]));
    let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
    let another = server.redeem(&challenge, Some(&wave)).await;
    assert_eq!(another.code(), "challenge-spent");
}

#[tokio::test]
async fn evidence_that_does_not_fit_its_challenge_is_refused() {
    let server = Fixture::new();
    for (way, evidence) in [
        ("wave", still(Gesture::Circle)),
        ("wave", "garbage".to_owned()),
        ("wave", String::new()),
        ("press", still(Gesture::Wave)),
    ] {
        let reply = server.redeem(&server.challenge(way).await, Some(&evidence)).await;
        assert_eq!((reply.status, reply.code()), (StatusCode::BAD_REQUEST, "invalid-evidence"));
    }
}

#[tokio::test]
async fn evidence_of_a_newer_version_is_said_to_be_unknown() {
    let server = Fixture::new();
    let reply = server.redeem(&server.challenge("wave").await, Some("AgQA")).await;
    assert_eq!(reply.code(), "unknown-version");
}

#[tokio::test]
async fn bad_bodies_are_refused_and_nothing_is_spent() {
    let server = Fixture::new();
    let challenge = server.challenge("press").await;
    let post = |body: Vec<u8>| {
        request(Method::POST, "/redeem", Some(SHOP), Some("application/json"), Body::from(body))
    };
    let negative = format!(r#"{{"challenge":"{}","work":[-1]}}"#, challenge.challenge);
    for body in ["", "{", "[]", "null", r#"{"work":[]}"#, r#"{"challenge":1,"work":[]}"#, &negative]
    {
        assert_eq!(server.send(post(body.into())).await.code(), "bad-request", "{body}");
    }
    assert_eq!(server.send(post(vec![0xff; 10])).await.code(), "bad-request");
    let too_long = server.send(post(vec![b' '; 25 * 1024])).await;
    assert_eq!((too_long.status, too_long.code()), (StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
    let many = json!({"challenge": challenge.challenge, "work": vec![0; 257]});
    assert_eq!(server.post("/redeem", Some(SHOP), &many).await.code(), "too-large");
    let long = json!({"challenge": "", "work": [], "evidence": "A".repeat(6500)});
    assert_eq!(server.post("/redeem", Some(SHOP), &long).await.code(), "too-large");
    assert_eq!(server.redeem(&challenge, None).await.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn endless_body_times_out() {
    let server = Fixture::new();
    let stalled = futures_util::stream::pending::<Result<Vec<u8>, std::convert::Infallible>>();
    let request = request(Method::POST, "/redeem", Some(SHOP), None, Body::from_stream(stalled));
    assert_eq!(server.send(request).await.status, StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn token_carries_the_host_that_redeemed() {
    let server = Fixture::new();
    let challenge = server.challenge("press").await;
    let proof = proof(&challenge, None);
    for origin in [Some(OTHER), Some("null"), Some("https://evil.example"), None] {
        let reply = server.post("/redeem", origin, &proof).await;
        assert_eq!((reply.status, reply.code()), (StatusCode::FORBIDDEN, "origin-not-allowed"));
    }
    let reply = server.post("/redeem", Some("http://LOCALHOST:3000"), &proof).await;
    let token = reply.json["token"].as_str().unwrap();
    let answer = server.siteverify(&[("secret", SECRET), ("response", token)]).await;
    assert_eq!(answer["hostname"], "localhost");
}
