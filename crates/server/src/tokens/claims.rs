//! The claims of the three kinds of token.

use passwave_motion::Mode;
use passwave_protocol::{Way, WorkTask, mode_serde};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The audience of every challenge.
pub const CHALLENGE_AUDIENCE: &str = "passwave:redeem";

/// The audience of every renewal key.
pub const RENEWAL_AUDIENCE: &str = "passwave:renew";

/// The claims of a kind of token.
pub trait Claims: DeserializeOwned {
    /// Who the token is for.
    fn audience(&self) -> &str;
}

/// A challenge: what is asked, on which site, and until when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChallengeClaims {
    /// [`CHALLENGE_AUDIENCE`].
    pub aud: String,
    /// A random id: the seed of the proof of work, and the key that is spent.
    pub id: String,
    /// The sitekey.
    pub site: String,
    /// The way asked for.
    pub way: Way,
    /// The recogniser's mode.
    #[serde(with = "mode_serde")]
    pub mode: Mode,
    /// The page's name for what the person is doing.
    pub action: String,
    /// The page's own data, returned by siteverify.
    pub cdata: String,
    /// The proof of work asked for.
    pub work: WorkTask,
    /// A keyed digest of the network that fetched it, if it came over a connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// When it was issued, in Unix seconds.
    pub iat: u64,
    /// When it expires, in Unix seconds.
    pub exp: u64,
}

/// A verification as siteverify reports it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenClaims {
    /// The sitekey.
    pub aud: String,
    /// The family id: one verification with all its renewals. This is what siteverify spends.
    pub fid: String,
    /// The id of this token.
    pub jti: String,
    /// When the token was signed, in Unix seconds.
    pub iat: u64,
    /// When the token expires, in Unix seconds.
    pub exp: u64,
    /// When the person verified, in Unix seconds; renewals keep it.
    pub verified_at: u64,
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
    pub way: Option<Way>,
}

/// A renewal key: its holder may renew the tokens of a family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RenewalClaims {
    /// [`RENEWAL_AUDIENCE`].
    pub aud: String,
    /// The family id.
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
