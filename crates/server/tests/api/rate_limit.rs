//! How often one address may ask.

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, StatusCode};
use passwave_server::abuse::client_ip::PeerAddress;
use serde_json::json;

use crate::fixture::{Fixture, Reply, SECRET, SHOP, SITEKEY, config_text, request};

fn from(address: &str, forwarded_for: Option<&str>) -> Request<Body> {
    let path = format!("/challenge?sitekey={SITEKEY}");
    let mut request = request(Method::GET, &path, Some(SHOP), None, Body::empty());
    request.extensions_mut().insert(PeerAddress(address.parse().unwrap()));
    if let Some(list) = forwarded_for {
        request.headers_mut().insert("x-forwarded-for", list.parse().unwrap());
    }
    request
}

/// How many of ten requests from the proxy pass.
async fn accepted(server: &Fixture, header: &'static str, value: &[u8]) -> usize {
    let mut accepted = 0;
    for _ in 0..10 {
        let mut request = from("10.0.0.1", None);
        request.headers_mut().insert(header, HeaderValue::from_bytes(value).unwrap());
        accepted += usize::from(server.send(request).await.status == StatusCode::OK);
    }
    accepted
}

fn server() -> Fixture {
    Fixture::with(&format!(
        "requests_per_minute = 3\ntrusted_proxies = ['10.0.0.0/8']\n{}",
        config_text()
    ))
}

#[tokio::test]
async fn rate_limited_response_has_retry_after() {
    let server = server();
    for _ in 0..3 {
        assert_eq!(server.send(from("192.0.2.1", None)).await.status, StatusCode::OK);
    }
    let refused = server.send(from("192.0.2.1", None)).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::TOO_MANY_REQUESTS, "rate-limited"));
    assert_eq!(refused.headers["access-control-allow-origin"], SHOP);
    assert_eq!(refused.headers["access-control-expose-headers"], "retry-after");
    let seconds: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=61).contains(&seconds), "{seconds}");
    assert_eq!(server.send(from("192.0.2.2", None)).await.status, StatusCode::OK);
    server.pass(seconds);
    assert_eq!(server.send(from("192.0.2.1", None)).await.status, StatusCode::OK);
}

async fn check(server: &Fixture, address: &str, secret: &str, token: &str) -> Reply {
    let body = json!({"secret": secret, "response": token}).to_string();
    let json = Some("application/json");
    let mut request = request(Method::POST, "/siteverify", None, json, body.into());
    request.extensions_mut().insert(PeerAddress(address.parse().unwrap()));
    let reply = server.send(request).await;
    assert_eq!(reply.status, StatusCode::OK);
    reply
}

#[tokio::test]
async fn guessing_secrets_is_rate_limited_and_valid_secrets_are_not() {
    let server = server();
    for _ in 0..3 {
        let wrong = check(&server, "192.0.2.1", "a guess", "x").await;
        assert_eq!(wrong.code(), "invalid-input-secret");
    }
    for _ in 0..2 {
        let limited = check(&server, "192.0.2.1", "a guess", "x").await;
        assert_eq!(limited.code(), "rate-limited");
        let seconds: u64 = limited.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=61).contains(&seconds), "{seconds}");
    }
    for _ in 0..20 {
        let token = server.token().await;
        let good = check(&server, "192.0.2.1", SECRET, &token).await;
        assert_eq!(good.json["success"], true);
        let bad_token = check(&server, "192.0.2.1", SECRET, "x").await;
        assert_eq!(bad_token.code(), "invalid-input-response");
        assert!(!bad_token.headers.contains_key("retry-after"));
    }
    let neighbour = check(&server, "192.0.2.2", "a guess", "x").await;
    assert_eq!(neighbour.code(), "invalid-input-secret");
    server.pass(120);
    let later = check(&server, "192.0.2.1", "a guess", "x").await;
    assert_eq!(later.code(), "invalid-input-secret");
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_counts_for_itself() {
    let server = server();
    for client in 1..20 {
        let forwarded_for = format!("198.51.100.{client}");
        let reply = server.send(from("10.0.0.1", Some(&forwarded_for))).await;
        assert_eq!(reply.status, StatusCode::OK);
    }
    let mut statuses = Vec::new();
    for spoofed in 1..6 {
        let forwarded_for = format!("203.0.113.{spoofed}, 198.51.100.99");
        statuses.push(server.send(from("10.0.0.1", Some(&forwarded_for))).await.status);
    }
    assert_eq!(statuses[..3], [StatusCode::OK; 3]);
    assert_eq!(statuses[3..], [StatusCode::TOO_MANY_REQUESTS; 2]);
}

