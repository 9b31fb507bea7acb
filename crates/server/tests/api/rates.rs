//! How often one address may ask.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use passwave_server::client::Peer;

use crate::fixture::{Fixture, SHOP, SITEKEY, config_text, request};

fn from(address: &str, forwarded_for: Option<&str>) -> Request<Body> {
    let path = format!("/challenge?sitekey={SITEKEY}");
    let mut request = request(Method::GET, &path, Some(SHOP), None, Body::empty());
    request.extensions_mut().insert(Peer(address.parse().unwrap()));
    if let Some(list) = forwarded_for {
        request.headers_mut().insert("x-forwarded-for", list.parse().unwrap());
    }
    request
}

fn server() -> Fixture {
    Fixture::with(&format!(
        "requests_per_minute = 3\ntrusted_proxies = ['10.0.0.0/8']\n{}",
        config_text()
    ))
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let server = server();
    for _ in 0..3 {
        assert_eq!(server.send(from("192.0.2.1", None)).await.status, StatusCode::OK);
    }
    let refused = server.send(from("192.0.2.1", None)).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::TOO_MANY_REQUESTS, "rate-limited"));
    assert_eq!(refused.headers["access-control-allow-origin"], SHOP);
    assert_eq!(refused.headers["access-control-expose-headers"], "retry-after");
    let seconds: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(server.send(from("192.0.2.2", None)).await.status, StatusCode::OK);
    server.pass(120);
    assert_eq!(server.send(from("192.0.2.1", None)).await.status, StatusCode::OK);
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
