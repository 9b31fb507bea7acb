//! Ten thousand hostile requests over raw sockets: see `hostile_requests.toml`. Each of them ends, none brings
//! the server down or makes it fail, and its memory stays as it was.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::client::Client;
use crate::server::Site;

const REQUESTS: usize = 10_000;
const CLIENTS: usize = 8;

/// How many connections are held open until the server gives them up.
const STALLED: usize = 120;

/// Far beyond the server's own limits: what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// After so many requests every buffer has been used and every pool is as large as it gets.
const WARM: usize = 2_000;

/// The eight thousand requests after that may cost 16 MiB of memory, for allocators are no exact
/// science; keeping 2 KiB of each would be more.
const GROWTH_KIB: u64 = 16 * 1024;

#[derive(Deserialize)]
struct List {
    kinds: Vec<Kind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    name: String,
    head: Vec<String>,
    body: Option<String>,
    #[serde(default)]
    vary: BTreeMap<String, Vec<Filling>>,
    /// The head has no end.
    #[serde(default)]
    open: bool,
    #[serde(default)]
    unfinished: bool,
    status: Vec<u16>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Filling {
    Text(String),
    Repeated { text: String, times: usize },
}

/// One request, ready to be sent.
struct Request {
    name: String,
    bytes: Vec<u8>,
    unfinished: bool,
    status: Vec<u16>,
}

/// How a request is brought.
#[derive(Clone, Copy, Debug)]
enum Delivery {
    AtOnce,
    InPieces,
    HalfClosed,
    CutOff,
    Pipelined,
}

const DELIVERIES: [Delivery; 5] = [
    Delivery::AtOnce,
    Delivery::InPieces,
    Delivery::HalfClosed,
    Delivery::CutOff,
    Delivery::Pipelined,
];

/// Those after which the client is gone, so that an unfinished request ends.
const ENDING: [Delivery; 2] = [Delivery::HalfClosed, Delivery::CutOff];

fn requests() -> Vec<Request> {
    let list: List = toml::from_str(include_str!("hostile_requests.toml")).unwrap();
    list.kinds.iter().flat_map(Kind::requests).collect()
}

impl Filling {
    fn written(&self) -> String {
        match self {
            Filling::Text(text) => text.clone(),
            Filling::Repeated { text, times } => text.repeat(*times),
        }
    }
}

impl Kind {
    fn requests(&self) -> Vec<Request> {
        let start = vec![(self.head.join("\r\n"), self.body.clone())];
        let texts = self.vary.iter().fold(start, |texts, (name, fillings)| {
            let mark = format!("<{name}>");
            let fill = |(head, body): &(String, Option<String>)| {
                let filled = fillings.iter().map(Filling::written).map(|filling| {
                    let body = body.as_ref().map(|body| body.replace(&mark, &filling));
                    (head.replace(&mark, &filling), body)
                });
                filled.collect::<Vec<_>>()
            };
            texts.iter().flat_map(fill).collect()
        });
        texts.into_iter().map(|(head, body)| self.request(&head, body.as_deref())).collect()
    }

    fn request(&self, head: &str, body: Option<&str>) -> Request {
        let body = body.map(bytes);
        let mut whole = bytes(head);
        let has_length = head.contains("content-length:") || head.contains("transfer-encoding:");
        if let Some(body) = body.as_ref().filter(|_| !has_length) {
            whole.extend(format!("\r\ncontent-length: {}", body.len()).bytes());
        }
        if !self.open {
            whole.extend(b"\r\n\r\n");
        }
        whole.extend(body.unwrap_or_default());
        Request {
            name: format!("{}: {:.90?}", self.name, head),
            bytes: whole,
            unfinished: self.unfinished,
            status: self.status.clone(),
        }
    }
}

/// The bytes of a text in which `\xff` is one byte.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    bytes
}

impl Delivery {
    fn of(nth: usize, request: &Request) -> Self {
        if request.unfinished {
            ENDING[nth % ENDING.len()]
        } else {
            DELIVERIES[nth % DELIVERIES.len()]
        }
    }

    /// The status codes that came back, 0 for a connection that was closed without any.
    async fn run(self, address: SocketAddr, bytes: &[u8]) -> Vec<u16> {
        let mut stream = TcpStream::connect(address).await.unwrap();
        match self {
            Delivery::AtOnce => send(&mut stream, bytes).await,
            Delivery::InPieces => {
                for piece in bytes.chunks(bytes.len() / 5 + 1) {
                    send(&mut stream, piece).await;
                    tokio::task::yield_now().await;
                }
            }
            Delivery::HalfClosed => {
                send(&mut stream, bytes).await;
                // The server may have closed it already.
                let _ = stream.shutdown().await;
                return statuses(&read_to_end(&mut stream).await);
            }
            Delivery::CutOff => {
                send(&mut stream, &bytes[..bytes.len() / 2]).await;
                return Vec::new();
            }
            Delivery::Pipelined => {
                send(&mut stream, &[&bytes.repeat(3), LAST].concat()).await;
                return statuses(&read_to_end(&mut stream).await);
            }
        }
        statuses(&read_head(&mut stream).await)
    }
}

