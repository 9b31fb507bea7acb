//! What the operator sees, and what nobody sees.

use axum::body::Body;
use axum::http::header::HOST;
use axum::http::{Method, StatusCode};
use passwave_server::abuse::client_ip::PeerAddress;
use passwave_server::ops;

use serde_json::json;

use crate::fixture::{
    Fixture, Reply, SECRET, SHOP, SITEKEY, another_proof, config_text, proof, reply, request,
};

async fn look(server: &Fixture, path: &str) -> Reply {
    let request = request(Method::GET, path, None, None, Body::empty());
    reply(ops::router::router(server.live()), request).await
}

/// The lines of `/metrics` that are no comments.
async fn counted(server: &Fixture) -> Vec<String> {
    let reply = look(server, "/metrics").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.headers["content-type"].to_str().unwrap().contains("openmetrics"));
    assert!(reply.text.ends_with("# EOF\n"));
    reply.text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[tokio::test]
async fn metrics_count_by_way_mode_and_reason() {
    let server = Fixture::new();
    for _ in 0..10 {
        let challenge = server.challenge("press").await;
        server.pass(5);
        let mut first = proof(&challenge, None);
        first["report"] = json!({"took_ds": 42, "hints": ["too-small", "offer-press", "unheard-of"], "lang": "zh-Hans"});
        let redeemed = server.post("/redeem", Some(SHOP), &first).await;
        let token = redeemed.json["token"].as_str().expect("a token");
        server.post("/redeem", Some(SHOP), &first).await;
        server.post("/redeem", Some(SHOP), &another_proof(&challenge)).await;
        server.get(&format!("/challenge?sitekey={SITEKEY}&way=jump"), Some(SHOP)).await;
        let fields = [("secret", SECRET), ("response", token)];
        server.siteverify(&fields).await;
        server.siteverify(&fields).await;
    }
    let counted = counted(&server).await;
    let press = "way=\"press\",mode=\"standard\"";
    for expected in [
        format!("passwave_challenges_total{{{press}}} 10"),
        format!("passwave_redeemed_total{{{press}}} 10"),
        format!("passwave_seconds_to_pass_sum{{{press}}} 42.00000000000001"),
        format!("passwave_refused_total{{{press},reason=\"challenge-spent\"}} 10"),
        "passwave_refused_total{way=\"\",mode=\"\",reason=\"invalid-way\"} 10".to_owned(),
        "passwave_hints_total{hint=\"too-small\"} 10".to_owned(),
        "passwave_hints_total{hint=\"offer-press\"} 10".to_owned(),
        "passwave_hints_total{hint=\"other\"} 10".to_owned(),
        "passwave_languages_total{language=\"zh\"} 10".to_owned(),
        "passwave_siteverify_total{result=\"success\"} 10".to_owned(),
        "passwave_siteverify_total{result=\"timeout-or-duplicate\"} 10".to_owned(),
    ] {
        assert!(counted.contains(&expected), "{expected} in {counted:#?}");
    }
}

#[tokio::test]
async fn metrics_withhold_groups_below_ten() {
    let server = Fixture::new();
    for _ in 0..9 {
        let mut proof = proof(&server.challenge("press").await, None);
        proof["report"] = json!({"took_ds": 42, "hints": ["still"], "lang": "ko"});
        server.post("/redeem", Some(SHOP), &proof).await;
    }
    let (lines, page) = (counted(&server).await.join("\n"), look(&server, "/status").await.text);
    for told in ["press", "standard", "still", "\"ko\"", "way="] {
        assert!(!lines.contains(told), "{told} in {lines}");
    }
    for told in ["press", ">still", ">ko<", "4.2 s"] {
        assert!(!page.contains(told), "{told} in {page}");
    }
    assert!(page.contains("fewer than 10"));
}

#[tokio::test]
async fn invalid_report_is_accepted_within_its_limits() {
    let server = Fixture::new();
    let odd = [
        json!({"took_ds": u32::MAX, "hints": ["x".repeat(32)], "lang": "'; DROP TABLE"}),
        json!({"took_ds": 0, "hints": [], "lang": ""}),
    ];
    for report in odd {
        let mut proof = proof(&server.challenge("press").await, None);
        proof["report"] = report;
        assert_eq!(server.post("/redeem", Some(SHOP), &proof).await.status, StatusCode::OK);
    }
    let mut proof = proof(&server.challenge("press").await, None);
    for hints in [vec!["still".to_owned(); 9], vec!["x".repeat(33)]] {
        proof["report"] = json!({"took_ds": 1, "hints": hints, "lang": "en"});
        assert_eq!(server.post("/redeem", Some(SHOP), &proof).await.code(), "too-large");
    }
}

