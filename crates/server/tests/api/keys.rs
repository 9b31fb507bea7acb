//! Keys change while people verify, on several instances, and nobody notices.

use axum::http::StatusCode;
use passwave_server::cli::{RotateError, RotationStep, rotate_config};
use serde_json::json;

use crate::fixture::{Fixture, SECRET, SHOP, START_S, config_text, proof};

const WAIT_S: u64 = 300;
const KEEP_S: u64 = 3 * 60 * 60;

fn rotated(text: &str, now_s: u64) -> (String, RotationStep) {
    rotate_config(text, now_s, false).unwrap()
}

/// The configurations before, between and after one change of keys.
fn change() -> [String; 3] {
    let before = config_text();
    let (between, first) = rotated(&before, START_S);
    let (after, second) = rotated(&between, START_S + WAIT_S);
    assert_eq!([first, second], [RotationStep::Announced, RotationStep::Switched]);
    [before, between, after]
}

async fn passes(server: &Fixture, token: &str) -> bool {
    server.siteverify(&[("secret", SECRET), ("response", token)]).await["success"] == true
}

#[tokio::test]
async fn challenges_tokens_and_renewals_live_through_a_change() {
    let [before, between, after] = change();
    let server = Fixture::with(&before);
    for next in [&between, &after] {
        let challenge = server.challenge("press").await;
        let [token, verified] = [server.verified().await, server.verified().await];
        server.reconfigure(next);
        assert_eq!(server.redeem(&challenge, None).await.status, StatusCode::OK);
        assert!(passes(&server, token["token"].as_str().unwrap()).await);
        let body = json!({"token": verified["token"], "renew": verified["renew"]});
        let renewed = server.post("/renew", Some(SHOP), &body).await;
        assert_eq!(renewed.status, StatusCode::OK);
        assert!(passes(&server, renewed.json["token"].as_str().unwrap()).await);
    }
}

/// Whatever step an instance is at, it understands one that is a step ahead or behind.
#[tokio::test]
async fn instances_may_change_over_one_after_another() {
    let [before, between, after] = change();
    for (one, other) in [(&before, &between), (&between, &after)] {
        for (issuing, checking) in [(one, other), (other, one)] {
            let (issuing, checking) = (Fixture::with(issuing), Fixture::with(checking));
            let challenge = issuing.challenge("press").await;
            let reply = checking.post("/redeem", Some(SHOP), &proof(&challenge, None)).await;
            assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
            assert!(passes(&issuing, reply.json["token"].as_str().unwrap()).await);
            assert!(passes(&checking, &issuing.token().await).await);
        }
    }
}

#[tokio::test]
async fn backends_see_a_key_before_it_signs_and_after() {
    let [before, between, after] = change();
    let server = Fixture::with(&before);
    let mut seen = Vec::new();
    for text in [&before, &between, &after] {
        server.reconfigure(text);
        let answer = server.get("/.well-known/jwks.json", None).await.json;
        let keys = answer["keys"].as_array().unwrap();
        let mut kids: Vec<_> = keys.iter().map(|key| key["kid"].to_string()).collect();
        kids.sort();
        seen.push(kids);
    }
    assert_eq!(seen.iter().map(Vec::len).collect::<Vec<_>>(), [2, 4, 4]);
    assert_eq!(seen[1], seen[2]);
}

#[test]
fn next_key_does_not_sign_before_it_is_published() {
    let (between, _) = rotated(&config_text(), START_S);
    let early = rotate_config(&between, START_S + WAIT_S - 1, false);
    assert!(matches!(early, Err(RotateError::Early(_))));
    assert!(rotate_config(&between, START_S, true).is_ok());
}

#[tokio::test]
async fn previous_key_is_removed_only_after_all_it_signed_has_expired() {
    let [before, _, after] = change();
    let old = Fixture::with(&before).challenge("press").await;
    let status = async |text: &str| Fixture::with(text).redeem(&old, None).await.status;
    let switched_s = START_S + WAIT_S;
    let (soon, _) = rotated(&after, switched_s + KEEP_S - 1);
    assert_eq!(status(&soon).await, StatusCode::OK);
    let (later, _) = rotated(&after, switched_s + KEEP_S);
    assert_eq!(status(&later).await, StatusCode::BAD_REQUEST);
}

#[test]
fn rotation_keeps_comments_and_layout() {
    let text = format!("# ours\n{}\n", config_text())
        .replace("hostnames = ['other", "# the other's\n hostnames  =  ['other")
        .replacen("[renewal_keys]\n", "[renewal_keys] # renews\nprevious = [] # none yet\n", 1);
    let (text, _) = rotated(&text, START_S);
    let (text, _) = rotated(&text, START_S + WAIT_S);
    for kept in ["# ours\n", "# the other's\n hostnames  =  ['other", "] # none yet", "# renews"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
}
