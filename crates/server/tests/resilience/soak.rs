//! The server at half of what it can do, for a while, on Redis and on a file. Meanwhile Redis is restarted, the disk is
//! filled and emptied, and the configuration is read again. `cargo xtask soak` does the same for longer.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use passwave_test_support::redis::RedisServer;
use passwave_test_support::server_process::ServerProcess;
use passwave_test_support::small_disk::SmallDisk;
use tokio::task::{JoinHandle, block_in_place};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::client::{Client, Reply};
use crate::crashes::Proof;
use crate::server::Site;
use crate::several_instances::{PATIENCE, POLL};

/// The length of a soak, in seconds, if `PASSWAVE_SOAK_SECONDS` does not say; the measurement before it is not in it.
const SECONDS: u64 = 12;

/// One round, at most: a reload, and a store that goes away.
const ROUND_S: u64 = 60;

const CLIENTS: usize = 16;

/// For how long the most that the server can do is measured.
const MEASURE: Duration = Duration::from_secs(3);

/// How much more memory the server may have at the end than after the first round. Allocators are no exact science.
const GROWTH: f64 = 1.25;

/// The file's page cache, which fills slowly.
const FILE_CACHE_KIB: u64 = 64 * 1024;

/// So many tokens that passed are shown again later.
const REMEMBERED: usize = 10_000;

/// Where the server remembers what was spent.
enum Store {
    Redis(RedisServer),
    File(SmallDisk),
}

impl Store {
    /// A Redis that keeps nothing.
    fn redis() -> Self {
        Self::Redis(RedisServer::start())
    }

    /// A file, on a disk with room for as long as the soak lasts.
    fn file() -> Self {
        Self::File(SmallDisk::mount_mib(64 + soak_s()))
    }

    fn address(&self) -> String {
        match self {
            Self::Redis(redis) => redis.url(),
            Self::File(disk) => disk.path().join("spent.redb").to_str().unwrap().to_owned(),
        }
    }

    fn take_away(&mut self) {
        match self {
            Self::Redis(redis) => redis.kill(),
            Self::File(disk) => disk.fill(),
        }
    }

    fn bring_back(&mut self) {
        match self {
            Self::Redis(redis) => redis.restart(),
            Self::File(disk) => disk.empty(),
        }
    }
}

/// What the clients and the test tell each other.
#[derive(Default)]
struct Progress {
    passed: AtomicUsize,
    failed: AtomicUsize,
    /// Grows before the store goes, and when it is seen to be back: odd while it is away.
    store_changes: AtomicUsize,
    ends: AtomicBool,
    spent: Mutex<VecDeque<String>>,
}

impl Progress {
    fn store_changes(&self) -> usize {
        self.store_changes.load(Ordering::SeqCst)
    }

    /// Whether the store was away at any time since there were so many changes.
    fn was_store_away_since(&self, changes: usize) -> bool {
        changes % 2 == 1 || changes != self.store_changes()
    }

    /// Notes a token that passed, and returns one that passed long ago.
    fn exchange(&self, token: String) -> Option<String> {
        let mut spent = self.spent.lock().unwrap();
        spent.push_back(token);
        (spent.len() > REMEMBERED).then(|| spent.pop_front()).flatten()
    }
}

/// The store is away, or has come back without what it knew.
fn is_failure_of_store(reply: &Reply) -> bool {
    ["internal-error", "challenge-expired", "timeout-or-duplicate"].contains(&reply.code())
}

/// From a challenge to a token that is shown three times.
async fn verify(client: &mut Client, progress: &Progress) {
    let changes = progress.store_changes();
    let proof = Proof::fetch(client).await.expect("a challenge, store or not");
    let redeemed = client.redeem(&proof.first()).await.expect("an answer");
    let Some(token) = redeemed.json["token"].as_str() else {
        assert!(
            progress.was_store_away_since(changes) && is_failure_of_store(&redeemed),
            "{redeemed:?}"
        );
        progress.failed.fetch_add(1, Ordering::SeqCst);
        return;
    };
    let mut passed = 0;
    for nth in 0..3 {
        let checked = client.siteverify(token).await.expect("an answer");
        assert_eq!(checked.status, 200, "{checked:?}");
        passed += usize::from(checked.is_success());
        let is_right = checked.is_success() == (nth == 0) && checked.code() != "internal-error";
        assert!(is_right || progress.was_store_away_since(changes), "call {nth}: {checked:?}");
        assert!(checked.is_success() || is_failure_of_store(&checked), "{checked:?}");
    }
    assert!(passed <= 1, "a token passed {passed} times");
    progress.passed.fetch_add(passed, Ordering::SeqCst);
    if let Some(early) = progress.exchange(token.to_owned()) {
        assert!(
            !client.siteverify(&early).await.unwrap().is_success(),
            "passed long ago, and again"
        );
    }
}