#[tokio::test]
async fn counting_goes_on_through_a_change_of_configuration() {
    let server = Fixture::new();
    for _ in 0..5 {
        server.challenge("press").await;
        server.reconfigure(&config_text());
        server.challenge("press").await;
    }
    assert!(counted(&server).await.iter().any(|line| line.ends_with("} 10")));
}

#[tokio::test]
async fn neither_sites_nor_addresses_nor_data_of_pages_are_in_it() {
    let server = Fixture::with(&format!("requests_per_minute = 1\n{}", config_text()));
    let path = format!("/challenge?sitekey={SITEKEY}&way=wave&cdata=order_7&action=sign-in");
    for _ in 0..11 {
        let mut request = request(Method::GET, &path, Some(SHOP), None, Body::empty());
        request.extensions_mut().insert(PeerAddress("192.0.2.77".parse().unwrap()));
        server.send(request).await;
    }
    let metrics = look(&server, "/metrics").await.text;
    assert!(metrics.contains("reason=\"rate-limited\"} 10"), "{metrics}");
    for secret in [SITEKEY, "192.0.2", "order_7", "sign-in", "shop"] {
        assert!(!metrics.contains(secret), "{secret}");
        assert!(!look(&server, "/status").await.text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn status_page_has_no_scripts() {
    let server = Fixture::new();
    let page = look(&server, "/status").await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
    assert!(!page.text.contains("<script") && !page.text.contains("style=\""));
    let style = look(&server, "/status.css").await;
    assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
}

#[tokio::test]
async fn none_of_it_is_on_the_public_address() {
    let server = Fixture::new();
    for path in ["/metrics", "/status"] {
        assert_eq!(server.get(path, None).await.status, StatusCode::NOT_FOUND);
    }
}

async fn status_for_host(server: &Fixture, path: &str, hosts: &[&str]) -> StatusCode {
    let mut request = request(Method::GET, path, None, None, Body::empty());
    for host in hosts {
        request.headers_mut().append(HOST, host.parse().unwrap());
    }
    reply(ops::router::router(server.live()), request).await.status
}

#[tokio::test]
async fn only_the_operators_own_names_are_answered() {
    let server = Fixture::with(&format!("admin_hostnames = ['Passwave-1']\n{}", config_text()));
    let own = ["localhost", "LOCALHOST:81", "127.0.0.1:81", "127.5.5.5", "[::1]:81", "10.0.0.5:81"];
    for path in ["/metrics", "/status", "/status.css", "/healthz", "/readyz", "/nothing"] {
        for host in own.into_iter().chain(["passwave-1:81", "passwave-1.", "localhost."]) {
            let status = status_for_host(&server, path, &[host]).await;
            assert_ne!(status, StatusCode::MISDIRECTED_REQUEST, "{path} {host}");
        }
        for hosts in [&["rebound.example:81"][..], &["passwave-1.example"], &["localhost.example"]]
            .into_iter()
            .chain([&[""][..], &["127.0.0.1.example"], &["localhost", "rebound.example"], &["a@b"]])
        {
            let status = status_for_host(&server, path, hosts).await;
            assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{path} {hosts:?}");
        }
        let address = format!("http://rebound.example{path}");
        let status = status_for_host(&server, &address, &["localhost"]).await;
        assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{address}");
        // Browsers always send it; the health checks of some load balancers do not.
        assert_ne!(status_for_host(&server, path, &[]).await, StatusCode::MISDIRECTED_REQUEST);
    }
    server.reconfigure(&config_text());
    let status = status_for_host(&server, "/status", &["passwave-1"]).await;
    assert_eq!(status, StatusCode::MISDIRECTED_REQUEST);
    let mut request = request(Method::GET, "/metrics", None, None, Body::empty());
    request.headers_mut().insert(HOST, "rebound.example".parse().unwrap());
    let refused = reply(ops::router::router(server.live()), request).await;
    assert!(refused.text.contains("admin_hostnames") && !refused.text.contains("rebound"));
}

#[tokio::test]
async fn stopping_server_is_alive_and_not_ready() {
    let server = Fixture::new();
    assert_eq!(server.get("/readyz", None).await.status, StatusCode::OK);
    server.live().current().stop();
    assert_eq!(server.get("/healthz", None).await.status, StatusCode::OK);
    assert_eq!(server.get("/readyz", None).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(look(&server, "/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    server.reconfigure(&config_text());
    assert_eq!(server.get("/readyz", None).await.status, StatusCode::SERVICE_UNAVAILABLE);
}