/// After it the server closes the connection.
const LAST: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

async fn send(stream: &mut TcpStream, bytes: &[u8]) {
    // A server that has seen enough closes the connection: that shows when the answer is read.
    let _ = stream.write_all(bytes).await;
}

/// All that comes until the end; a connection that is reset ends too.
async fn read_to_end(stream: &mut TcpStream) -> Vec<u8> {
    read_until(stream, |_| false).await
}

async fn read_head(stream: &mut TcpStream) -> Vec<u8> {
    read_until(stream, |bytes| bytes.windows(4).any(|end| end == b"\r\n\r\n")).await
}

async fn read_until(stream: &mut TcpStream, is_enough: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let (mut all, mut piece) = (Vec::new(), [0; 4096]);
    while !is_enough(&all) {
        match stream.read(&mut piece).await {
            Ok(0) => break,
            Ok(count) => all.extend(&piece[..count]),
            Err(cause) if cause.kind() == ErrorKind::ConnectionReset => break,
            Err(cause) => panic!("{cause}"),
        }
    }
    all
}

fn statuses(answer: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(answer);
    let codes = text.split("HTTP/1.").skip(1).map(|part| part.get(2..5));
    let codes: Vec<u16> =
        codes.map(|code| code.and_then(|code| code.parse().ok()).unwrap()).collect();
    if codes.is_empty() { vec![0] } else { codes }
}

async fn attack(
    address: SocketAddr,
    requests: Arc<Vec<Request>>,
    next: Arc<AtomicUsize>,
    end: usize,
) {
    loop {
        let nth = next.fetch_add(1, Ordering::SeqCst);
        if nth >= end {
            return;
        }
        let request = &requests[nth % requests.len()];
        // Each time around, every request is brought another way.
        let delivery = Delivery::of(nth + nth / requests.len(), request);
        let ended = timeout(PATIENCE, delivery.run(address, &request.bytes)).await;
        let codes = ended.unwrap_or_else(|_| panic!("{} hangs ({delivery:?})", request.name));
        assert!(codes.iter().all(|code| *code < 500), "{}: {codes:?} ({delivery:?})", request.name);
        if matches!(delivery, Delivery::AtOnce | Delivery::InPieces) {
            assert!(request.status.contains(&codes[0]), "{}: {codes:?}", request.name);
        }
    }
}

/// Sends the beginning of a request, then a byte a second or nothing at all, until the server has
/// had enough.
async fn stall(address: SocketAddr, bytes: Vec<u8>, drips: bool) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    send(&mut stream, &bytes).await;
    let (mut reading, mut writing) = stream.into_split();
    let drip = async {
        while drips && writing.write_all(b" ").await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
        std::future::pending::<()>().await;
    };
    let end = async {
        let mut answer = Vec::new();
        // Reset or closed: either is an end.
        let _ = reading.read_to_end(&mut answer).await;
        answer
    };
    let ended = timeout(PATIENCE, async {
        tokio::select! { answer = end => answer, () = drip => unreachable!() }
    });
    let answer = ended.await.expect("the server gives it up");
    assert!(statuses(&answer).iter().all(|code| [0, 200, 400, 408].contains(code)), "{answer:?}");
}

async fn all_attack(address: SocketAddr, requests: &Arc<Vec<Request>>, first: usize, end: usize) {
    let next = Arc::new(AtomicUsize::new(first));
    let clients =
        (0..CLIENTS).map(|_| tokio::spawn(attack(address, requests.clone(), next.clone(), end)));
    for client in join_all(clients).await {
        client.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_requests_neither_hang_nor_crash_nor_leak() {
    let site = Site::new();
    let mut server = site.start();
    let requests = Arc::new(requests());
    assert!(requests.len() >= 1000, "only {} different requests", requests.len());
    let unfinished = requests.iter().filter(|request| request.unfinished).cycle().take(STALLED);
    let stalled = unfinished.enumerate().map(|(nth, request)| {
        tokio::spawn(stall(server.address(), request.bytes.clone(), nth % 2 == 0))
    });
    let stalled: Vec<_> = stalled.collect();
    all_attack(server.address(), &requests, 0, WARM).await;
    #[cfg(target_os = "linux")]
    let before_kib = server.memory_kib("VmRSS");
    all_attack(server.address(), &requests, WARM, REQUESTS).await;
    for connection in stalled {
        connection.await.unwrap();
    }
    #[cfg(target_os = "linux")]
    {
        let after_kib = server.memory_kib("VmRSS");
        println!("{} different requests; {before_kib} KiB, then {after_kib} KiB", requests.len());
        assert!(after_kib < before_kib + GROWTH_KIB, "from {before_kib} to {after_kib} KiB");
    }
    assert!(server.is_running());
    let mut client = Client::connect(server.address()).await.unwrap();
    assert_eq!(client.get("/readyz").await.unwrap().status, 200);
    assert!(client.siteverify(&site.minted_token()).await.unwrap().is_success());
    let log = server.kill();
    assert!(!log.contains("panicked") && !log.contains("ERROR"), "{log}");
}
