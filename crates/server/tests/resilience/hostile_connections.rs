//! Connections by the thousand that want nothing but to be there: with heads that are large, with nothing to say, or
//! with answers that nobody reads. The server stays within its memory and goes on answering others.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use passwave_test_support::server_process::ServerProcess;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::client::Client;
use crate::server::Site;

/// Far beyond the server's own limits: what takes longer is held for ever.
const PATIENCE: Duration = Duration::from_secs(120);

/// Idle connections end by themselves after 30 seconds. Who is answered only then was locked out.
const SOON: Duration = Duration::from_secs(20);

/// What the unit in `docs/deployment` allows the server, in KiB.
#[cfg(target_os = "linux")]
const UNIT_MEMORY_KIB: u64 = 512 * 1024;

const IDLE: usize = 1100;
const NOT_READING: usize = 4;

/// All of these are this computer's own.
fn address(nth: usize) -> Ipv4Addr {
    Ipv4Addr::new(
        127,
        0,
        1 + u8::try_from(nth / 200).unwrap(),
        1 + u8::try_from(nth % 200).unwrap(),
    )
}

async fn connect(from: Ipv4Addr, server: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((from, 0).into()).unwrap();
    socket.connect(server).await.unwrap()
}

/// As many connections as there are, each from an address of its own.
async fn connections(server: &ServerProcess, count: usize) -> Vec<TcpStream> {
    let mut connections = Vec::new();
    for nth in 0..count {
        connections.push(connect(address(nth), server.address()).await);
    }
    connections
}

/// Sends the beginning of a request and stays until the server has had enough.
async fn hold(mut stream: TcpStream, bytes: Arc<Vec<u8>>) {
    // The server may close it meanwhile.
    let _ = stream.write_all(&bytes).await;
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

async fn is_answered_soon(site: &Site, server: &ServerProcess) -> bool {
    let answered = async {
        let mut client = Client::connect(server.address()).await.unwrap();
        client.siteverify(&site.minted_token()).await.is_ok_and(|reply| reply.is_success())
    };
    timeout(SOON, answered).await.unwrap_or(false)
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_heads_stay_within_the_memory_of_the_unit() {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    for (count, bytes) in [(1300, 400_000), (4200, 15_000)] {
        let site = Site::new();
        let mut server = site.start();
        let head = [&b"GET /healthz HTTP/1.1\r\nhost: a\r\na: "[..], &vec![b'a'; bytes]].concat();
        let head = Arc::new(head);
        let connections = connections(&server, count).await.into_iter();
        let held: Vec<_> =
            connections.map(|stream| tokio::spawn(hold(stream, head.clone()))).collect();
        assert!(is_answered_soon(&site, &server).await, "{count} heads of {bytes} bytes");
        timeout(PATIENCE, join_all(held)).await.expect("they are held for ever");
        let most_kib = server.memory_kib("VmHWM");
        println!("{count} heads of {bytes} bytes: {most_kib} KiB at most");
        assert!(most_kib < UNIT_MEMORY_KIB / 2, "{count} heads of {bytes}: {most_kib} KiB");
        assert!(is_answered_soon(&site, &server).await && server.is_running());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_connections_lock_nobody_out() {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    for proxies in ["[]", "['127.0.0.0/8']"] {
        let site = Site::new().with(&format!("trusted_proxies = {proxies}"));
        let mut server = site.start_after("ulimit -n 1024");
        let idle = connections(&server, IDLE).await;
        assert!(is_answered_soon(&site, &server).await, "trusted_proxies = {proxies}");
        assert!(server.is_running());
        drop(idle);
    }
}

/// Asks and asks, and reads no answer. How long it takes until nothing more goes into the connection depends on the
/// machine; the server may take its time, but not stand still.
async fn ask_without_reading(server: SocketAddr) {
    let mut stream = TcpStream::connect(server).await.unwrap();
    let requests = b"GET /.well-known/jwks.json HTTP/1.1\r\nhost: a\r\n\r\n".repeat(100);
    loop {
        let sent = timeout(PATIENCE, stream.write_all(&requests)).await;
        if sent.expect("it is held for ever").is_err() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_read_nothing_are_given_up() {
    let site = Site::new();
    let mut server = site.start();
    let clients = (0..NOT_READING).map(|_| ask_without_reading(server.address()));
    join_all(clients).await;
    assert!(is_answered_soon(&site, &server).await && server.is_running());
}
