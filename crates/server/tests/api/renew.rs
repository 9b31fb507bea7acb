//! A fresh token for a form that stayed open.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::fixture::{Fixture, OTHER, Reply, SECRET, SHOP};

async fn renew(server: &Fixture, token: &Value, renew: &Value) -> Reply {
    server.post("/renew", Some(SHOP), &json!({"token": token, "renew": renew})).await
}

async fn is_good(server: &Fixture, token: &Value) -> bool {
    let fields = [("secret", SECRET), ("response", token.as_str().unwrap())];
    server.siteverify(&fields).await["success"] == true
}

#[tokio::test]
async fn renewal_is_dated_anew_and_keeps_the_time_of_verification() {
    let server = Fixture::new();
    let verified = server.verified().await;
    server.pass(3000);
    let renewed = renew(&server, &verified["token"], &verified["renew"]).await;
    assert_eq!(renewed.status, StatusCode::OK);
    assert_eq!(renewed.json["expires_in_s"], 300);
    assert_eq!(renewed.json["renew_for_s"], 4200);
    let token = renewed.json["token"].as_str().unwrap();
    let answer = server.siteverify(&[("secret", SECRET), ("response", token)]).await;
    assert_eq!(answer["success"], true);
    assert_eq!(answer["challenge_ts"], "2026-01-31T08:50:00Z");
    assert_eq!(answer["verified_at"], "2026-01-31T08:00:00Z");
    assert_eq!((&answer["action"], &answer["cdata"]), (&json!("sign-in"), &json!("order_7")));
}

#[tokio::test]
async fn all_tokens_of_a_family_are_spent_as_one() {
    let server = Fixture::new();
    let verified = server.verified().await;
    let renewed = renew(&server, &verified["token"], &verified["renew"]).await.json;
    let again = renew(&server, &renewed["token"], &verified["renew"]).await.json;
    assert_ne!(renewed["token"], again["token"]);
    assert!(is_good(&server, &renewed["token"]).await);
    assert!(!is_good(&server, &verified["token"]).await);
    assert!(!is_good(&server, &again["token"]).await);
}

#[tokio::test]
async fn spent_family_cannot_be_renewed() {
    let server = Fixture::new();
    let verified = server.verified().await;
    assert!(is_good(&server, &verified["token"]).await);
    let reply = renew(&server, &verified["token"], &verified["renew"]).await;
    assert_eq!((reply.status, reply.code()), (StatusCode::CONFLICT, "renewal-over"));
}

#[tokio::test]
async fn token_can_be_renewed_for_two_hours() {
    let server = Fixture::new();
    let verified = server.verified().await;
    server.pass(7199);
    let last = renew(&server, &verified["token"], &verified["renew"]).await;
    assert_eq!(last.status, StatusCode::OK);
    server.pass(1);
    let over = renew(&server, &last.json["token"], &verified["renew"]).await;
    assert_eq!(over.code(), "renewal-over");
    server.pass(298);
    assert!(is_good(&server, &last.json["token"]).await);
}

#[tokio::test]
async fn spent_family_stays_spent_while_any_of_its_tokens_is_valid() {
    let server = Fixture::new();
    let verified = server.verified().await;
    let first_used = verified["token"].clone();
    server.pass(200);
    let kept = renew(&server, &verified["token"], &verified["renew"]).await.json["token"].clone();
    assert!(is_good(&server, &first_used).await);
    server.pass(299);
    assert!(!is_good(&server, &kept).await);
}

#[tokio::test]
async fn renewal_needs_the_renewal_key() {
    let server = Fixture::new();
    let [mine, other] = [server.verified().await, server.verified().await];
    for key in [&json!(""), &json!("x"), &mine["token"], &other["renew"]] {
        assert_eq!(renew(&server, &mine["token"], key).await.code(), "invalid-renewal");
    }
    let challenge = server.challenge("press").await.challenge;
    assert_eq!(renew(&server, &mine["token"], &json!(challenge)).await.code(), "invalid-renewal");
    assert_eq!(renew(&server, &json!("x"), &mine["renew"]).await.code(), "invalid-token");
    assert_eq!(renew(&server, &mine["renew"], &mine["renew"]).await.code(), "invalid-token");
}

#[tokio::test]
async fn renewing_is_for_pages_of_the_site() {
    let server = Fixture::new();
    let verified = server.verified().await;
    let body = json!({"token": verified["token"], "renew": verified["renew"]});
    for origin in [Some(OTHER), Some("null"), None] {
        assert_eq!(server.post("/renew", origin, &body).await.code(), "origin-not-allowed");
    }
    assert_eq!(server.post("/renew", Some(SHOP), &json!({})).await.code(), "bad-request");
}
