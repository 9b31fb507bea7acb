//! What is asked of a person.

use axum::body::Body;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, VARY};
use axum::http::{Method, StatusCode};
use passwave_motion::Mode;
use passwave_protocol::Way;

use crate::fixture::{Fixture, OTHER, SHOP, SITEKEY, request};

#[tokio::test]
async fn challenge_response_has_way_mode_work_and_lifetime() {
    let challenge = Fixture::new().challenge("circle").await;
    assert_eq!((challenge.way, challenge.mode), (Way::Circle, Mode::Standard));
    assert_eq!((challenge.work.puzzles, challenge.work.bits), (2, 3));
    assert_eq!(challenge.lifetime_s, 600);
}

#[tokio::test]
async fn default_way_is_the_first_that_moves_the_phone() {
    let server = Fixture::new();
    for query in ["", "&way=", "&way=&mode=&action=&cdata="] {
        let reply = server.get(&format!("/challenge?sitekey={SITEKEY}{query}"), Some(SHOP)).await;
        assert_eq!(reply.json["way"], "wave", "{query}");
    }
}

#[tokio::test]
async fn press_is_always_offered() {
    assert_eq!(Fixture::new().challenge("press").await.way, Way::Press);
}

#[tokio::test]
async fn challenge_ids_are_unique() {
    let server = Fixture::new();
    assert_ne!(server.challenge("wave").await.id, server.challenge("wave").await.id);
}

#[tokio::test]
async fn elder_mode_is_in_the_challenge() {
    let path = format!("/challenge?sitekey={SITEKEY}&mode=elder");
    assert_eq!(Fixture::new().get(&path, Some(SHOP)).await.json["mode"], "elder");
}

#[tokio::test]
async fn invalid_parameters_are_named() {
    let server = Fixture::new();
    let long_action = "a".repeat(101);
    let long_cdata = "a".repeat(256);
    let cases = [
        ("", "invalid-sitekey"),
        ("?sitekey=nobody", "invalid-sitekey"),
        (&format!("?sitekey={SITEKEY}&way=jump"), "invalid-way"),
        (&format!("?sitekey={SITEKEY}&way=shake"), "invalid-way"),
        (&format!("?sitekey={SITEKEY}&mode=fast"), "invalid-mode"),
        (&format!("?sitekey={SITEKEY}&action=sign%20in"), "invalid-action"),
        (&format!("?sitekey={SITEKEY}&action={long_action}"), "invalid-action"),
        (&format!("?sitekey={SITEKEY}&cdata=%C3%A9"), "invalid-cdata"),
        (&format!("?sitekey={SITEKEY}&cdata=a/b"), "invalid-cdata"),
        (&format!("?sitekey={SITEKEY}&cdata={long_cdata}"), "invalid-cdata"),
        (&format!("?sitekey={SITEKEY}&sitekey={SITEKEY}"), "bad-request"),
    ];
    for (query, code) in cases {
        let reply = server.get(&format!("/challenge{query}"), Some(SHOP)).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(reply.code(), code, "{query}");
    }
}

