//! Three servers on a Redis under three Sentinels, through failovers under load.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use passwave_test_support::redis::RedisServer;
use tokio::time::{Instant, sleep};

use crate::several_instances::{
    CALLS, Cluster, LoadCounts, PATIENCE, POLL, check_tokens, grown, load,
};

/// Two Redis, one of which is the master, and three Sentinels of which two have to agree.
struct Guarded {
    redis: [RedisServer; 2],
    sentinels: [RedisServer; 3],
}

impl Guarded {
    fn start() -> Self {
        let master = RedisServer::start();
        let replica = RedisServer::start_replica(&master);
        let sentinels = [(); 3].map(|()| RedisServer::start_sentinel(&master, 2));
        Self { redis: [master, replica], sentinels }
    }

    /// In database 2.
    fn url(&self) -> String {
        let addresses = self.sentinels.each_ref().map(|one| format!("127.0.0.1:{}", one.port()));
        format!("redis+sentinel://{}/shop/2", addresses.join(","))
    }

    /// Waits until every Sentinel knows that this one can take over from the other.
    async fn can_take_over(&self, replica: usize) {
        let port = self.redis[replica].port().to_string();
        let began = Instant::now();
        while !self.sentinels.iter().all(|sentinel| knows_replica(sentinel, &port)) {
            assert!(began.elapsed() < PATIENCE, "the Sentinels do not find the replica");
            sleep(POLL * 10).await;
        }
    }
}

fn knows_replica(sentinel: &RedisServer, port: &str) -> bool {
    let mut connection = sentinel.connection();
    let mut command = redis::cmd("SENTINEL");
    let replicas: Vec<std::collections::HashMap<String, String>> =
        command.arg("replicas").arg("shop").query(&mut connection).unwrap();
    let others: usize = redis::cmd("SENTINEL")
        .arg("sentinels")
        .arg("shop")
        .query::<Vec<redis::Value>>(&mut connection)
        .unwrap()
        .len();
    let is_up = |replica: &std::collections::HashMap<String, String>| {
        replica["port"] == port
            && replica["flags"] == "slave"
            && replica["master-link-status"] == "ok"
    };
    others == 2 && replicas.iter().any(is_up)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failovers_under_sentinel_let_nothing_pass_twice() {
    let mut guarded = Guarded::start();
    guarded.can_take_over(1).await;
    let cluster = Cluster::on(&guarded.url());
    let counts = Arc::new(LoadCounts::default());
    let clients = cluster.clients().await;
    let work = tokio::spawn(load(cluster.site.clone(), clients, counts.clone()));
    grown(&counts.passed, 10).await;
    // The old master lives on, and answers until it is told that it is a replica.
    let mut failover = redis::cmd("SENTINEL");
    failover.arg("failover").arg("shop").exec(&mut guarded.sentinels[0].connection()).unwrap();
    grown(&counts.failed, CALLS).await;
    grown(&counts.passed, 10).await;
    guarded.can_take_over(0).await;
    guarded.redis[1].kill();
    grown(&counts.failed, CALLS).await;
    grown(&counts.passed, 10).await;
    for instance in &cluster.instances {
        instance.wait_for_log("counts are shared again");
    }
    counts.ends.store(true, Ordering::SeqCst);
    check_tokens(cluster, &work.await.unwrap()).await;
}
