//! One site of a Passwave server: what a client asks of it, and what the site's backend asks.

use std::time::Duration;

use anyhow::{Result, ensure};
use passwave_motion::Mode;
use passwave_protocol::{ChallengeResponse, RedeemRequest, Way};
use serde_json::Value;
use ureq::Agent;

/// `passwave init` allows pages of localhost.
const ORIGIN: &str = "http://localhost:9999";

/// Where a site is, and its keys.
pub struct Site {
    agent: Agent,
    url: String,
    sitekey: String,
    secret: String,
}

impl Site {
    /// The site of this sitekey at a server's address, such as `http://127.0.0.1:8787`.
    #[must_use]
    pub fn new(url: &str, sitekey: &str, secret: &str) -> Self {
        let [url, sitekey, secret] = [url, sitekey, secret].map(str::to_owned);
        Self { agent: agent(), url, sitekey, secret }
    }

    /// Fetches a challenge.
    ///
    /// # Errors
    /// If the server gives none.
    pub fn challenge(&self, way: Way, mode: Mode) -> Result<ChallengeResponse> {
        let (way, mode) = (way.name(), mode.name());
        let query = format!("sitekey={}&way={way}&mode={mode}", self.sitekey);
        let call = self.agent.get(format!("{}/challenge?{query}", self.url));
        let mut answer = call.header("origin", ORIGIN).call()?;
        ensure!(
            answer.status().is_success(),
            "no challenge: {}",
            answer.body_mut().read_to_string()?
        );
        Ok(answer.body_mut().read_json()?)
    }

    /// Shows the proof; the token, unless it is refused.
    ///
    /// # Errors
    /// If the server does not answer.
    pub fn redeem(
        &self,
        challenge: ChallengeResponse,
        work: Vec<u32>,
        evidence: Option<String>,
    ) -> Result<Option<String>> {
        let proof = RedeemRequest { challenge: challenge.challenge, evidence, work, report: None };
        let answer = self.post("redeem", &serde_json::to_value(proof)?)?;
        Ok(answer["token"].as_str().map(str::to_owned))
    }

    /// Whether the token passes, as the site's backend asks.
    ///
    /// # Errors
    /// If the server does not answer.
    pub fn siteverify(&self, token: &str) -> Result<bool> {
        let form = serde_json::json!({"secret": self.secret, "response": token});
        Ok(self.post("siteverify", &form)?["success"] == true)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let call = self.agent.post(format!("{}/{path}", self.url));
        Ok(call.header("origin", ORIGIN).send_json(body)?.body_mut().read_json()?)
    }
}

fn agent() -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(60)));
    config.build().into()
}
