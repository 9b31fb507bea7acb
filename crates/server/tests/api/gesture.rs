//! Gestures from the phone to the token.

use axum::http::StatusCode;
use passwave_motion::{Channels, Gesture, Window};
use passwave_protocol::evidence;
use passwave_recordings::synthetic::Motion;

use crate::fixture::{Fixture, SECRET};
use passwave_test_support::evidence::{accepted, forged};

#[tokio::test]
async fn accepted_gesture_yields_a_token_that_passes_once() {
    let server = Fixture::new();
    let gestures =
        [("wave", Motion::WaveLr, Gesture::Wave), ("circle", Motion::Circle, Gesture::Circle)];
    for (way, motion, gesture) in gestures {
        for person in [1, 1001, 2001] {
            let evidence = accepted(motion, gesture, person);
            let reply = server.redeem(&server.challenge(way).await, Some(&evidence)).await;
            assert_eq!(reply.status, StatusCode::OK, "{way} {person}: {reply:?}");
            assert!(reply.json["score"].as_f64().is_some_and(|score| (0.7..=1.0).contains(&score)));
            let token = reply.json["token"].as_str().unwrap();
            let fields = [("secret", SECRET), ("response", token)];
            assert_eq!(server.siteverify(&fields).await["success"], true);
            assert_eq!(server.siteverify(&fields).await["success"], false);
        }
    }
}

#[tokio::test]
async fn walk_is_refused_and_spends_its_challenge() {
    let server = Fixture::new();
    for person in 1..6 {
        let challenge = server.challenge("wave").await;
        let walk = forged(Motion::Walk, Gesture::Wave, person);
        let reply = server.redeem(&challenge, Some(&walk)).await;
        assert_eq!(reply.code(), "evidence-refused", "person {person}");
        assert!(reply.json["hint"].is_string() && reply.json.get("token").is_none());
        let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
        assert_eq!(server.redeem(&challenge, Some(&wave)).await.code(), "challenge-spent");
    }
}

#[tokio::test]
async fn wave_does_not_pass_as_a_circle() {
    let server = Fixture::new();
    let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
    let sent = evidence::decode(&wave).unwrap();
    let relabelled = evidence::encode(Gesture::Circle, &sent.window());
    let reply = server.redeem(&server.challenge("circle").await, Some(&relabelled)).await;
    assert_eq!(reply.code(), "evidence-refused");
}

#[tokio::test]
async fn movement_passes_once_within_24_hours() {
    let server = Fixture::new();
    let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
    let first = server.redeem(&server.challenge("wave").await, Some(&wave)).await;
    assert_eq!(first.status, StatusCode::OK);
    server.pass(24 * 3600 - 1);
    let again = server.redeem(&server.challenge("wave").await, Some(&wave)).await;
    assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "evidence-seen-before"));
    assert!(again.json.get("token").is_none());
    server.pass(2);
    let next_day = server.redeem(&server.challenge("wave").await, Some(&wave)).await;
    assert_eq!(next_day.status, StatusCode::OK);
}

#[tokio::test]
async fn redeeming_a_wave_is_idempotent() {
    let server = Fixture::new();
    let (challenge, wave) =
        (server.challenge("wave").await, accepted(Motion::WaveLr, Gesture::Wave, 1));
    for nth in 0..3 {
        let reply = server.redeem(&challenge, Some(&wave)).await;
        assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
        let fields = [("secret", SECRET), ("response", reply.json["token"].as_str().unwrap())];
        assert_eq!(server.siteverify(&fields).await["success"], nth == 0);
    }
    let elsewhere = server.redeem(&server.challenge("wave").await, Some(&wave)).await;
    assert_eq!(elsewhere.code(), "evidence-seen-before");
}

#[tokio::test]
async fn repeated_movement_with_other_flags_is_refused() {
    let server = Fixture::new();
    let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
    let first = server.redeem(&server.challenge("wave").await, Some(&wave)).await;
    assert_eq!(first.status, StatusCode::OK);
    let sent = evidence::decode(&wave).unwrap();
    let channels = Channels { gravity: !sent.channels.gravity, ..sent.channels };
    let disguised = evidence::encode(Gesture::Wave, &Window { channels, frames: &sent.frames });
    assert_ne!(disguised, wave);
    let again = server.redeem(&server.challenge("wave").await, Some(&disguised)).await;
    assert_ne!(again.status, StatusCode::OK);
}

#[tokio::test]
async fn refused_movement_can_be_sent_again() {
    let server = Fixture::new();
    let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
    let wrong = server.redeem(&server.challenge("circle").await, Some(&wave)).await;
    assert_eq!(wrong.code(), "invalid-evidence");
    let right = server.redeem(&server.challenge("wave").await, Some(&wave)).await;
    assert_eq!(right.status, StatusCode::OK);
}