#[tokio::test]
async fn no_last_hop_switches_the_limit_off() {
    let hops: [&[u8]; 9] = [
        b"203.0.113.8:51234",
        b"[2001:db8::1]:443",
        b"[2001:db8::1]",
        b"203.0.113.8,",
        b"203.0.113.8, ,\t",
        b"\xff, 203.0.113.8",
        b"unknown",
        b"203.0.113.8, unknown",
        b"",
    ];
    for hop in hops {
        let server = server();
        let name = String::from_utf8_lossy(hop);
        assert_eq!(accepted(&server, "x-forwarded-for", hop).await, 3, "{name}");
        assert_eq!(accepted(&server, "x-forwarded-for", b"198.51.100.7").await, 3, "{name}");
    }
}

#[tokio::test]
async fn port_and_spelling_of_an_address_do_not_make_another_client() {
    let server = server();
    let spellings =
        ["2001:db8::1", "[2001:db8::1]", "[2001:DB8:0::1]:443", "2001:db8::1, 10.0.0.7"];
    let mut statuses = Vec::new();
    for hop in spellings {
        statuses.push(server.send(from("10.0.0.1", Some(hop))).await.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
}

#[tokio::test]
async fn forwarded_is_read_if_the_configuration_says_so() {
    let settings = "requests_per_minute = 3\ntrusted_proxies = ['10.0.0.0/8']";
    let config = format!("{settings}\nclient_address_header = 'forwarded'\n{}", config_text());
    let server = Fixture::with(&config);
    let lists: [(&[u8], usize); 4] = [
        (b"for=203.0.113.9, For=\"[2001:db8:1::1]:443\";proto=https;by=10.0.0.1", 3),
        (b"for=203.0.113.9;for=203.0.113.10, \xff=1, for=198.51.100.7:80;by=x, for=10.0.0.2", 3),
        (b"proto=https;FOR=\"198.51.100.7\"", 0),
        (b"for=203.0.113.77, for=_hidden", 3),
    ];
    for (list, expected) in lists {
        let name = String::from_utf8_lossy(list);
        assert_eq!(accepted(&server, "forwarded", list).await, expected, "{name}");
    }
    assert_eq!(accepted(&server, "x-forwarded-for", b"192.0.2.200").await, 0, "the proxy's own");
}

fn from_page(origin: Option<&str>, sitekey: &str, fetch_site: Option<&str>) -> Request<Body> {
    let path = format!("/challenge?sitekey={sitekey}");
    let mut request = request(Method::GET, &path, origin, None, Body::empty());
    request.extensions_mut().insert(PeerAddress("192.0.2.1".parse().unwrap()));
    if let Some(site) = fetch_site {
        request.headers_mut().insert("sec-fetch-site", site.parse().unwrap());
    }
    request
}

#[tokio::test]
async fn refused_origins_and_sitekeys_do_not_use_up_the_visitors_allowance() {
    let elsewhere = Some("https://evil.example");
    let cases = [
        (elsewhere, SITEKEY, None),
        (Some("https://other.example"), SITEKEY, Some("cross-site")),
        (Some(SHOP), "pw_nobody", None),
        (None, SITEKEY, Some("cross-site")),
        (None, SITEKEY, Some("same-site")),
    ];
    for case in cases {
        let server = server();
        let mut statuses = Vec::new();
        for _ in 0..5 {
            let (origin, sitekey, fetch_site) = case;
            let refused = server.send(from_page(origin, sitekey, fetch_site)).await;
            statuses.push(refused.status);
        }
        assert!(
            statuses[..3].iter().all(|status| status.is_client_error()),
            "{case:?} {statuses:?}"
        );
        assert_eq!(statuses[3..], [StatusCode::TOO_MANY_REQUESTS; 2], "{case:?}");
        for visit in 0..3 {
            let own = server.send(from_page(Some(SHOP), SITEKEY, Some("cross-site"))).await;
            assert_eq!(own.status, StatusCode::OK, "{case:?} {visit}");
        }
        let over = server.send(from_page(Some(SHOP), SITEKEY, None)).await;
        assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS, "{case:?}");
    }
}

#[tokio::test]
async fn posts_from_elsewhere_do_not_use_up_the_visitors_allowance() {
    let server = server();
    let redeem = |origin| {
        let mut request = request(Method::POST, "/redeem", Some(origin), None, "{}".into());
        request.extensions_mut().insert(PeerAddress("192.0.2.1".parse().unwrap()));
        request
    };
    for _ in 0..5 {
        server.send(redeem("https://evil.example")).await;
    }
    let own = server.send(redeem(SHOP)).await;
    assert_eq!(own.status, StatusCode::BAD_REQUEST, "{own:?}");
}

#[tokio::test]
async fn same_origin_get_without_an_origin_is_served() {
    let server = server();
    let own = server.send(from_page(None, SITEKEY, Some("same-origin"))).await;
    assert_eq!(own.status, StatusCode::OK, "{own:?}");
}
