//! A site of its own for each test, as an operator sets one up, and the program that it runs.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use passwave_protocol::{ChallengeResponse, proof_of_work};
use passwave_test_support::server_process::{ServerProcess, WIDGET};
use serde_json::{Value, json};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_passwave");

pub fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut process = Command::new(PROGRAM)
        .args(arguments)
        .env("PASSWAVE_ASSETS", WIDGET)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(input).unwrap();
    process.wait_with_output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What `passwave init` printed after `name:`.
pub fn printed(output: &Output, name: &str) -> String {
    let text = text(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix(name)).expect("the line");
    line.trim().to_owned()
}

pub struct Setup {
    pub folder: tempfile::TempDir,
    pub sitekey: String,
    pub secret: String,
}

impl Setup {
    /// With next to no work for pressing.
    pub fn new() -> Self {
        let setup = Self::as_installed();
        let light_work = "\n[sites.work.press]\npuzzles = 1\nbits = 1\n";
        fs::write(setup.config(), fs::read_to_string(setup.config()).unwrap() + light_work)
            .unwrap();
        setup
    }

    /// As `passwave init` writes it.
    pub fn as_installed() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("passwave.toml");
        let output = run(&["init", "--config", config.to_str().unwrap()], b"");
        assert!(output.status.success(), "{}", text(&output.stderr));
        let (sitekey, secret) = (printed(&output, "sitekey:"), printed(&output, "secret:"));
        Self { folder, sitekey, secret }
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().join("passwave.toml")
    }

    pub fn start(&self) -> ServerProcess {
        ServerProcess::start(PROGRAM, &["--config", self.config().to_str().unwrap()])
    }

    pub async fn token(&self, server: &ServerProcess, client: &reqwest::Client) -> String {
        let path = format!("/challenge?sitekey={}&way=press", self.sitekey);
        let challenge = client.get(server.url(&path)).send().await.unwrap();
        redeemed(server, client, &challenge.json().await.unwrap(), None).await
    }

    pub async fn siteverify(
        &self,
        server: &ServerProcess,
        client: &reqwest::Client,
        token: &str,
    ) -> Value {
        let form = [("secret", self.secret.as_str()), ("response", token)];
        let call = client.post(server.url("/siteverify")).form(&form);
        call.send().await.unwrap().json().await.unwrap()
    }
}

/// Solves a challenge and redeems it for a token.
pub async fn redeemed(
    server: &ServerProcess,
    client: &reqwest::Client,
    challenge: &ChallengeResponse,
    evidence: Option<String>,
) -> String {
    let work = proof_of_work::solve(&challenge.id, challenge.work, 0);
    let mut proof = json!({"challenge": challenge.challenge, "work": work});
    if let Some(evidence) = evidence {
        proof["evidence"] = evidence.into();
    }
    let redeem = client.post(server.url("/redeem")).header("origin", "http://localhost:9999");
    let answer: Value = redeem.json(&proof).send().await.unwrap().json().await.unwrap();
    answer["token"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

pub fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}
