//! A server that is killed, stopped and drained, its log, and its memory.

use std::fs;

use passwave_test_support::server_process::ServerProcess;
use serde_json::{Value, json};

use crate::fixture::{PROGRAM, Setup, client};

#[tokio::test]
async fn spent_tokens_stay_spent_after_a_kill() {
    let (setup, client) = (Setup::new(), client());
    let server = setup.start();
    let [spent, kept] = [setup.token(&server, &client).await, setup.token(&server, &client).await];
    assert_eq!(setup.siteverify(&server, &client, &spent).await["success"], true);
    drop(server);

    let server = setup.start();
    let again = setup.siteverify(&server, &client, &spent).await;
    assert_eq!(again["error-codes"], json!(["timeout-or-duplicate"]));
    assert_eq!(setup.siteverify(&server, &client, &kept).await["success"], true);
}

#[cfg(unix)]
#[tokio::test]
async fn sigterm_stops_the_server_despite_an_open_connection() {
    let (setup, client) = (Setup::new(), client());
    let mut server = setup.start();
    assert!(client.get(server.url("/healthz")).send().await.unwrap().status().is_success());
    server.signal("-TERM");
    assert!(server.wait().success());
}

#[cfg(unix)]
#[tokio::test]
async fn draining_server_accepts_requests_until_a_second_signal() {
    let (setup, client) = (Setup::new(), client());
    let written = fs::read_to_string(setup.config()).unwrap();
    let more = "drain_s = 600\nlog = \"json\"\nadmin = \"127.0.0.1:0\"\n";
    fs::write(setup.config(), format!("{more}{written}")).unwrap();
    let mut server = setup.start();
    server.signal("-TERM");
    let line: Value = serde_json::from_str(&server.wait_for_log("stopping")).unwrap();
    assert_eq!((&line["message"], &line["level"]), (&json!("stopping"), &json!("INFO")));
    let ready = client.get(server.url("/readyz")).send().await.unwrap();
    assert_eq!(ready.status(), 503);
    let token = setup.token(&server, &client).await;
    assert_eq!(setup.siteverify(&server, &client, &token).await["success"], true);
    server.signal("-TERM");
    assert!(server.wait().success());
}

#[tokio::test]
async fn admin_pages_have_their_own_address() {
    let (setup, client) = (Setup::new(), client());
    let written = fs::read_to_string(setup.config()).unwrap();
    fs::write(setup.config(), format!("admin = \"127.0.0.1:0\"\n{written}")).unwrap();
    let server = setup.start();
    let line = server.next_output_line();
    let status = line.trim().strip_prefix("Status on ").expect("an address");
    let page = client.get(status).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("<h1>"), "{page}");
}

#[cfg(unix)]
#[tokio::test]
async fn log_contains_no_secrets() {
    let (setup, client) = (Setup::new(), client());
    let config = setup.config();
    let server = ServerProcess::start_with_log_level(
        "trace",
        PROGRAM,
        &["--config", config.to_str().unwrap()],
    );
    let token = setup.token(&server, &client).await;
    let query = format!("/siteverify?secret={}&response={token}", setup.secret);
    for _ in 0..2 {
        assert!(client.get(server.url(&query)).send().await.unwrap().status().is_success());
    }
    client.get(server.url("/challenge?sitekey=nobody&cdata=private")).send().await.unwrap();
    client.post(server.url("/redeem")).body("{\"challenge\":\"private\"").send().await.unwrap();
    server.signal("-TERM");
    let log: Vec<String> = server.rest_of_log().collect();
    assert!(log.iter().any(|line| line.contains("stopping")), "{log:#?}");
    let file = fs::read_to_string(&config).unwrap();
    let keys = file.lines().filter_map(|line| line.strip_prefix("current = "));
    let secrets = keys.map(|key| key.trim_matches('"')).chain([setup.secret.as_str(), &token]);
    for secret in secrets.chain(["private", "secret="]) {
        assert!(log.iter().all(|line| !line.contains(secret)), "{secret}: {log:#?}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn ignored_idempotency_key_is_warned_of_once() {
    let (setup, client) = (Setup::new(), client());
    let server = setup.start();
    for key in ["", "nil", "nil", "[object Object]"] {
        let form = [("secret", &*setup.secret), ("response", "x"), ("idempotency_key", key)];
        let call = client.post(server.url("/siteverify")).form(&form);
        assert!(call.send().await.unwrap().status().is_success());
    }
    server.signal("-TERM");
    let log: Vec<String> = server.rest_of_log().collect();
    let warnings = log.iter().filter(|line| line.contains("idempotency_key")).count();
    assert_eq!(warnings, 1, "{log:#?}");
}

#[cfg(unix)]
#[tokio::test]
async fn proxy_that_names_no_client_is_warned_of_once_a_minute() {
    let (setup, client) = (Setup::new(), client());
    let server = setup.start();
    for named in [Some("192.0.2.1"), None, Some("unknown"), None] {
        let call = client.get(server.url("/challenge?sitekey=nobody"));
        let call = named.into_iter().fold(call, |call, name| call.header("x-forwarded-for", name));
        call.send().await.unwrap();
    }
    server.signal("-TERM");
    let log: Vec<String> = server.rest_of_log().collect();
    let warnings: Vec<_> = log.iter().filter(|line| line.contains("x-forwarded-for")).collect();
    assert!(warnings.len() == 1 && warnings[0].contains("proxy=127.0.0.1"), "{log:#?}");
}

/// Of its own; how much of the program's file is in memory depends on how it was built.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn idle_server_uses_less_than_20_mib() {
    let (setup, client) = (Setup::new(), client());
    let server = setup.start();
    let token = setup.token(&server, &client).await;
    assert_eq!(setup.siteverify(&server, &client, &token).await["success"], true);
    let own_kib = server.memory_kib("RssAnon");
    assert!((1..20 * 1024).contains(&own_kib), "{own_kib} KiB");
}
