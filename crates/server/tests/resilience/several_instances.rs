//! Three servers on one real Redis.
//!
//! The tokens are signed with the site's key by the library's own code: how they come about is no
//! part of these tests.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use futures_util::future::join_all;
use tokio::time::{Duration, sleep, timeout};

use crate::client::{Client, Reply};
use crate::server::Site;
use passwave_test_support::redis::RedisServer;
use passwave_test_support::server_process::ServerProcess;

const INSTANCES: usize = 3;
const TOKENS: usize = 10_000;
pub const CALLS: usize = 8;

/// How often is looked whether something has happened.
pub const POLL: Duration = Duration::from_millis(10);

/// Far more than anything here takes: a Sentinel whose machine has stalled for two seconds does nothing for thirty.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// How many tokens are being checked at the same time.
const GROUPS: usize = 4;

pub struct Cluster {
    pub site: Arc<Site>,
    pub instances: Vec<ServerProcess>,
}

impl Cluster {
    pub fn on(store: &str) -> Self {
        let site = Arc::new(Site::on(store));
        let instances = (0..INSTANCES).map(|_| site.start()).collect();
        Self { site, instances }
    }

    /// One connection for each of the calls that come at once, spread over the instances.
    pub async fn clients(&self) -> Vec<Client> {
        let connect = |nth: usize| Client::connect(self.instances[nth % INSTANCES].address());
        join_all((0..CALLS).map(connect)).await.into_iter().map(Result::unwrap).collect()
    }
}

/// Shows a token over all connections at once.
async fn shown(clients: &mut [Client], token: &str) -> Vec<io::Result<Reply>> {
    join_all(clients.iter_mut().map(|client| client.siteverify(token))).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_tokens_pass_once_in_eight_concurrent_calls() {
    let redis = RedisServer::start();
    let cluster = Cluster::on(&redis.url());
    let next = Arc::new(AtomicUsize::new(0));
    let mut groups = Vec::new();
    for _ in 0..GROUPS {
        let (mut clients, next) = (cluster.clients().await, next.clone());
        let site = cluster.site.clone();
        groups.push(tokio::spawn(async move {
            let mut passed_once = 0;
            while next.fetch_add(1, Ordering::SeqCst) < TOKENS {
                // Signed only now: on a slow machine the first of them would have expired before the last is shown.
                let replies = shown(&mut clients, &site.minted_token()).await;
                let replies: Vec<Reply> = replies.into_iter().map(Result::unwrap).collect();
                let passed = replies.iter().filter(|reply| reply.is_success()).count();
                assert_eq!(passed, 1, "{replies:?}");
                let refused = replies.iter().filter(|reply| !reply.is_success());
                refused.for_each(|reply| assert_eq!(reply.code(), "timeout-or-duplicate"));
                passed_once += passed;
            }
            passed_once
        }));
    }
    let passed: usize = join_all(groups).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(passed, TOKENS);
}

/// What the calls of the load came to so far.
#[derive(Default)]
pub struct LoadCounts {
    pub passed: AtomicUsize,
    pub failed: AtomicUsize,
    pub ends: AtomicBool,
}

/// Waits until a count has grown by so many.
pub async fn grown(count: &AtomicUsize, by: usize) {
    let goal = count.load(Ordering::SeqCst) + by;
    let growing = async {
        while count.load(Ordering::SeqCst) < goal {
            sleep(POLL).await;
        }
    };
    timeout(PATIENCE, growing).await.expect("it goes on");
}

/// Signs tokens and shows each of them twice over, until it is told to end; says how often each one
/// passed.
pub async fn load(
    site: Arc<Site>,
    mut clients: Vec<Client>,
    counts: Arc<LoadCounts>,
) -> Vec<(String, usize)> {
    let mut tokens = Vec::new();
    while !counts.ends.load(Ordering::SeqCst) {
        let token = site.minted_token();
        let mut passed = 0;
        for _ in 0..2 {
            for reply in shown(&mut clients, &token).await {
                let reply = reply.expect("an answer, whatever becomes of Redis");
                assert_eq!(reply.status, 200);
                match reply.code() {
                    "" => passed += 1,
                    "internal-error" => drop(counts.failed.fetch_add(1, Ordering::SeqCst)),
                    code => assert_eq!(code, "timeout-or-duplicate"),
                }
            }
        }
        assert!(passed <= 1, "a token passed {passed} times");
        counts.passed.fetch_add(passed, Ordering::SeqCst);
        tokens.push((token, passed));
    }
    tokens
}

/// Redis goes away under load and comes back, three times; says how often each token passed.
async fn through_losses(cluster: &Cluster, redis: &mut RedisServer) -> Vec<(String, usize)> {
    let counts = Arc::new(LoadCounts::default());
    let clients = cluster.clients().await;
    let work = tokio::spawn(load(cluster.site.clone(), clients, counts.clone()));
    for _ in 0..3 {
        grown(&counts.passed, 10).await;
        redis.kill();
        grown(&counts.failed, CALLS).await;
        redis.restart();
    }
    grown(&counts.passed, 10).await;
    counts.ends.store(true, Ordering::SeqCst);
    work.await.unwrap()
}

async fn check_no_double_spend_under_data_loss(mut redis: RedisServer) {
    let cluster = Cluster::on(&redis.url());
    let tokens = through_losses(&cluster, &mut redis).await;
    check_tokens(cluster, &tokens).await;
}

/// None of the tokens, which passed so many times, passes once too often; and no server was started again.
pub async fn check_tokens(mut cluster: Cluster, tokens: &[(String, usize)]) {
    let mut clients = cluster.clients().await;
    for (token, passed) in tokens {
        assert!(passed + passes(&mut clients, token).await <= 1, "{token} passed twice");
    }
    assert!(cluster.instances.iter_mut().all(ServerProcess::is_running), "none was started again");
}

async fn passes(clients: &mut [Client], token: &str) -> usize {
    let replies = shown(clients, token).await;
    replies.into_iter().filter(|reply| reply.as_ref().unwrap().is_success()).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_passes_twice_under_load_when_redis_loses_its_data() {
    check_no_double_spend_under_data_loss(RedisServer::start()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_passes_twice_under_load_when_redis_restarts_with_its_data() {
    check_no_double_spend_under_data_loss(RedisServer::start_keeping()).await;
}