/// Verifies until it is told to end, as fast as it can or once in a while.
async fn work(address: SocketAddr, progress: Arc<Progress>, pause: Option<Duration>) {
    let mut client = Client::connect(address).await.unwrap();
    let mut ticks = pause.map(interval);
    if let Some(ticks) = &mut ticks {
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    while !progress.ends.load(Ordering::SeqCst) {
        if let Some(ticks) = &mut ticks {
            ticks.tick().await;
        }
        verify(&mut client, &progress).await;
    }
}

fn start_clients(
    address: SocketAddr,
    progress: &Arc<Progress>,
    pause: Option<Duration>,
) -> Vec<JoinHandle<()>> {
    (0..CLIENTS).map(|_| tokio::spawn(work(address, progress.clone(), pause))).collect()
}

async fn end(clients: Vec<JoinHandle<()>>, progress: &Progress) {
    progress.ends.store(true, Ordering::SeqCst);
    join_all(clients).await.into_iter().for_each(|client| client.expect("a client"));
}

/// How many verifications a second the server is capable of.
async fn most_per_second(address: SocketAddr) -> f64 {
    let progress = Arc::new(Progress::default());
    let clients = start_clients(address, &progress, None);
    sleep(MEASURE).await;
    end(clients, &progress).await;
    progress.passed.load(Ordering::SeqCst) as f64 / MEASURE.as_secs_f64()
}

async fn wait_for_readiness(client: &mut Client, status: u16) {
    let change = async {
        while client.get("/readyz").await.unwrap().status != status {
            sleep(POLL).await;
        }
    };
    timeout(PATIENCE, change).await.unwrap_or_else(|_| panic!("/readyz never says {status}"));
}

/// The store goes away for a moment, under load.
async fn lose_store(store: &mut Store, site: &Site, address: SocketAddr, progress: &Progress) {
    let mut client = Client::connect(address).await.unwrap();
    progress.store_changes.fetch_add(1, Ordering::SeqCst);
    block_in_place(|| store.take_away());
    wait_for_readiness(&mut client, 503).await;
    block_in_place(|| store.bring_back());
    wait_for_readiness(&mut client, 200).await;
    let recovery = async {
        while !client.siteverify(&site.minted_token()).await.unwrap().is_success() {
            sleep(POLL).await;
        }
    };
    timeout(PATIENCE, recovery).await.expect("a token that passes");
    progress.store_changes.fetch_add(1, Ordering::SeqCst);
}

fn reload(server: &ServerProcess) {
    server.signal("-HUP");
    block_in_place(|| server.wait_for_log("configuration reloaded"));
}

fn soak_s() -> u64 {
    let set = std::env::var("PASSWAVE_SOAK_SECONDS");
    set.map_or(SECONDS, |seconds| seconds.parse().expect("PASSWAVE_SOAK_SECONDS is a number"))
}

/// The memory of the server after the first round and after the last one, in KiB.
async fn rounds(
    store: &mut Store,
    site: &Site,
    server: &ServerProcess,
    progress: &Progress,
) -> (u64, u64) {
    let rounds = soak_s().div_ceil(ROUND_S).max(2);
    let pause = Duration::from_secs(soak_s()) / u32::try_from(2 * rounds).unwrap();
    let mut memory_kib = Vec::new();
    for _ in 0..rounds {
        sleep(pause).await;
        reload(server);
        sleep(pause).await;
        lose_store(store, site, server.address(), progress).await;
        memory_kib.push(server.memory_kib("VmRSS"));
    }
    (memory_kib[0], memory_kib[memory_kib.len() - 1])
}

async fn soak(mut store: Store, slack_kib: u64) {
    let site = Site::on(&store.address()).with("work_steps = []");
    let mut server = site.start();
    let most = most_per_second(server.address()).await;
    let pause = Duration::from_secs_f64(2.0 * CLIENTS as f64 / most);
    let progress = Arc::new(Progress::default());
    let clients = start_clients(server.address(), &progress, Some(pause));
    let (early_kib, late_kib) = rounds(&mut store, &site, &server, &progress).await;
    end(clients, &progress).await;
    let [passed, failed] = [&progress.passed, &progress.failed].map(|of| of.load(Ordering::SeqCst));
    println!(
        "{passed} verified at half of {most:.0} a second, {failed} failed while the store was away; \
         {early_kib} KiB after the first round, {late_kib} KiB at the end"
    );
    assert!(passed > 0 && server.is_running());
    let limit_kib = early_kib as f64 * GROWTH + slack_kib as f64;
    assert!((late_kib as f64) < limit_kib, "from {early_kib} to {late_kib} KiB");
    let log = server.kill();
    assert!(!log.contains("panicked"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn soak_on_redis_that_is_restarted() {
    soak(Store::redis(), 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn soak_on_a_disk_that_is_full_for_a_while() {
    soak(Store::file(), FILE_CACHE_KIB).await;
}