#[tokio::test]
async fn longest_action_and_cdata_fit() {
    let (action, cdata) = ("user/".repeat(20), "b".repeat(255));
    let path = format!("/challenge?sitekey={SITEKEY}&action={action}&cdata={cdata}");
    assert_eq!(Fixture::new().get(&path, Some(SHOP)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn response_is_readable_cross_origin_and_not_cached() {
    let server = Fixture::new();
    let path = format!("/challenge?sitekey={SITEKEY}");
    let reply = server.get(&path, Some(SHOP)).await;
    assert_eq!(reply.headers[ACCESS_CONTROL_ALLOW_ORIGIN], SHOP);
    assert_eq!(reply.headers[CACHE_CONTROL], "no-store");
    assert_eq!(reply.headers[VARY], "origin");
    let same_origin = server.get(&path, None).await;
    assert_eq!(same_origin.status, StatusCode::OK);
    assert!(!same_origin.headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
}

#[tokio::test]
async fn foreign_origins_are_refused() {
    let server = Fixture::new();
    let path = format!("/challenge?sitekey={SITEKEY}");
    for origin in ["https://evil.example", "https://shop.example.evil.example", "null", OTHER] {
        let reply = server.get(&path, Some(origin)).await;
        assert_eq!((reply.status, reply.code()), (StatusCode::FORBIDDEN, "origin-not-allowed"));
    }
}

#[tokio::test]
async fn any_page_can_read_why_it_was_refused() {
    let server = Fixture::new();
    let stranger = "https://forgotten.example";
    for (path, code) in [
        (format!("/challenge?sitekey={SITEKEY}"), "origin-not-allowed"),
        ("/challenge?sitekey=pw_none".to_owned(), "invalid-sitekey"),
        ("/challenge".to_owned(), "invalid-sitekey"),
        (format!("/challenge?sitekey={SITEKEY}&sitekey={SITEKEY}"), "bad-request"),
    ] {
        let reply = server.get(&path, Some(stranger)).await;
        assert_eq!(reply.code(), code, "{path}");
        assert_eq!(reply.headers[ACCESS_CONTROL_ALLOW_ORIGIN], stranger, "{path}");
    }
    for path in ["/redeem", "/renew", "/survey"] {
        let reply = server.post(path, Some(stranger), &serde_json::json!({})).await;
        assert_eq!(reply.code(), "bad-request", "{path}");
        assert_eq!(reply.headers[ACCESS_CONTROL_ALLOW_ORIGIN], stranger, "{path}");
    }
}

#[tokio::test]
async fn refusal_names_the_host_and_the_setting() {
    let server = Fixture::new();
    let message = async |origin: &str| {
        let path = format!("/challenge?sitekey={SITEKEY}");
        let reply = server.get(&path, Some(origin)).await;
        reply.json["message"].as_str().unwrap_or_default().to_owned()
    };
    for (origin, host) in [
        ("https://forgotten.example:8443", "\"forgotten.example\""),
        ("http://127.0.0.1:3000", "\"127.0.0.1\""),
        ("http://[::1]", "\"[::1]\""),
    ] {
        let message = message(origin).await;
        for part in [&format!("add {host} to the hostnames"), "\"pw_shop\"", "configuration"] {
            assert!(message.contains(part), "{origin}: {message}");
        }
    }
    assert!(message("null").await.contains("allow_null_origin = true"));
    let unreadable = message(&format!("https://{}.example", "a".repeat(400))).await;
    assert!(unreadable.len() < 200, "{unreadable}");
    let unknown = server.get("/challenge?sitekey=pw_none", Some(SHOP)).await;
    assert!(unknown.json["message"].as_str().unwrap().contains("[[sites]]"));
}

#[tokio::test]
async fn missing_origin_is_accepted_where_the_site_allows_it() {
    let server = Fixture::new();
    for origin in ["null", "file://"] {
        let reply = server.get("/challenge?sitekey=pw_other", Some(origin)).await;
        assert_eq!(reply.status, StatusCode::OK, "{origin}");
        assert_eq!(reply.headers[ACCESS_CONTROL_ALLOW_ORIGIN], origin);
        let strict = server.get(&format!("/challenge?sitekey={SITEKEY}"), Some(origin)).await;
        assert_eq!(strict.status, StatusCode::FORBIDDEN, "{origin}");
    }
}

#[tokio::test]
async fn final_dot_names_the_same_host() {
    let server = Fixture::new();
    let path = format!("/challenge?sitekey={SITEKEY}");
    let reply = server.get(&path, Some("https://shop.example.")).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.headers[ACCESS_CONTROL_ALLOW_ORIGIN], "https://shop.example.");
    let evil = server.get(&path, Some("https://shop.example..")).await;
    assert_eq!(evil.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn preflight_is_answered_for_every_page() {
    let server = Fixture::new();
    for path in ["/challenge", "/redeem", "/renew", "/survey"] {
        let ask = |origin| request(Method::OPTIONS, path, Some(origin), None, Body::empty());
        let allowed = server.send(ask(SHOP)).await;
        assert_eq!(allowed.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(allowed.headers[ACCESS_CONTROL_ALLOW_ORIGIN], SHOP);
        assert_eq!(allowed.headers["access-control-allow-headers"], "content-type");
        let stranger = server.send(ask("https://evil.example")).await;
        assert_eq!(stranger.headers[ACCESS_CONTROL_ALLOW_ORIGIN], "https://evil.example");
    }
    for method in [Method::OPTIONS, Method::GET, Method::POST] {
        let ask = request(method, "/siteverify", Some(SHOP), None, Body::empty());
        let backends_only = server.send(ask).await;
        assert!(!backends_only.headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
    }
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_are_refused() {
    let server = Fixture::new();
    assert_eq!(server.get("/nothing", None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(server.get("/redeem", None).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let posted = server.send(request(Method::POST, "/challenge", None, None, Body::empty())).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn health_endpoints_answer() {
    let server = Fixture::new();
    assert_eq!(server.get("/healthz", None).await.text, "ok\n");
    assert_eq!(server.get("/readyz", None).await.text, "ready\n");
}
