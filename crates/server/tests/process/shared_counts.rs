//! Servers on one Redis limit and count together.

use std::fs;
use std::time::{Duration, Instant};

use passwave_protocol::{ChallengeResponse, WorkTask};
use passwave_test_support::redis::RedisServer;
use passwave_test_support::server_process::ServerProcess;

use crate::fixture::{Setup, client, redeemed};

/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

const LIMIT: usize = 60;

/// A server, and the address of its status page.
struct Instance {
    server: ServerProcess,
    status: String,
    client: reqwest::Client,
}

impl Instance {
    fn start(setup: &Setup) -> Self {
        let server = setup.start();
        let line = server.next_output_line();
        let status = line.strip_prefix("Status on ").expect("its status page").to_owned();
        Self { server, status, client: client() }
    }

    /// What the visitor at this address gets.
    async fn fetch(&self, setup: &Setup, address: &str) -> reqwest::Response {
        let path = format!("/challenge?sitekey={}&way=press", setup.sitekey);
        let request = self.client.get(self.server.url(&path)).header("x-forwarded-for", address);
        request.send().await.unwrap()
    }

    /// How many of so many fetches are answered with a challenge; the others are over the limit.
    async fn challenges(&self, setup: &Setup, address: &str, fetches: usize) -> usize {
        let mut challenges = 0;
        for _ in 0..fetches {
            let status = self.fetch(setup, address).await.status().as_u16();
            assert!(matches!(status, 200 | 429), "{status}");
            challenges += usize::from(status == 200);
        }
        challenges
    }

    /// The number of challenges for a press on the status page.
    async fn counted(&self) -> String {
        let page = self.client.get(&self.status).send().await.unwrap().text().await.unwrap();
        let start = "<th scope=\"row\">press</th><th scope=\"row\">standard</th><td>";
        let row = page.split_once(start).map(|(_, row)| row);
        row.and_then(|row| row.split('<').next()).unwrap_or("few").to_owned()
    }

