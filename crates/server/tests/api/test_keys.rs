//! Keys for a site's own automated tests.

use passwave_server::tokens::test_keys::{
    RENEWAL, SECRET_DUPLICATE, SECRET_FAILS, SECRET_PASSES, SITEKEY, TOKEN,
};
use serde_json::json;

use crate::fixture::{Fixture, SECRET, SHOP, proof};

async fn outcome(server: &Fixture, secret: &str, response: &str) -> String {
    let answer = server.siteverify(&[("secret", secret), ("response", response)]).await;
    match answer["success"].as_bool() {
        Some(true) => "success".to_owned(),
        _ => answer["error-codes"][0].as_str().unwrap().to_owned(),
    }
}

#[tokio::test]
async fn test_token_passes_or_fails_by_the_secret() {
    let server = Fixture::with("test_keys = true");
    let path = format!("/challenge?sitekey={SITEKEY}&way=press");
    let challenge =
        serde_json::from_value(server.get(&path, Some("https://any.example")).await.json).unwrap();
    let proof = proof(&challenge, None);
    let redeemed = server.post("/redeem", Some("https://any.example"), &proof).await.json;
    assert_eq!((&redeemed["token"], &redeemed["renew"]), (&json!(TOKEN), &json!(RENEWAL)));
    for _ in 0..2 {
        assert_eq!(outcome(&server, SECRET_PASSES, TOKEN).await, "success");
    }
    assert_eq!(outcome(&server, SECRET_FAILS, TOKEN).await, "invalid-input-response");
    assert_eq!(outcome(&server, SECRET_DUPLICATE, TOKEN).await, "timeout-or-duplicate");
    assert_eq!(outcome(&server, SECRET_PASSES, "another").await, "invalid-input-response");
    assert_eq!(outcome(&server, SECRET, TOKEN).await, "invalid-input-secret");
    let renewal = json!({"token": TOKEN, "renew": RENEWAL});
    assert_eq!(server.post("/renew", Some(SHOP), &renewal).await.json["token"], TOKEN);
}

#[tokio::test]
async fn test_keys_are_unknown_to_a_real_server() {
    let server = Fixture::new();
    for secret in [SECRET_PASSES, SECRET_FAILS, SECRET_DUPLICATE] {
        assert_eq!(outcome(&server, secret, TOKEN).await, "invalid-input-secret");
    }
    assert_eq!(outcome(&server, SECRET, TOKEN).await, "invalid-input-response");
    let renewal = json!({"token": TOKEN, "renew": RENEWAL});
    assert_eq!(server.post("/renew", Some(SHOP), &renewal).await.code(), "invalid-renewal");
    let path = format!("/challenge?sitekey={SITEKEY}");
    assert_eq!(server.get(&path, Some(SHOP)).await.code(), "invalid-sitekey");
}

#[tokio::test]
async fn server_with_test_keys_accepts_no_real_token() {
    let token = Fixture::new().token().await;
    let server = Fixture::with("test_keys = true");
    assert_eq!(outcome(&server, SECRET_PASSES, &token).await, "invalid-input-response");
}
