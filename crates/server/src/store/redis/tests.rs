//! Against real Redis servers: one, a pair, and one whose clock the test sets.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use passwave_test_support::redis::RedisServer;

use redis::Client;

use super::*;
use crate::clock::Clock;
use crate::store::conformance;

fn entry(issued_at_s: u64) -> Entry {
    Entry { key: [1; 32], mark: [2; 32], issued_at_s, expires_at_s: issued_at_s + 60 }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conforms_to_the_contract() {
    let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
    let store = RedisStore::open(&server.url(), None, now_s).await.unwrap();
    conformance::run(Arc::new(store), now_s + 10).await;
}

const PASSWORD: &str = "a-password";

/// A Redis with TLS only and one user with the documented ACL; and its certificate.
fn redis_with_tls_and_acl() -> (RedisServer, String, tempfile::TempDir) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let files = [("cert", made.cert.pem()), ("key", made.signing_key.serialize_pem())];
    let [cert, key] = files.map(|(name, pem)| {
        let file = folder.path().join(name);
        std::fs::write(&file, pem).unwrap();
        file.to_str().unwrap().to_owned()
    });
    let tls = ["--port", "0", "--tls-cert-file", &cert, "--tls-key-file", &key];
    let open = ["--tls-auth-clients", "no", "--user", "default", "off"];
    let rights = "on ~passwave:* +evalsha +script|load +time +info +get +set \
         +hget +hset +hdel +zadd +zrangebyscore +zrem";
    let password = format!(">{PASSWORD}");
    let mut arguments = [&tls[..], &open[..], &["--user", "passwave", &password]].concat();
    arguments.extend(rights.split(' '));
    (RedisServer::start_with("--tls-port", &arguments), made.cert.pem(), folder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conforms_over_tls_with_minimal_acl() {
    let ((server, ca, _folder), now_s) = (redis_with_tls_and_acl(), Clock::system().now_s());
    let url = format!("rediss://passwave:{PASSWORD}@localhost:{}", server.port());
    let store = RedisStore::open(&url, Some(ca.as_bytes()), now_s).await.unwrap();
    conformance::run(Arc::new(store), now_s + 10).await;
}

#[tokio::test]
async fn wrong_certificate_or_credentials_fail_without_leaking_the_password() {
    let ((server, ca, _folder), now_s) = (redis_with_tls_and_acl(), Clock::system().now_s());
    let ca = Some(ca.as_bytes());
    let url = |user: &str| format!("rediss://{user}@localhost:{}", server.port());
    let good = url(&format!("passwave:{PASSWORD}"));
    let elsewhere = good.replace("localhost", "127.0.0.1");
    let cases = [
        (good.as_str(), None),
        (&elsewhere, ca),
        (&good.replace("rediss", "redis"), None),
        (&good.replace("passwave:", "someone:"), ca),
        (&good.replace("word@", "word1@"), ca),
    ];
    for (url, ca) in cases {
        let why = RedisStore::open(url, ca, now_s).await.err().expect(url).to_string();
        assert!(!why.contains(PASSWORD), "{why}");
    }
}

#[tokio::test]
async fn spent_keys_are_shared_between_connections() {
    let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
    let one = RedisStore::open(&server.url(), None, now_s).await.unwrap();
    let other = RedisStore::open(&server.url(), None, now_s).await.unwrap();
    assert_eq!(one.spend(entry(now_s + 1), now_s + 1).await.unwrap(), Spent::First);
    let again = other.spend(entry(now_s + 1), now_s + 1).await.unwrap();
    assert_eq!(again, Spent::Already { mark: [2; 32] });
    assert!(other.is_spent([1; 32], now_s + 1, now_s + 1).await.unwrap());
}

#[tokio::test]
async fn keys_issued_before_data_loss_are_refused() {
    let (mut server, now_s) = (RedisServer::start(), Clock::system().now_s());
    let store = RedisStore::open(&server.url(), None, now_s).await.unwrap();
    assert_eq!(store.spend(entry(now_s + 1), now_s + 1).await.unwrap(), Spent::First);
    server.kill();
    assert!(store.spend(entry(now_s + 1), now_s + 1).await.is_err());
    assert!(store.is_spent([1; 32], now_s + 1, now_s + 1).await.is_err());
    server.restart();
    let store = RedisStore::open(&server.url(), None, now_s + 5).await.unwrap();
    for issued_at_s in [now_s + 1, now_s + 5] {
        let spent = store.spend(entry(issued_at_s), now_s + 6).await.unwrap();
        assert_eq!(spent, Spent::Forgotten);
        assert!(store.is_spent([1; 32], issued_at_s, now_s + 6).await.unwrap());
    }
    assert_eq!(store.spend(entry(now_s + 6), now_s + 6).await.unwrap(), Spent::First);
}

/// As after a restart with older data, or a failover to a replica.
#[tokio::test]
async fn older_data_of_another_redis_process_is_not_trusted() {
    let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
    let store = RedisStore::open(&server.url(), None, now_s).await.unwrap();
    let mut connection = Client::open(server.url()).unwrap().get_connection().unwrap();
    let marker = format!("{now_s} {0}:{0} {now_s}", "0".repeat(40));
    redis::cmd("SET").arg(MARKER).arg(marker).exec(&mut connection).unwrap();
    let spent = store.spend(entry(now_s + 1), now_s + 2).await.unwrap();
    assert_eq!(spent, Spent::Forgotten);
    assert_eq!(store.spend(entry(now_s + 3), now_s + 3).await.unwrap(), Spent::First);
}

#[tokio::test]
async fn eviction_policy_is_refused() {
    let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
    for (name, value) in [("maxmemory", "100mb"), ("maxmemory-policy", "volatile-ttl")] {
        let mut connection = Client::open(server.url()).unwrap().get_connection().unwrap();
        let set = redis::cmd("CONFIG").arg(&["SET", name, value]).exec(&mut connection);
        set.unwrap();
    }
    let why = RedisStore::open(&server.url(), None, now_s).await.err().unwrap().to_string();
    assert!(why.contains("noeviction"), "{why}");
}

#[tokio::test]
async fn large_clock_difference_is_refused() {
    let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
    let why = RedisStore::open(&server.url(), None, now_s - 3600).await.err().unwrap().to_string();
    assert!(why.contains("clocks"), "{why}");
}

fn command(server: &RedisServer, words: &[&str]) {
    redis::cmd(words[0]).arg(&words[1..]).exec(&mut server.connection()).unwrap();
}

/// Makes it the replica of another, and waits until it has the other's data.
fn replicate(server: &RedisServer, of: &RedisServer) {
    command(server, &["REPLICAOF", "127.0.0.1", &of.port().to_string()]);
    let mut connection = server.connection();
    let began = Instant::now();
    loop {
        let info: String = redis::cmd("INFO").arg("replication").query(&mut connection).unwrap();
        if info.contains("master_link_status:up") {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{info}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn master_that_was_a_replica_and_took_older_data_lets_nothing_pass_twice() {
    let (first, second) = (RedisServer::start(), RedisServer::start());
    let now_s = Clock::system().now_s();
    replicate(&second, &first);
    let store = RedisStore::open(&first.url(), None, now_s).await.unwrap();
    command(&second, &["REPLICAOF", "NO", "ONE"]);
    assert_eq!(store.spend(entry(now_s + 1), now_s + 1).await.unwrap(), Spent::First);
    replicate(&first, &second);
    command(&first, &["REPLICAOF", "NO", "ONE"]);
    let again = store.spend(entry(now_s + 1), now_s + 2).await.unwrap();
    assert_eq!(again, Spent::Forgotten);
    assert_eq!(store.spend(entry(now_s + 3), now_s + 3).await.unwrap(), Spent::First);
}

#[tokio::test]
async fn replica_is_refused() {
    let (first, second) = (RedisServer::start(), RedisServer::start());
    let now_s = Clock::system().now_s();
    let store = RedisStore::open(&second.url(), None, now_s).await.unwrap();
    replicate(&second, &first);
    let looked = store.is_spent([1; 32], now_s + 1, now_s + 1).await;
    assert!(looked.unwrap_err().to_string().contains("replica"));
    let why = RedisStore::open(&second.url(), None, now_s).await.err().unwrap().to_string();
    assert!(why.contains("replica"), "{why}");
}

/// Spends so many other keys that whatever is due is purged.
async fn spend_others(store: &RedisStore, now_s: u64) {
    for number in 0..100_u64 {
        let key = crate::digest::digest("other", &[&(now_s + number).to_le_bytes()]);
        let other = Entry { key, ..entry(now_s) };
        // What was issued within the second of a change is refused; that is not what is tried here.
        store.spend(other, now_s).await.unwrap();
    }
}

const DAY_S: u64 = 24 * 60 * 60;

#[tokio::test]
async fn clock_that_jumps_ahead_and_back_lets_nothing_pass_twice() {
    let now_s = Clock::system().now_s();
    let (server, clock) = RedisServer::start_with_clock();
    let store = RedisStore::open(&server.url(), None, now_s).await.unwrap();
    assert_eq!(store.spend(entry(now_s + 1), now_s + 1).await.unwrap(), Spent::First);
    clock.set_ahead(DAY_S);
    assert!(!store.is_spent([1; 32], now_s + DAY_S, now_s + DAY_S).await.unwrap());
    spend_others(&store, now_s + DAY_S).await;
    clock.set_ahead(0);
    let again = store.spend(entry(now_s + 1), now_s + 2).await.unwrap();
    assert_eq!(again, Spent::Already { mark: [2; 32] });
    let fresh = Entry { key: [7; 32], ..entry(now_s + 1) };
    assert_eq!(store.spend(fresh, now_s + 2).await.unwrap(), Spent::First, "and refuses no other");
}

#[tokio::test]
async fn what_was_purged_while_the_clock_was_ahead_for_long_is_refused() {
    let now_s = Clock::system().now_s();
    let (server, clock) = RedisServer::start_with_clock();
    let uptime_s = Arc::new(AtomicU64::new(0));
    let read = uptime_s.clone();
    let uptime = Box::new(move || Duration::from_secs(read.load(Ordering::SeqCst)));
    let store = RedisStore::open_with(&server.url(), None, now_s, uptime).await.unwrap();
    clock.set_ahead(DAY_S);
    let ahead_s = now_s + DAY_S;
    spend_others(&store, ahead_s).await;
    assert_eq!(store.spend(entry(ahead_s), ahead_s).await.unwrap(), Spent::First);
    clock.set_ahead(2 * DAY_S);
    for passed_s in [0, crate::limits::STORE_RETENTION_S] {
        uptime_s.store(passed_s, Ordering::SeqCst);
        spend_others(&store, ahead_s + DAY_S + passed_s / 60).await;
    }
    let again = store.spend(entry(ahead_s), ahead_s + DAY_S).await.unwrap();
    assert_eq!(again, Spent::Forgotten);
    clock.set_ahead(0);
    let early = store.spend(Entry { key: [8; 32], ..entry(now_s) }, now_s + 3).await;
    assert!(matches!(early, Err(StoreError::Unsettled { .. })), "{early:?}");
}

#[tokio::test]
async fn entries_are_purged_as_new_ones_come() {
    let now_s = Clock::system().now_s();
    let (server, clock) = RedisServer::start_with_clock();
    let uptime_s = Arc::new(AtomicU64::new(0));
    let read = uptime_s.clone();
    let uptime = Box::new(move || Duration::from_secs(read.load(Ordering::SeqCst)));
    let store = RedisStore::open_with(&server.url(), None, now_s, uptime).await.unwrap();
    for passed_s in (1..10).map(|round| round * crate::limits::STORE_RETENTION_S) {
        uptime_s.store(passed_s, Ordering::SeqCst);
        clock.set_ahead(passed_s);
        spend_others(&store, now_s + passed_s).await;
    }
    let length: u64 = redis::cmd("HLEN").arg(ENTRIES).query(&mut server.connection()).unwrap();
    assert!((100..=216).contains(&length), "{length}");
    let length_by_expiry: u64 =
        redis::cmd("ZCARD").arg(EXPIRY).query(&mut server.connection()).unwrap();
    assert_eq!(length, length_by_expiry);
}

#[tokio::test]
async fn cluster_and_sentinel_are_refused_with_a_reason() {
    let now_s = Clock::system().now_s();
    let cluster = RedisServer::start_with("--port", &["--cluster-enabled", "yes"]);
    let why = RedisStore::open(&cluster.url(), None, now_s).await.err().unwrap().to_string();
    assert!(why.contains("cluster mode") && why.contains("Sentinel"), "{why}");
    let sentinel = RedisServer::start_sentinel(&cluster, 1);
    let why = RedisStore::open(&sentinel.url(), None, now_s).await.err().unwrap().to_string();
    assert!(why.contains("redis+sentinel://"), "{why}");
}

#[tokio::test]
async fn database_of_the_address_is_selected() {
    let (server, now_s) = (RedisServer::start(), Clock::system().now_s());
    for database in [3, 4] {
        let url = format!("{}/{database}", server.url());
        let store = RedisStore::open(&url, None, now_s).await.unwrap();
        assert_eq!(store.spend(entry(now_s + 1), now_s + 1).await.unwrap(), Spent::First);
        let mut connection = Client::open(url).unwrap().get_connection().unwrap();
        let kept: bool =
            redis::cmd("HEXISTS").arg(ENTRIES).arg(&[1_u8; 32][..]).query(&mut connection).unwrap();
        assert!(kept, "in database {database}");
    }
}
