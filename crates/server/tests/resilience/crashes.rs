//! The server is killed again and again while clients are at work; nothing works twice, and nothing
//! that was not used is lost.

use std::collections::HashSet;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64ct::{Base64UrlUnpadded, Encoding};
use futures_util::future::join_all;
use passwave_protocol::{ChallengeResponse, proof_of_work};
use passwave_test_support::server_process::ServerProcess;
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::client::Client;
use crate::server::{SITEKEY, Site};

const KILLS: usize = 50;
const CLIENTS: usize = 6;

/// What one client has seen until the server went away.
#[derive(Default)]
struct Seen {
    /// Answered as redeemed, with the token: never to be redeemed for another verification.
    redeemed: Vec<(Proof, String)>,
    /// Answered as spent: to be refused from now on.
    spent: Vec<String>,
    /// Handed out and never shown.
    fresh: Vec<String>,
    /// The redeem that broke off, if one did: to be accepted once at most.
    open_redeem: Option<Proof>,
    /// The siteverify that broke off, if one did: to be accepted once at most.
    open_check: Option<String>,
}

/// Counts answers, and tells when there are enough of them.
struct Target {
    answers: AtomicUsize,
    enough: usize,
    reached: Notify,
}

impl Target {
    fn count(&self) {
        if self.answers.fetch_add(1, Ordering::SeqCst) + 1 == self.enough {
            self.reached.notify_one();
        }
    }
}

/// A challenge and, on demand, proofs for it.
#[derive(Clone)]
pub struct Proof(ChallengeResponse);

impl Proof {
    pub async fn fetch(client: &mut Client) -> io::Result<Self> {
        let reply = client.get(&format!("/challenge?sitekey={SITEKEY}&way=press")).await?;
        Ok(Self(serde_json::from_value(reply.json).expect("a challenge")))
    }

    pub fn first(&self) -> Value {
        self.starting_at(0)
    }

    fn other(&self) -> Value {
        self.starting_at(1 << 20)
    }

    fn starting_at(&self, start_nonce: u32) -> Value {
        let work = proof_of_work::solve(&self.0.id, self.0.work, start_nonce);
        json!({"challenge": self.0.challenge, "work": work})
    }
}

/// What all tokens of one verification have in common.
fn family(token: &str) -> String {
    let claims = token.split('.').nth(1).expect("claims");
    let claims = Base64UrlUnpadded::decode_vec(claims).expect("base64");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    claims["fid"].as_str().expect("a family").to_owned()
}

/// Verifies and checks, every third token left for later, until the server is gone.
async fn work_until_it_ends(address: SocketAddr, target: Arc<Target>) -> Seen {
    let mut seen = Seen::default();
    let Ok(mut client) = Client::connect(address).await else { return seen };
    for nth in 0.. {
        if one_round(&mut client, nth, &mut seen, &target).await.is_err() {
            break;
        }
    }
    seen
}

async fn one_round(
    client: &mut Client,
    nth: usize,
    seen: &mut Seen,
    target: &Target,
) -> io::Result<()> {
    let proof = Proof::fetch(client).await?;
    let request = proof.first();
    seen.open_redeem = Some(proof.clone());
    let redeemed = client.redeem(&request).await?;
    seen.open_redeem = None;
    target.count();
    let token = redeemed.json["token"].as_str().expect("a token").to_owned();
    seen.redeemed.push((proof, token.clone()));
    if nth % 3 == 2 {
        seen.fresh.push(token);
        return Ok(());
    }
    seen.open_check = Some(token.clone());
    let checked = client.siteverify(&token).await?;
    target.count();
    assert!(checked.is_success(), "{checked:?}");
    seen.spent.extend(seen.open_check.take());
    Ok(())
}