    async fn wait_until_counted(&self, expected: usize) {
        let start = Instant::now();
        while self.counted().await != expected.to_string() {
            let counted = self.counted().await;
            assert!(start.elapsed() < PATIENCE, "{counted} challenges, not {expected}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Two servers with one configuration, on one Redis.
fn pair(redis: &RedisServer) -> (Setup, [Instance; 2]) {
    let setup = Setup::new();
    let written = fs::read_to_string(setup.config()).unwrap();
    assert!(written.contains(&format!("\nrequests_per_minute = {LIMIT}\n")));
    let more = "admin = '127.0.0.1:0'\nwork_steps = [{ redeems = 3, factor = 2 }]\n".to_owned();
    let stored = written.replace("passwave.redb", &redis.url());
    fs::write(setup.config(), more + &stored).unwrap();
    let instances = [Instance::start(&setup), Instance::start(&setup)];
    (setup, instances)
}

#[tokio::test]
async fn two_instances_share_one_limit_and_one_count() {
    let redis = RedisServer::start();
    let (setup, [one, other]) = pair(&redis);
    let first = one.challenges(&setup, "192.0.2.1", LIMIT).await;
    other.wait_until_counted(first).await;
    // What counts from the minute before fades, so it may be a few.
    let more = other.challenges(&setup, "192.0.2.1", LIMIT).await;
    assert!(more < LIMIT / 2, "{more} more than the limit");
    assert_eq!(other.challenges(&setup, "192.0.2.2", 5).await, 5);
    one.wait_until_counted(first + more + 5).await;
}

#[tokio::test]
async fn restarted_instance_takes_up_the_limit_where_it_left_it() {
    let redis = RedisServer::start();
    let (setup, [one, other]) = pair(&redis);
    drop(other);
    let first = one.challenges(&setup, "192.0.2.1", LIMIT).await;
    let watching = Instance::start(&setup);
    watching.wait_until_counted(first).await;
    drop((one, watching));
    let restarted = Instance::start(&setup);
    restarted.wait_until_counted(first).await;
    let more = restarted.challenges(&setup, "192.0.2.1", LIMIT).await;
    assert!(more < LIMIT / 2, "{more} more than the limit");
}

#[tokio::test]
async fn work_that_rose_at_one_instance_is_asked_for_at_the_other() {
    let redis = RedisServer::start();
    let (setup, [one, other]) = pair(&redis);
    let usual = WorkTask { puzzles: 1, bits: 1 };
    for _ in 0..10 {
        let challenge: ChallengeResponse =
            one.fetch(&setup, "192.0.2.1").await.json().await.unwrap();
        redeemed(&one.server, &one.client, &challenge, None).await;
    }
    other.wait_until_counted(10).await;
    for (address, is_raised) in [("192.0.2.99", true), ("198.51.100.1", false)] {
        let challenge: ChallengeResponse = other.fetch(&setup, address).await.json().await.unwrap();
        assert_eq!(challenge.work != usual, is_raised, "{address}: {:?}", challenge.work);
    }
}

#[tokio::test]
async fn each_instance_counts_alone_while_redis_is_away_and_nothing_counts_twice() {
    let mut redis = RedisServer::start();
    let (setup, [one, other]) = pair(&redis);
    assert_eq!(one.challenges(&setup, "192.0.2.1", 20).await, 20);
    assert_eq!(other.challenges(&setup, "192.0.2.2", 30).await, 30);
    one.wait_until_counted(50).await;
    other.wait_until_counted(50).await;
    redis.kill();
    one.server.wait_for_log("counts are not shared");
    one.wait_until_counted(20).await;
    other.wait_until_counted(30).await;
    for instance in [&one, &other] {
        assert_eq!(instance.challenges(&setup, "192.0.2.3", LIMIT).await, LIMIT, "alone");
    }
    redis.restart();
    one.server.wait_for_log("counts are shared again");
    one.wait_until_counted(50 + 2 * LIMIT).await;
    other.wait_until_counted(50 + 2 * LIMIT).await;
    assert!(one.challenges(&setup, "192.0.2.3", LIMIT).await < LIMIT / 2);
    let log = one.server.kill();
    assert!(!log.contains("counts are not shared"), "warned more than once a minute: {log}");
}

#[tokio::test]
async fn redis_is_told_no_address_and_keeps_no_count_longer_than_its_window() {
    let redis = RedisServer::start();
    let (setup, [one, other]) = pair(&redis);
    assert_eq!(one.challenges(&setup, "192.0.2.77", 10).await, 10);
    let challenge: ChallengeResponse = one.fetch(&setup, "192.0.2.77").await.json().await.unwrap();
    redeemed(&one.server, &one.client, &challenge, None).await;
    other.wait_until_counted(11).await;
    let mut redis = redis.connection();
    let keys: Vec<String> = redis::cmd("KEYS").arg("passwave:counts:*").query(&mut redis).unwrap();
    for (part, window_s) in [("instances", 600), ("requests", 60), ("redeems", 600), ("status", 60)]
    {
        let keys: Vec<_> = keys.iter().filter(|key| key.ends_with(part)).collect();
        assert_eq!(keys.len(), if part == "instances" { 1 } else { 2 }, "{part}");
        for key in keys {
            let keep_s: u64 = redis::cmd("TTL").arg(key).query(&mut redis).unwrap();
            assert!((1..=window_s).contains(&keep_s), "{key}: {keep_s} s");
            if part != "instances" {
                let value: Vec<u8> = redis::cmd("GET").arg(key).query(&mut redis).unwrap();
                let holds = |bytes: &[u8]| value.windows(bytes.len()).any(|found| found == bytes);
                assert!(!holds(b"192.0.2") && !holds(&[192, 0, 2, 77]), "{key}");
            }
        }
    }
}
