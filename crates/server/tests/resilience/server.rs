//! The real program with a site whose keys the tests know, so that they can sign what they need
//! by the library's own code.

use std::fs;
use std::path::PathBuf;

use passwave_motion::Mode;
use passwave_protocol::limits::{CHALLENGE_LIFETIME_S, TOKEN_LIFETIME_S};
use passwave_protocol::{Way, WorkTask};
use passwave_server::clock::Clock;
use passwave_server::digest::random_id;
use passwave_server::tokens::claims::{CHALLENGE_AUDIENCE, ChallengeClaims, TokenClaims};
use passwave_server::tokens::jwt::sign;
use passwave_server::tokens::keys::KeyRing;
use passwave_server::tokens::kind::TokenKind;
use passwave_test_support::config;
use passwave_test_support::server_process::ServerProcess;

pub const SITEKEY: &str = "pw_resilience";
pub const SECRET: &str = "the-resilience-secret";
pub const ORIGIN: &str = "https://resilience.example";

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
        let [challenge_key, token_key] = [config::key(), config::key()];
        let config = format!(
            "requests_per_minute = 0
            {}
            [[sites]]
            sitekey = '{SITEKEY}'
            secret = '{SECRET}'
            hostnames = ['resilience.example']
            token_keys = {{ current = '{token_key}' }}
            work.press = {{ puzzles = {}, bits = {} }}
            ",
            config::head(store, &challenge_key),
            WORK.puzzles,
            WORK.bits
        );
        fs::write(folder.path().join("passwave.toml"), config).unwrap();
        Self {
            folder,
            challenge_keys: KeyRing::hmac(&challenge_key, []).unwrap(),
            token_keys: KeyRing::ed25519(&token_key, []).unwrap(),
        }
    }

    /// With another line at the top of the configuration.
    pub fn with(self, line: &str) -> Self {
        let config = fs::read_to_string(self.config()).unwrap();
        fs::write(self.config(), format!("{line}\n{config}")).unwrap();
        self
    }

    pub fn start(&self) -> ServerProcess {
        self.start_after("true")
    }

    /// In a shell that first does `setup`.
    pub fn start_after(&self, setup: &str) -> ServerProcess {
        let config = self.config();
        let arguments = ["--config", config.to_str().unwrap()];
        ServerProcess::start_after(setup, env!("CARGO_BIN_EXE_passwave"), &arguments)
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("passwave.toml")
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
            hostname: "resilience.example".to_owned(),
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
            network: None,
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
