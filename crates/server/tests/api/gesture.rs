//! Gestures from the phone to the token.

use axum::http::StatusCode;
use passwave_motion::{Channels, Gesture, Window};
use passwave_protocol::evidence;
use passwave_recordings::synthetic::Motion;

use crate::fixture::{Fixture, SECRET};
use passwave_test_support::evidence::{accepted, forged};

#[tokio::test]
async fn whoever_the_phone_accepts_gets_a_token_that_passes_once() {
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
async fn a_client_that_sends_a_walk_is_refused_and_its_challenge_is_gone() {
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
async fn a_wave_does_not_pass_for_a_circle() {
    let server = Fixture::new();
    let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
    let sent = evidence::decode(&wave).unwrap();
    let relabelled = evidence::encode(Gesture::Circle, &sent.window());
    let reply = server.redeem(&server.challenge("circle").await, Some(&relabelled)).await;
    assert_eq!(reply.code(), "evidence-refused");
}

#[tokio::test]
async fn the_same_movement_passes_once_in_a_day() {
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
async fn a_waves_answer_that_was_lost_can_be_had_again_for_one_use() {
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
async fn other_flags_do_not_make_a_movement_new() {
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
async fn a_refused_movement_is_not_remembered_against_its_person() {
    let server = Fixture::new();
    let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
    let wrong = server.redeem(&server.challenge("circle").await, Some(&wave)).await;
    assert_eq!(wrong.code(), "invalid-evidence");
    let right = server.redeem(&server.challenge("wave").await, Some(&wave)).await;
    assert_eq!(right.status, StatusCode::OK);
}
