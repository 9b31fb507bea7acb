//! Several instances on one Redis: everything works once, whatever becomes of the Redis.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::http::StatusCode;
use passwave_server::clock::Clock;
use passwave_server::store::RedisStore;
use serde_json::{Value, json};

use crate::fixture::{Fixture, SECRET, SHOP, another_proof, config_text, proof};
use passwave_test_support::redis::RedisServer;

struct Instances {
    redis: RedisServer,
    all: [Arc<Fixture>; 3],
}

impl Instances {
    async fn new() -> Self {
        let (redis, config) = (RedisServer::start(), config_text());
        let config = config.replace("puzzles = 4, bits = 4", "puzzles = 1, bits = 1");
        let now_s = Arc::new(AtomicU64::new(Clock::system().now_s()));
        let instance = async || {
            let started_s = now_s.load(std::sync::atomic::Ordering::SeqCst);
            let store = RedisStore::open(&redis.url(), None, started_s).await.unwrap();
            Arc::new(Fixture::on(Arc::new(store), &config, now_s.clone()))
        };
        let all = [instance().await, instance().await, instance().await];
        all[0].pass(1);
        Self { redis, all }
    }

    async fn tokens(&self, count: usize) -> Vec<String> {
        let mut tokens = Vec::new();
        for nth in 0..count {
            tokens.push(self.all[nth % 3].token().await);
        }
        tokens
    }

    /// Shows every token to every instance `times` times, all at once.
    async fn check_all(&self, tokens: &[String], times: usize) -> Tally {
        let mut calls = Vec::new();
        for token in tokens.iter().cycle().take(tokens.len() * times) {
            for instance in &self.all {
                let (instance, token) = (instance.clone(), token.clone());
                calls.push(tokio::spawn(async move {
                    let answer = verified(&instance, &token).await;
                    (token, answer)
                }));
            }
        }
        let mut tally = Tally::default();
        for call in calls {
            let (token, answer) = call.await.unwrap();
            tally.count(token, &answer);
        }
        tally
    }
}

async fn verified(instance: &Fixture, token: &str) -> Value {
    instance.siteverify(&[("secret", SECRET), ("response", token)]).await
}

/// How often each token passed, and each code was the answer.
#[derive(Debug, Default)]
struct Tally {
    passed: HashMap<String, usize>,
    codes: HashMap<String, usize>,
}

impl Tally {
    fn count(&mut self, token: String, answer: &Value) {
        if answer["success"] == true {
            *self.passed.entry(token).or_default() += 1;
        } else {
            *self.codes.entry(answer["error-codes"][0].to_string()).or_default() += 1;
        }
    }

    fn add(&mut self, other: Self) {
        for (token, times) in other.passed {
            *self.passed.entry(token).or_default() += times;
        }
        for (code, times) in other.codes {
            *self.codes.entry(code).or_default() += times;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn token_passes_once_across_concurrent_instances() {
    let instances = Instances::new().await;
    let tokens = instances.tokens(20).await;
    let tally = instances.check_all(&tokens, 2).await;
    assert_eq!(tally.passed.len(), 20, "{tally:?}");
    assert!(tally.passed.values().all(|times| *times == 1), "{tally:?}");
    assert_eq!(tally.codes, HashMap::from([("\"timeout-or-duplicate\"".to_owned(), 100)]));
}

#[tokio::test]
async fn challenge_is_redeemed_once_across_instances() {
    let instances = Instances::new().await;
    let challenge = instances.all[0].challenge("press").await;
    assert_eq!(instances.all[1].redeem(&challenge, None).await.status, StatusCode::OK);
    let other = instances.all[2].post("/redeem", Some(SHOP), &another_proof(&challenge)).await;
    assert_eq!(other.code(), "challenge-spent");
}

#[tokio::test]
async fn redeeming_is_idempotent_across_instances() {
    let instances = Instances::new().await;
    let challenge = instances.all[0].challenge("press").await;
    for (nth, server) in instances.all.iter().enumerate() {
        let token = server.redeem(&challenge, None).await.json["token"].clone();
        let answer = verified(server, token.as_str().expect("a token")).await;
        assert_eq!(answer["success"], nth == 0, "{nth}: {answer}");
    }
}

#[tokio::test]
async fn unreachable_redis_yields_internal_errors_only() {
    let mut instances = Instances::new().await;
    let server = instances.all[0].clone();
    let (challenge, verified_once) = (server.challenge("press").await, server.verified().await);
    let token = verified_once["token"].as_str().unwrap().to_owned();
    instances.redis.kill();
    assert_eq!(verified(&server, &token).await["error-codes"], json!(["internal-error"]));
    let ready = server.get("/readyz", None).await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ready.headers["retry-after"], "5");
    let proof = proof(&challenge, None);
    let renewal = json!({"token": token, "renew": verified_once["renew"]});
    for (path, body) in [("/redeem", &proof), ("/renew", &renewal)] {
        let reply = server.post(path, Some(SHOP), body).await;
        assert_eq!(reply.headers["retry-after"], "5");
        assert_eq!(
            (reply.status, reply.code()),
            (StatusCode::INTERNAL_SERVER_ERROR, "internal-error")
        );
    }
}

/// Tokens are checked again and again by all instances while Redis is killed and comes back empty.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_passes_twice_after_redis_lost_its_data() {
    let mut instances = Instances::new().await;
    let tokens = instances.tokens(20).await;
    let unused = instances.tokens(1).await.remove(0);
    let old_challenge = instances.all[0].challenge("press").await;
    let mut tally = instances.check_all(&tokens[..10], 1).await;
    instances.redis.kill();
    tally.add(instances.check_all(&tokens, 1).await);
    instances.redis.restart();
    instances.all[0].pass(1);
    wait_until_ready(&instances.all).await;
    for _ in 0..3 {
        tally.add(instances.check_all(&tokens, 2).await);
    }
    assert_eq!(tally.passed.len(), 10, "the ten that were checked before");
    assert!(tally.passed.values().all(|times| *times == 1), "{tally:?}");
    assert!(tally.codes["\"internal-error\""] >= 60, "{tally:?}");
    // Nobody knows any more that this one was not used.
    let answer = verified(&instances.all[1], &unused).await;
    assert_eq!(answer["error-codes"], json!(["timeout-or-duplicate"]));
    assert_eq!(instances.all[2].redeem(&old_challenge, None).await.code(), "challenge-expired");
    instances.all[0].pass(1);
    let fresh = instances.tokens(6).await;
    let tally = instances.check_all(&fresh, 2).await;
    assert_eq!(tally.passed.values().collect::<Vec<_>>(), [&1; 6]);
}

#[tokio::test]
async fn verification_before_data_loss_is_not_renewed() {
    let mut instances = Instances::new().await;
    let server = instances.all[0].clone();
    let verified = server.verified().await;
    instances.redis.kill();
    instances.redis.restart();
    wait_until_ready(&instances.all).await;
    let body = json!({"token": verified["token"], "renew": verified["renew"]});
    assert_eq!(server.post("/renew", Some(SHOP), &body).await.code(), "renewal-over");
}

/// Each instance finds its way back by itself.
async fn wait_until_ready(instances: &[Arc<Fixture>]) {
    for instance in instances {
        let mut tries = 0;
        while instance.get("/readyz", None).await.status != StatusCode::OK {
            tries += 1;
            assert!(tries < 1000, "it never comes back");
        }
    }
}