/// Lets the clients work, and kills the server in the middle of it.
async fn killed_under_load(server: ServerProcess, enough: usize) -> Vec<Seen> {
    let target = Target { answers: AtomicUsize::new(0), enough, reached: Notify::new() };
    let target = Arc::new(target);
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| tokio::spawn(work_until_it_ends(server.address(), target.clone())))
        .collect();
    target.reached.notified().await;
    drop(server);
    join_all(clients).await.into_iter().map(|seen| seen.expect("a client")).collect()
}

/// Shows a token twice at once and says how often it passed.
async fn passes(address: SocketAddr, token: &str) -> usize {
    let answers = join_all([(); 2].map(|()| async {
        let mut client = Client::connect(address).await?;
        client.siteverify(token).await
    }));
    answers.await.into_iter().filter(|reply| reply.as_ref().unwrap().is_success()).count()
}

impl Seen {
    async fn check(&self, address: SocketAddr) {
        let mut client = Client::connect(address).await.unwrap();
        for token in &self.spent {
            assert_eq!(client.siteverify(token).await.unwrap().code(), "timeout-or-duplicate");
        }
        for token in &self.fresh {
            assert_eq!(passes(address, token).await, 1, "a token that nobody had used");
        }
        if let Some(token) = &self.open_check {
            assert!(passes(address, token).await <= 1);
            assert_eq!(passes(address, token).await, 0);
        }
        for (proof, token) in &self.redeemed {
            check_redeemed(&mut client, proof, token).await;
        }
        if let Some(proof) = &self.open_redeem {
            check_open(&mut client, proof).await;
        }
    }
}

/// The same proof may come to another token of the same verification, which is used up by now; any
/// other comes to nothing.
async fn check_redeemed(client: &mut Client, proof: &Proof, token: &str) {
    assert_eq!(client.redeem(&proof.other()).await.unwrap().code(), "challenge-spent");
    let again = client.redeem(&proof.first()).await.unwrap();
    match again.json["token"].as_str() {
        Some(another) => {
            assert_eq!(family(another), family(token));
            let checked = client.siteverify(another).await.unwrap();
            assert_eq!(checked.code(), "timeout-or-duplicate");
        }
        None => assert_eq!(again.code(), "challenge-spent"),
    }
}

/// Whether the redeem that broke off was carried out, nobody knows; it comes to one verification.
async fn check_open(client: &mut Client, proof: &Proof) {
    let mut families = HashSet::new();
    let mut passed = 0;
    for _ in 0..2 {
        let reply = client.redeem(&proof.first()).await.unwrap();
        match reply.json["token"].as_str() {
            Some(token) => {
                families.insert(family(token));
                passed += usize::from(client.siteverify(token).await.unwrap().is_success());
            }
            None => assert_eq!(reply.code(), "challenge-spent"),
        }
    }
    assert!(families.len() <= 1 && passed == families.len(), "{families:?}, {passed} passed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_under_load_let_nothing_work_twice_and_lose_nothing() {
    let site = Site::new();
    let mut server = site.start();
    let (mut spent, mut redeemed, mut broken_off) = (HashSet::new(), 0, 0);
    for kill in 0..KILLS {
        let seen = killed_under_load(server, 10 + kill * 7 % 24).await;
        server = site.start();
        for seen in seen {
            redeemed += seen.redeemed.len();
            broken_off +=
                usize::from(seen.open_redeem.is_some()) + usize::from(seen.open_check.is_some());
            spent.extend(seen.spent.iter().cloned());
            seen.check(server.address()).await;
        }
    }
    let mut client = Client::connect(server.address()).await.unwrap();
    for token in &spent {
        assert_eq!(client.siteverify(token).await.unwrap().code(), "timeout-or-duplicate");
    }
    println!("{redeemed} redeemed, {} spent, {broken_off} calls broken off", spent.len());
    assert!(redeemed >= KILLS && spent.len() >= KILLS, "{redeemed}, {}", spent.len());
    assert!(broken_off >= KILLS, "the kills came between the calls: {broken_off}");
}
