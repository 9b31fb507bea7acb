//! Issues tokens and renewal keys.

use base64ct::{Base64UrlUnpadded, Encoding};
use passwave_protocol::limits::{RENEW_LIFETIME_S, TOKEN_LIFETIME_S};

use super::claims::{ChallengeClaims, RENEWAL_AUDIENCE, RenewalClaims, TokenClaims};
use super::jwt;
use super::keys::KeyRing;
use super::kind::TokenKind;
use super::test_keys;
use crate::config::site::Site;
use crate::digest::{Digest32, digest, random_id};

/// The length of a family id before base64, in bytes.
const FAMILY_BYTES: usize = 16;

/// A token could not be signed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssueError {
    #[error("cannot sign a token: {0}")]
    Sign(#[from] jsonwebtoken::errors::Error),
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

/// Signs the tokens of a site.
pub(crate) struct Issuer<'a> {
    pub site: &'a Site,
    pub renewal_keys: &'a KeyRing,
    /// Whether to issue the constant test token in place of signed ones.
    pub test_keys: bool,
}

impl Issuer<'_> {
    /// A token with these claims and with an id and times of its own.
    pub(crate) fn token(&self, claims: TokenClaims, now_s: u64) -> Result<String, IssueError> {
        if self.test_keys {
            return Ok(test_keys::TOKEN.to_owned());
        }
        let (jti, exp) = (random_id()?, now_s + TOKEN_LIFETIME_S);
        let claims = TokenClaims { jti, iat: now_s, exp, ..claims };
        Ok(jwt::sign(TokenKind::Token, &self.site.token_keys, &claims)?)
    }

    /// The key that renews the tokens of a family.
    pub(crate) fn renewal_key(&self, claims: &RenewalClaims) -> Result<String, IssueError> {
        if self.test_keys {
            return Ok(test_keys::RENEWAL.to_owned());
        }
        Ok(jwt::sign(TokenKind::Renewal, self.renewal_keys, claims)?)
    }
}

/// The family id of a challenge. It is derived, so that redeeming a challenge twice yields one family.
pub(crate) fn family_id(challenge: &ChallengeClaims) -> String {
    let name = digest("family of", &[challenge.id.as_bytes()]);
    Base64UrlUnpadded::encode_string(&name[..FAMILY_BYTES])
}

/// The key under which a family is spent.
pub(crate) fn family_key(sitekey: &str, family: &str) -> Digest32 {
    digest("family", &[sitekey.as_bytes(), family.as_bytes()])
}

/// The claims of a renewal key for a verification at `verified_at`.
pub(crate) fn renewal_claims(site: &Site, fid: String, verified_at: u64) -> RenewalClaims {
    RenewalClaims {
        aud: RENEWAL_AUDIENCE.to_owned(),
        fid,
        site: site.sitekey.clone(),
        iat: verified_at,
        exp: verified_at + RENEW_LIFETIME_S,
    }
}

/// The claims that all tokens of a verification share; [`Issuer::token`] sets the id and the times.
pub(crate) fn token_claims(
    site: &Site,
    challenge: ChallengeClaims,
    hostname: String,
    score: f64,
    verified_at: u64,
) -> TokenClaims {
    TokenClaims {
        aud: site.sitekey.clone(),
        fid: family_id(&challenge),
        jti: String::new(),
        iat: verified_at,
        exp: verified_at,
        verified_at,
        hostname,
        action: challenge.action,
        cdata: challenge.cdata,
        score,
        way: site.return_way.then_some(challenge.way),
    }
}
