//! The real program with a site whose keys the tests know, so that they can sign what they need
//! by the library's own code.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use passwave_motion::Mode;
use passwave_protocol::limits::{CHALLENGE_LIFETIME_S, TOKEN_LIFETIME_S};
use passwave_protocol::{Solver, Way, WorkTask};
use passwave_server::clock::Clock;
use passwave_server::digest::random_id;
use passwave_server::tokens::claims::{CHALLENGE_AUDIENCE, ChallengeClaims, TokenClaims};
use passwave_server::tokens::jwt::sign;
use passwave_server::tokens::keys::{KeyRing, random_key};
use passwave_server::tokens::kind::TokenKind;

pub const SITEKEY: &str = "pw_tough";
pub const SECRET: &str = "the-tough-secret";
pub const ORIGIN: &str = "https://tough.example";

/// Next to none: these tests are about everything else.
pub const WORK: WorkTask = WorkTask { puzzles: 2, bits: 2 };

/// A configuration in a folder of its own.
pub struct Site {
    folder: tempfile::TempDir,
    pub challenge_keys: KeyRing,
    token_keys: KeyRing,
}

impl Site {
    /// With a store in a file.
    pub fn new() -> Self {
        Self::on("spent.redb")
    }

    /// On this store.
    pub fn on(store: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [challenge_key, renewal_key, token_key] = [(); 3].map(|()| random_key().unwrap());
        let config = format!(
            "store = '{store}'
            requests_per_minute = 0
            challenge_keys = {{ current = '{challenge_key}' }}
            renewal_keys = {{ current = '{renewal_key}' }}
            [[sites]]
            sitekey = '{SITEKEY}'
            secret = '{SECRET}'
            hostnames = ['tough.example']
            token_keys = {{ current = '{token_key}' }}
            work.press = {{ puzzles = {}, bits = {} }}
            ",
            WORK.puzzles, WORK.bits
        );
        fs::write(folder.path().join("passwave.toml"), config).unwrap();
        Self {
            folder,
            challenge_keys: KeyRing::hmac(&challenge_key, []).unwrap(),
            token_keys: KeyRing::ed25519(&token_key, []).unwrap(),
        }
    }

    pub fn start(&self) -> Instance {
        Instance::start(self.folder.path().join("passwave.toml").to_str().unwrap())
    }

    /// A token as redeem would have signed it now.
    pub fn minted_token(&self) -> String {
        let now_s = now_s();
        let claims = TokenClaims {
            aud: SITEKEY.to_owned(),
            fid: random_id().unwrap(),
            jti: random_id().unwrap(),
            iat: now_s,
            exp: now_s + TOKEN_LIFETIME_S,
            verified_at: now_s,
            hostname: "tough.example".to_owned(),
            action: String::new(),
            cdata: String::new(),
            score: 0.7,
            way: None,
        };
        sign(TokenKind::Token, &self.token_keys, &claims).unwrap()
    }

    /// What a challenge would say that was handed out now.
    pub fn claims(&self, way: Way) -> ChallengeClaims {
        let now_s = now_s();
        ChallengeClaims {
            aud: CHALLENGE_AUDIENCE.to_owned(),
            id: random_id().unwrap(),
            site: SITEKEY.to_owned(),
            way,
            mode: Mode::Standard,
            action: String::new(),
            cdata: String::new(),
            work: WORK,
            iat: now_s,
            exp: now_s + CHALLENGE_LIFETIME_S,
        }
    }

    pub fn signed(&self, claims: &ChallengeClaims) -> String {
        sign(TokenKind::Challenge, &self.challenge_keys, claims).unwrap()
    }
}

fn now_s() -> u64 {
    Clock::system().now_s()
}

/// The work of a challenge; other starts come to other nonces.
pub fn solved(id: &str, work: WorkTask, start_nonce: u32) -> Vec<u32> {
    let mut solver = Solver::new(id, work, start_nonce);
    while !solver.step(64).is_done() {}
    solver.solution().expect("it is done").to_vec()
}

/// A running server; killed when dropped.
pub struct Instance {
    process: Child,
    pub address: SocketAddr,
    log: Arc<Mutex<String>>,
    reader: Option<thread::JoinHandle<()>>,
}

impl Instance {
    fn start(config: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_passwave"))
            .args(["serve", "--listen", "127.0.0.1:0", "--config", config])
            .env_remove("RUST_LOG")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (log, reader) = kept(process.stderr.take().unwrap());
        let mut first = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let address = first.trim().strip_prefix("Listening on http://").map(str::parse);
        let address = address.unwrap_or_else(|| panic!("no start: {}", log.lock().unwrap()));
        Self { process, address: address.unwrap(), log, reader: Some(reader) }
    }

    /// As `kill -9` does; returns all that was logged.
    pub fn kill(mut self) -> String {
        self.stop();
        self.log.lock().unwrap().clone()
    }

    fn stop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
    }

    pub fn is_running(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    /// The memory that it really has, in KiB.
    #[cfg(target_os = "linux")]
    pub fn resident_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.stop();
    }
}

/// All that is written, read on a thread so that the writer never waits.
fn kept(mut output: impl Read + Send + 'static) -> (Arc<Mutex<String>>, thread::JoinHandle<()>) {
    let kept = Arc::new(Mutex::new(String::new()));
    let text = kept.clone();
    let reader = thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut bytes) {
            text.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    });
    (kept, reader)
}
