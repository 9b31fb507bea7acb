//! Servers on one Redis, and one that is not there.

use std::fs;

use passwave_test_support::redis::RedisServer;
use serde_json::json;

use crate::fixture::{Setup, client, run, text};

#[tokio::test]
async fn token_passes_once_for_two_servers_on_one_redis() {
    let (redis, setup, client) = (RedisServer::start(), Setup::new(), client());
    let written = fs::read_to_string(setup.config()).unwrap();
    fs::write(setup.config(), written.replace("passwave.redb", &redis.url())).unwrap();
    let (one, other) = (setup.start(), setup.start());
    let [first, second] = [setup.token(&one, &client).await, setup.token(&other, &client).await];
    for (token, servers) in [(first, [&one, &other]), (second, [&one, &one])] {
        assert_eq!(setup.siteverify(servers[0], &client, &token).await["success"], true);
        let again = setup.siteverify(servers[1], &client, &token).await;
        assert_eq!(again["error-codes"], json!(["timeout-or-duplicate"]));
    }
}

#[test]
fn unreachable_redis_is_reported_at_start() {
    let (mut redis, setup) = (RedisServer::start(), Setup::new());
    let written = fs::read_to_string(setup.config()).unwrap();
    let url = redis.url().replace("//", "//:a-password@");
    fs::write(setup.config(), written.replace("passwave.redb", &url)).unwrap();
    redis.kill();
    let config = setup.config();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--config", config.to_str().unwrap()];
    let output = run(&serve, b"");
    assert!(!output.status.success());
    let why = text(&output.stderr);
    assert!(why.contains("the Redis store cannot be used"), "{why}");
    assert!(!why.contains("a-password"), "{why}");
}

#[test]
fn check_config_asks_the_redis_if_told_to() {
    let (redis, setup) = (RedisServer::start(), Setup::new());
    let written = fs::read_to_string(setup.config()).unwrap();
    fs::write(setup.config(), written.replace("passwave.redb", &redis.url())).unwrap();
    let config = setup.config();
    let check = ["check-config", "--config", config.to_str().unwrap()];
    let connecting = [check.as_slice(), &["--connect"]].concat();
    let mut connection = redis.connection();
    let mut set = |name: &str, value: &str| {
        let mut command = redis::cmd("CONFIG");
        command.arg("SET").arg(name).arg(value).exec(&mut connection).unwrap();
    };
    assert!(run(&connecting, b"").status.success());
    set("maxmemory-policy", "allkeys-lru");
    set("maxmemory", "1gb");
    assert!(run(&check, b"").status.success());
    let refused = run(&connecting, b"");
    assert_eq!(refused.status.code(), Some(1));
    let written = fs::read_to_string(&config).unwrap();
    let line = written.lines().position(|line| line.starts_with("store")).unwrap() + 1;
    let why = text(&refused.stderr);
    assert!(why.contains(&format!("passwave.toml:{line}: store: ")), "{why}");
    assert!(why.contains("noeviction"), "{why}");
}
