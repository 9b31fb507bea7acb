//! siteverify, as sites know it.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::fixture::{Fixture, OTHER, OTHER_SECRET, SECRET, SITEKEY, proof, request};

/// What is sent, and the codes of the answer.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

/// A content type, and the body made for a token.
type Shape = (&'static str, fn(&str) -> String);

fn codes(answer: &Value) -> Vec<&str> {
    assert_eq!(answer["success"], false, "{answer}");
    answer["error-codes"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

#[tokio::test]
async fn valid_token_yields_all_fields_that_sites_expect() {
    let server = Fixture::new();
    let token = server.token().await;
    let answer = server.siteverify(&[("secret", SECRET), ("response", &token)]).await;
    let expected = json!({
        "success": true,
        "challenge_ts": "2026-01-31T08:00:00Z",
        "verified_at": "2026-01-31T08:00:00Z",
        "hostname": "shop.example",
        "action": "sign-in",
        "cdata": "order_7",
        "score": 0.7,
    });
    assert_eq!(answer, expected, "clients refuse a success that has a list of codes");
}

#[tokio::test]
async fn success_has_an_empty_list_of_codes_at_turnstiles_address_alone() {
    let server = Fixture::new();
    for (path, codes) in [
        ("/siteverify", Value::Null),
        ("/recaptcha/api/siteverify", Value::Null),
        ("/turnstile/v0/siteverify", json!([])),
    ] {
        let token = server.token().await;
        let reply = server.post(path, None, &json!({"secret": SECRET, "response": token})).await;
        assert_eq!(reply.json["success"], true, "{path}");
        assert_eq!(reply.json["error-codes"], codes, "{path}");
    }
}

#[tokio::test]
async fn token_passes_once() {
    let server = Fixture::new();
    let token = server.token().await;
    let fields = [("secret", SECRET), ("response", &token)];
    assert_eq!(server.siteverify(&fields).await["success"], true);
    assert_eq!(codes(&server.siteverify(&fields).await), ["timeout-or-duplicate"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exactly_one_concurrent_siteverify_passes() {
    let server = Arc::new(Fixture::new());
    let token = server.token().await;
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let (server, token) = (server.clone(), token.clone());
            tokio::spawn(async move {
                server.siteverify(&[("secret", SECRET), ("response", &token)]).await
            })
        })
        .collect();
    let mut passed = 0;
    for call in calls {
        let answer = call.await.unwrap();
        if answer["success"] == true {
            passed += 1;
        } else {
            assert_eq!(codes(&answer), ["timeout-or-duplicate"]);
        }
    }
    assert_eq!(passed, 1);
}

#[tokio::test]
async fn token_expires_after_five_minutes() {
    let server = Fixture::new();
    let [early, late] = [server.token().await, server.token().await];
    server.pass(299);
    let answer = server.siteverify(&[("secret", SECRET), ("response", &early)]).await;
    assert_eq!(answer["success"], true);
    server.pass(1);
    let answer = server.siteverify(&[("secret", SECRET), ("response", &late)]).await;
    assert_eq!(codes(&answer), ["timeout-or-duplicate"]);
}

#[tokio::test]
async fn invalid_requests_are_named_and_spend_nothing() {
    let server = Fixture::new();
    let token = server.token().await;
    let response = ("response", token.as_str());
    let secret = ("secret", SECRET);
    let changed = token.replacen('.', ".x", 1);
    let cases: [Case; 11] = [
        (&[], &["missing-input-secret", "missing-input-response"]),
        (&[response], &["missing-input-secret"]),
        (&[("secret", ""), response], &["missing-input-secret"]),
        (&[secret], &["missing-input-response"]),
        (&[secret, ("response", "")], &["missing-input-response"]),
        (&[("secret", "wrong"), response], &["invalid-input-secret"]),
        (&[("secret", OTHER_SECRET), response], &["invalid-input-response"]),
        (&[secret, ("response", "garbage")], &["invalid-input-response"]),
        (&[secret, ("response", &changed)], &["invalid-input-response"]),
        (&[secret, response, ("sitekey", "pw_other")], &["sitekey-secret-mismatch"]),
        (&[secret, response, ("idempotency_key", &"k".repeat(129))], &["bad-request"]),
    ];
    for (fields, expected) in cases {
        assert_eq!(codes(&server.siteverify(fields).await), expected, "{fields:?}");
    }
    let answer = server.siteverify(&[secret, response, ("sitekey", SITEKEY)]).await;
    assert_eq!(answer["success"], true);
}

#[tokio::test]
async fn other_kinds_of_token_are_invalid_responses() {
    let server = Fixture::new();
    let verified = server.verified().await;
    let challenge = server.challenge("press").await.challenge;
    for text in [verified["renew"].as_str().unwrap(), &challenge] {
        let answer = server.siteverify(&[("secret", SECRET), ("response", text)]).await;
        assert_eq!(codes(&answer), ["invalid-input-response"]);
    }
}

/// The shapes in which the clients of other services call.
#[tokio::test]
async fn siteverify_accepts_all_encodings() {
    let server = Fixture::new();
    let form = "application/x-www-form-urlencoded";
    let shapes: [Shape; 9] = [
        (form, |token| format!("secret=the+shop%27s+own+secret&response={token}")),
        (form, |token| format!("response={token}&remoteip=None&secret=the+shop's%20own+secret")),
        (form, |token| format!("response={token}&remoteip=&sitekey=&secret=the+shop's+own+secret")),
        ("application/x-www-form-urlencoded; charset=UTF-8", |token| {
            format!("secret=the+shop%27s+own+secret&remoteip=%3A%3A1&response={token}&x=y&x=z")
        }),
        ("", |token| format!("secret=the+shop%27s+own+secret&response={token}")),
        ("application/json", |token| json!({"secret": SECRET, "response": token}).to_string()),
        ("application/json; charset=utf-8", |token| {
            json!({"response": token, "secret": SECRET, "remoteip": null, "n": 1, "o": {}})
                .to_string()
        }),
        ("text/plain", |token| json!({"secret": SECRET, "response": token}).to_string()),
        ("multipart/form-data; boundary=AaB03x", |token| {
            format!(
                "--AaB03x\r\nContent-Disposition: form-data; name=\"secret\"\r\n\r\n{SECRET}\r\n\
                 --AaB03x\r\nContent-Disposition: form-data; name=\"response\"\r\n\r\n{token}\r\n\
                 --AaB03x--\r\n"
            )
        }),
    ];
    for (content_type, body) in shapes {
        let body = body(&server.token().await);
        let answer = server.siteverify_as(content_type, body.clone()).await;
        assert_eq!(answer["success"], true, "{content_type}: {body}: {answer}");
    }
}

#[tokio::test]
async fn siteverify_accepts_all_paths_and_a_query() {
    let server = Fixture::new();
    for path in ["/siteverify", "/recaptcha/api/siteverify", "/turnstile/v0/siteverify"] {
        for method in [Method::GET, Method::POST] {
            let token = server.token().await;
            let path =
                format!("{path}?response={token}&secret=the%20shop's%20own%20secret&remoteip=None");
            let reply = server.send(request(method, &path, None, None, Body::empty())).await;
            assert_eq!(reply.json["success"], true, "{path}");
        }
    }
}

#[tokio::test]
async fn whatever_parses_as_http_is_answered_with_status_200() {
    let server = Fixture::new();
    let bodies: [(&str, Vec<u8>, &str); 6] = [
        ("application/json", b"{".to_vec(), "bad-request"),
        ("application/json", b"[]".to_vec(), "bad-request"),
        ("application/json", b"{\"secret\":[1]}".to_vec(), "missing-input-secret"),
        ("multipart/form-data", b"x".to_vec(), "bad-request"),
        ("application/x-www-form-urlencoded", vec![0xff; 64], "missing-input-secret"),
        ("application/x-www-form-urlencoded", vec![b'a'; 1 << 16], "bad-request"),
    ];
    for (content_type, body, code) in bodies {
        let answer = server.siteverify_as(content_type, body).await;
        assert_eq!(codes(&answer)[0], code, "{content_type}");
    }
    let put = server.send(request(Method::PUT, "/siteverify", None, None, Body::empty())).await;
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn same_idempotency_key_yields_the_same_answer() {
    let server = Fixture::new();
    let token = server.token().await;
    let secret = ("secret", SECRET);
    let response = ("response", token.as_str());
    let fields = [secret, response, ("idempotency_key", "7f9c2a10")];
    let first = server.siteverify(&fields).await;
    assert_eq!(first["success"], true);
    assert_eq!(server.siteverify(&fields).await, first);
    for key in ["7f9c2a11", "", "None"] {
        let other = [secret, response, ("idempotency_key", key)];
        assert_eq!(codes(&server.siteverify(&other).await), ["timeout-or-duplicate"], "{key}");
    }
}

#[tokio::test]
async fn placeholder_idempotency_key_does_not_allow_a_retry() {
    let server = Fixture::new();
    let words = ["None", "null", "undefined", "", "nil", "NaN", "0", "false", "true", "1"];
    let long_words =
        ["[object Object]", "[OBJECT UNDEFINED]", "%!s(<nil>)", "Infinity", "Optional.empty"];
    let constants =
        ["UNDEFINED", " none ", "seven77", "0000000000", "00000000-0000-0000-0000-000000000000"];
    for key in words.into_iter().chain(long_words).chain(constants) {
        let token = server.token().await;
        let fields = [("secret", SECRET), ("response", &*token), ("idempotency_key", key)];
        assert_eq!(server.siteverify(&fields).await["success"], true);
        assert_eq!(codes(&server.siteverify(&fields).await), ["timeout-or-duplicate"], "{key}");
    }
}

#[tokio::test]
async fn way_is_returned_only_with_return_way() {
    let server = Fixture::new();
    let reply = server.get("/challenge?sitekey=pw_other&way=press", Some(OTHER)).await;
    let challenge = serde_json::from_value(reply.json).unwrap();
    let reply = server.post("/redeem", Some(OTHER), &proof(&challenge, None)).await;
    let token = reply.json["token"].as_str().unwrap();
    let answer = server.siteverify(&[("secret", OTHER_SECRET), ("response", token)]).await;
    assert_eq!((&answer["success"], &answer["way"]), (&json!(true), &json!("press")));
    let token = server.token().await;
    let answer = server.siteverify(&[("secret", SECRET), ("response", &token)]).await;
    assert!(answer.get("way").is_none());
}

#[tokio::test]
async fn backend_can_verify_a_token_with_the_jwks() {
    let server = Fixture::new();
    let token = server.token().await;
    let keys: jsonwebtoken::jwk::JwkSet =
        serde_json::from_value(server.get("/.well-known/jwks.json", None).await.json).unwrap();
    assert_eq!(keys.keys.len(), 2);
    let header = jsonwebtoken::decode_header(&token).unwrap();
    assert_eq!(header.typ.as_deref(), Some("passwave-token"));
    let key = keys.find(&header.kid.unwrap()).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::EdDSA);
    validation.set_audience(&[SITEKEY]);
    validation.validate_exp = false;
    let key = jsonwebtoken::DecodingKey::from_jwk(key).unwrap();
    let claims = jsonwebtoken::decode::<Value>(&token, &key, &validation).unwrap().claims;
    assert_eq!((&claims["hostname"], &claims["score"]), (&json!("shop.example"), &json!(0.7)));
    assert!(claims["fid"].is_string() && claims.get("way").is_none());
}
