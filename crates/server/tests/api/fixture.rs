//! A server with two sites and next to no work, and what one says to it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use passwave_protocol::{ChallengeResponse, proof_of_work};
use passwave_server::clock::Clock;
use passwave_server::config::Config;
use passwave_server::http::router::router;
use passwave_server::http::state::{AppState, ReloadableState};
use passwave_server::store::{EmbeddedStore, Store};
use passwave_test_support::config;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

pub const START_S: u64 = 1_769_846_400;
pub const SITEKEY: &str = "pw_shop";
pub const SECRET: &str = "the shop's own secret";
pub const SHOP: &str = "https://shop.example";
pub const OTHER_SECRET: &str = "the other's own secret";
pub const OTHER: &str = "https://other.example";

pub struct Fixture {
    router: Router,
    live: ReloadableState,
    now_s: Arc<AtomicU64>,
    _folder: Option<TempDir>,
}

/// An answer, its body read as JSON where it is JSON.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub json: Value,
}

impl Reply {
    /// The one error code of a refusal.
    pub fn code(&self) -> &str {
        match self.json["error-codes"].as_array().map(Vec::as_slice) {
            Some([code]) => code.as_str().unwrap_or("not a string"),
            _ => panic!("not one code: {self:?}"),
        }
    }
}

pub fn config_text() -> String {
    format!(
        "{}
        [[sites]]
        sitekey = '{SITEKEY}'
        secret = \"{SECRET}\"
        hostnames = ['shop.example', 'localhost']
        ways = ['slide', 'wave', 'circle']
        token_keys = {{ current = '{}' }}
        work.wave = {{ puzzles = 2, bits = 3 }}
        work.circle = {{ puzzles = 2, bits = 3 }}
        work.slide = {{ puzzles = 2, bits = 3 }}
        work.press = {{ puzzles = 4, bits = 4 }}
        [[sites]]
        sitekey = 'pw_other'
        secret = \"{OTHER_SECRET}\"
        hostnames = ['other.example']
        allow_null_origin = true
        return_way = true
        token_keys = {{ current = '{}' }}
        work.press = {{ puzzles = 1, bits = 1 }}
        ",
        config::head("spent.redb", &config::key()),
        config::key(),
        config::key()
    )
}

impl Fixture {
    pub fn new() -> Self {
        Self::with(&config_text())
    }

    pub fn with(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = EmbeddedStore::open(&folder.path().join("spent.redb")).unwrap();
        let now_s = Arc::new(AtomicU64::new(START_S));
        Self { _folder: Some(folder), ..Self::on(Arc::new(store), config, now_s) }
    }

    /// One of several instances, perhaps, on a store and with a clock that they share.
    pub fn on(store: Arc<dyn Store>, config: &str, now_s: Arc<AtomicU64>) -> Self {
        let config = Config::parse(config, Path::new("passwave.toml")).unwrap();
        let hand = now_s.clone();
        let clock = Clock::from_fn(move || hand.load(Ordering::SeqCst));
        let live = ReloadableState::new(AppState::new(config, store, clock));
        Self { router: router(live.clone()), live, now_s, _folder: None }
    }

    pub fn live(&self) -> ReloadableState {
        self.live.clone()
    }

    /// Goes on by another configuration.
    pub fn reconfigure(&self, config: &str) {
        self.live.reconfigure(Config::parse(config, Path::new("passwave.toml")).unwrap());
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: u64) {
        self.now_s.fetch_add(seconds, Ordering::SeqCst);
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        reply(self.router.clone(), request).await
    }

    pub async fn get(&self, path: &str, origin: Option<&str>) -> Reply {
        self.send(request(Method::GET, path, origin, None, Body::empty())).await
    }

    pub async fn post(&self, path: &str, origin: Option<&str>, body: &Value) -> Reply {
        let body = Body::from(body.to_string());
        self.send(request(Method::POST, path, origin, Some("application/json"), body)).await
    }

    /// A challenge for the shop.
    pub async fn challenge(&self, way: &str) -> ChallengeResponse {
        let path = format!("/challenge?sitekey={SITEKEY}&way={way}&action=sign-in&cdata=order_7");
        let reply = self.get(&path, Some(SHOP)).await;
        assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
        serde_json::from_value(reply.json).unwrap()
    }

    pub async fn redeem(&self, challenge: &ChallengeResponse, evidence: Option<&str>) -> Reply {
        self.post("/redeem", Some(SHOP), &proof(challenge, evidence)).await
    }

    /// Verifies by pressing: the whole answer of redeem.
    pub async fn verified(&self) -> Value {
        let reply = self.redeem(&self.challenge("press").await, None).await;
        assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
        reply.json
    }

    pub async fn token(&self) -> String {
        self.verified().await["token"].as_str().unwrap().to_owned()
    }

    /// Calls siteverify as most backends do.
    pub async fn siteverify(&self, fields: &[(&str, &str)]) -> Value {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.siteverify_as("application/x-www-form-urlencoded", body).await
    }

    pub async fn siteverify_as(&self, content_type: &str, body: impl Into<Body>) -> Value {
        let request = request(Method::POST, "/siteverify", None, Some(content_type), body.into());
        let reply = self.send(request).await;
        assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
        reply.json
    }
}

pub fn request(
    method: Method,
    path: &str,
    origin: Option<&str>,
    content_type: Option<&str>,
    body: Body,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).body(body).unwrap();
    let headers = request.headers_mut();
    for (name, value) in [(ORIGIN, origin), (CONTENT_TYPE, content_type)] {
        if let Some(value) = value {
            headers.insert(name, value.parse().unwrap());
        }
    }
    request
}

pub async fn reply(router: Router, request: Request<Body>) -> Reply {
    let response = router.oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let json = serde_json::from_str(&text).unwrap_or(Value::Null);
    Reply { status, headers, text, json }
}

/// The work done and the evidence put beside it.
pub fn proof(challenge: &ChallengeResponse, evidence: Option<&str>) -> Value {
    proof_from(0, challenge, evidence)
}

/// The same challenge, worked out anew: other nonces.
pub fn another_proof(challenge: &ChallengeResponse) -> Value {
    proof_from(1 << 20, challenge, None)
}

fn proof_from(start_nonce: u32, challenge: &ChallengeResponse, evidence: Option<&str>) -> Value {
    let work = proof_of_work::solve(&challenge.id, challenge.work, start_nonce);
    let mut proof = json!({"challenge": challenge.challenge, "work": work});
    if let Some(evidence) = evidence {
        proof["evidence"] = evidence.into();
    }
    proof
}
