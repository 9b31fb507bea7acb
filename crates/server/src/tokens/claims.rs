//! What the three kinds of token say.

use passwave_protocol::WorkTask;
use serde::{Deserialize, Serialize};

use crate::tokens::jwt::Claims;

/// The audience of every challenge.
pub const CHALLENGE_AUDIENCE: &str = "passwave:redeem";

/// The audience of every renewal key.
pub const RENEWAL_AUDIENCE: &str = "passwave:renew";

/// What a challenge asks, for whom, and until when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChallengeClaims {
    /// [`CHALLENGE_AUDIENCE`].
    pub aud: String,
    /// Random; the work is made from it, and it is what gets spent.
    pub id: String,
    /// The sitekey.
    pub site: String,
    /// The way asked for.
    pub way: String,
    /// The gesture to be made, if the way has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesture: Option<String>,
    /// The recogniser's row of tolerances.
    pub mode: String,
    /// About how many strokes are asked for.
    pub strokes: u32,
    /// What the page says the person is doing.
    pub action: String,
    /// What the page wants to have back.
    pub cdata: String,
    /// The work to be done.
    pub work: WorkTask,
    /// When it was issued, in Unix seconds.
    pub iat: u64,
    /// When it expires, in Unix seconds.
    pub exp: u64,
}

/// What a verification came to: all that siteverify answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenClaims {
    /// The sitekey.
    pub aud: String,
    /// The family: one verification with all its renewals. It is what siteverify spends.
    pub fid: String,
    /// This very token.
    pub jti: String,
    /// When it was signed, in Unix seconds.
    pub iat: u64,
    /// When it stops being fresh, in Unix seconds.
    pub exp: u64,
    /// When the person verified, in ISO 8601; the same through all renewals.
    pub challenge_ts: String,
    /// The host of the page that redeemed; empty for an app without an origin.
    pub hostname: String,
    /// As in the challenge.
    pub action: String,
    /// As in the challenge.
    pub cdata: String,
    /// From 0.7 to 1.0.
    pub score: f64,
    /// The way, only for sites that ask for it: it can reveal a disability.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
}

/// Who may renew a family, and until when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RenewalClaims {
    /// [`RENEWAL_AUDIENCE`].
    pub aud: String,
    /// The family.
    pub fid: String,
    /// The sitekey.
    pub site: String,
    /// When the person verified, in Unix seconds.
    pub iat: u64,
    /// Until when tokens may be renewed, in Unix seconds.
    pub exp: u64,
}

impl Claims for ChallengeClaims {
    fn audience(&self) -> &str {
        &self.aud
    }
}

impl Claims for TokenClaims {
    fn audience(&self) -> &str {
        &self.aud
    }
}

impl Claims for RenewalClaims {
    fn audience(&self) -> &str {
        &self.aud
    }
}
