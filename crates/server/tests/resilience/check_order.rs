//! Ten thousand redeems with hostile evidence, and with whatever else can be wrong: the answer is
//! that of the first thing that is wrong in the order of `docs/protocol.md`, and nothing is spent
//! before the work is seen to be done.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use passwave_motion::{Channels, Frame, Gesture, Window};
use passwave_protocol::limits::MAX_EVIDENCE_CHARS;
use passwave_protocol::{Way, evidence, proof_of_work};
use passwave_recordings::synthetic::Motion;
use passwave_server::tokens::keys::{KeyRing, random_key};
use serde_json::{Value, json};

use crate::client::Client;
use crate::server::{ORIGIN, Site, WORK};
use passwave_test_support::evidence::{accepted, forged};

const REDEEMS: usize = 10_000;
const CLIENTS: usize = 4;

/// What can be wrong before the evidence is looked at, in the order of the checks, and the answer.
const FAULTS: [(&str, &str); 6] = [
    ("longer than any evidence", "too-large"),
    ("signed by another", "invalid-challenge"),
    ("from another page", "origin-not-allowed"),
    ("expired", "challenge-expired"),
    ("without its work", "invalid-work"),
    ("spent before", "challenge-spent"),
];

/// Evidence for a wave that is none, and the answer.
struct Hostile {
    evidence: Option<String>,
    code: &'static str,
}

fn hostile() -> Vec<Hostile> {
    let wave = accepted(Motion::WaveLr, Gesture::Wave, 1);
    let frames = |frame: fn(i16) -> [i16; 3]| {
        let frames: Vec<Frame> =
            (0..200).map(|nth| Frame { acceleration: frame(nth), rotation: [0; 3] }).collect();
        let channels = Channels { gravity: true, rotation: true };
        evidence::encode(Gesture::Wave, &Window { channels, frames: &frames })
    };
    let mut all = vec![Hostile { evidence: None, code: "missing-evidence" }];
    let mut add = |code, evidence: String| all.push(Hostile { evidence: Some(evidence), code });
    add("invalid-evidence", String::new());
    add("invalid-evidence", "garbage!".to_owned());
    add("invalid-evidence", wave[..wave.len() / 2].to_owned());
    add("invalid-evidence", format!("{wave}="));
    add("invalid-evidence", accepted(Motion::Circle, Gesture::Circle, 1));
    add("unknown-version", "A".repeat(MAX_EVIDENCE_CHARS));
    add("unknown-version", "AgQA".to_owned());
    add("evidence-refused", "AQwA".to_owned());
    add("evidence-refused", frames(|_| [0, 0, 98]));
    add("evidence-refused", frames(|_| [2000, -2000, 2000]));
    add("evidence-refused", frames(|nth| [if nth == 100 { 2000 } else { 0 }, 0, 98]));
    add("evidence-refused", forged(Motion::Walk, Gesture::Wave, 3));
    all
}

struct Test {
    site: Site,
    others_key: KeyRing,
    hostile: Vec<Hostile>,
}

/// One redeem: which of the faults it has, and its evidence.
struct Attempt<'a> {
    faults: [bool; FAULTS.len()],
    hostile: &'a Hostile,
}

impl Attempt<'_> {
    /// The first thing that is wrong.
    fn expected(&self) -> &'static str {
        let first = self.faults.iter().position(|is_wrong| *is_wrong);
        first.map_or(self.hostile.code, |first| FAULTS[first].1)
    }
}

impl Test {
    fn attempt(&self, nth: usize) -> Attempt<'_> {
        let faults = std::array::from_fn(|fault| nth >> fault & 1 == 1);
        Attempt { faults, hostile: &self.hostile[(nth >> FAULTS.len()) % self.hostile.len()] }
    }

    async fn run(&self, client: &mut Client, attempt: &Attempt<'_>) {
        let [long, forged, foreign, expired, idle, spent] = attempt.faults;
        let good = self.site.claims(Way::Wave);
        let proof = |start| json!({"challenge": self.site.signed(&good), "work": proof_of_work::solve(&good.id, WORK, start)});
        if spent {
            // By another proof: the same one again is taken for a redeem whose answer was lost.
            let first = client.redeem(&proof(1 << 21)).await.unwrap();
            assert_eq!(first.code(), "missing-evidence");
        }
        let mut claims = good.clone();
        if expired {
            claims.exp = claims.iat;
        }
        let ring = if forged { &self.others_key } else { &self.site.challenge_keys };
        let challenge = passwave_server::tokens::jwt::sign(
            passwave_server::tokens::kind::TokenKind::Challenge,
            ring,
            &claims,
        );
        let mut body = proof(0);
        body["challenge"] = challenge.unwrap().into();
        body["evidence"] = attempt.hostile.evidence.clone().into();
        if idle {
            body["work"] = json!([]);
        }
        if long {
            body["evidence"] = "A".repeat(MAX_EVIDENCE_CHARS + 1).into();
        }
        let origin = if foreign { "https://evil.example" } else { ORIGIN };
        let reply = client.post_from(origin, "/redeem", &body).await.unwrap();
        assert_eq!(reply.code(), attempt.expected(), "{:?}: {body}", attempt.faults);
        assert!(reply.status < 500 && reply.json["token"].is_null(), "{reply:?}");
        self.check_spent(client, attempt, proof(1 << 20)).await;
    }

    /// Another proof for the same challenge finds it unspent if, and only if, the first one did not
    /// come so far.
    async fn check_spent(&self, client: &mut Client, attempt: &Attempt<'_>, other: Value) {
        let was_spent = attempt.faults[FAULTS.len() - 1] || !attempt.faults.contains(&true);
        let again = client.redeem(&other).await.unwrap();
        let expected = if was_spent { "challenge-spent" } else { "missing-evidence" };
        assert_eq!(again.code(), expected, "{:?}", attempt.faults);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_redeems_fail_at_the_first_check_that_applies() {
    let site = Site::new();
    let server = site.start();
    let others_key = KeyRing::hmac(&random_key().unwrap(), []).unwrap();
    let test = Arc::new(Test { site, others_key, hostile: hostile() });
    let next = Arc::new(AtomicUsize::new(0));
    let address = server.address();
    let clients = (0..CLIENTS).map(|_| {
        let (test, next) = (test.clone(), next.clone());
        tokio::spawn(async move {
            let mut client = Client::connect(address).await.unwrap();
            while let nth @ ..REDEEMS = next.fetch_add(1, Ordering::SeqCst) {
                test.run(&mut client, &test.attempt(nth)).await;
            }
        })
    });
    for client in join_all(clients).await {
        client.unwrap();
    }
    let log = server.kill();
    assert!(!log.contains("panicked") && !log.contains("ERROR"), "{log}");
}
