//! Nobody reads the log any more: its pipe is closed, or full. The server does everything as before.

use std::fs;
use std::future::Future;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use passwave_test_support::server_process::{Log, ServerProcess};
use tokio::time::{sleep, timeout};

use crate::fixture::{PROGRAM, Setup, client};

/// Far more than anything here takes: what takes longer never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Each is a line of the log; so many do not fit into a pipe.
const BROKEN_REQUESTS: usize = 2000;

fn start(setup: &Setup, log: Log, level: &str) -> ServerProcess {
    let config = setup.config();
    ServerProcess::start_with_log(log, level, PROGRAM, &["--config", config.to_str().unwrap()])
}

async fn in_time<T>(what: &str, done: impl Future<Output = T>) -> T {
    timeout(PATIENCE, done).await.unwrap_or_else(|_| panic!("{what} never comes"))
}

/// Renames the sitekey, and waits until the server goes by the new name.
async fn rename(setup: &Setup, server: &ServerProcess, from: &str, to: &str) {
    let config = fs::read_to_string(setup.config()).unwrap();
    assert!(config.contains(from));
    fs::write(setup.config(), config.replace(from, to)).unwrap();
    server.signal("-HUP");
    let challenge = server.url(&format!("/challenge?sitekey={to}"));
    let client = client();
    while !client.get(&challenge).send().await.unwrap().status().is_success() {
        sleep(Duration::from_millis(20)).await;
    }
}

async fn refuses_connections(server: &ServerProcess) {
    while TcpStream::connect(server.address()).is_ok() {
        sleep(Duration::from_millis(20)).await;
    }
}

/// Stops the server while a request is half sent, and returns the response to it.
async fn response_across_stop(setup: &Setup, server: &ServerProcess) -> String {
    let body = format!("secret={}&response=x", setup.secret);
    let length = body.len();
    let head = format!(
        "POST /siteverify HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {length}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n"
    );
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    // Answered on a later connection: the server has begun with the request.
    assert!(client().get(server.url("/healthz")).send().await.unwrap().status().is_success());
    server.signal("-TERM");
    in_time("the end of accepting", refuses_connections(server)).await;
    stream.write_all(body.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

/// Sends what is no request; what comes back does not matter.
fn send_broken_request(server: &ServerProcess) {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(b"no request\r\n\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).expect("a server that closes the connection");
}

/// What `/metrics` says about the log.
async fn lost_lines(server: &ServerProcess) -> u64 {
    let line = server.next_output_line();
    let status = line.trim().strip_prefix("Status on ").expect("an address");
    let metrics = client().get(status.replace("/status", "/metrics")).send().await.unwrap();
    let metrics = metrics.text().await.unwrap();
    let mut values =
        metrics.lines().filter_map(|line| line.strip_prefix("passwave_log_lines_lost_total "));
    values.next().expect("the metric").parse().unwrap()
}

#[tokio::test]
async fn closed_log_breaks_neither_reloads_nor_requests() {
    let setup = Setup::new();
    let mut server = start(&setup, Log::Closed, "info");
    in_time("the first reload", rename(&setup, &server, &setup.sitekey, "pw_first")).await;
    in_time("the second reload", rename(&setup, &server, "pw_first", "pw_second")).await;
    let response = response_across_stop(&setup, &server).await;
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response:?}");
    assert!(server.wait().success());
}

#[tokio::test]
async fn full_log_blocks_nothing() {
    let setup = Setup::new();
    let written = fs::read_to_string(setup.config()).unwrap();
    fs::write(setup.config(), format!("admin = \"127.0.0.1:0\"\n{written}")).unwrap();
    let mut server = start(&setup, Log::Unread, "debug");
    let client = client();
    (0..BROKEN_REQUESTS).for_each(|_| send_broken_request(&server));
    let answer = in_time("an answer", setup.siteverify(&server, &client, "x")).await;
    assert_eq!(answer["error-codes"][0], "invalid-input-response");
    assert!(lost_lines(&server).await > 0);
    in_time("the reload", rename(&setup, &server, &setup.sitekey, "pw_first")).await;
    let response = response_across_stop(&setup, &server).await;
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response:?}");
    assert!(server.wait().success());
}
