//! Signs what a verification earned.

use base64ct::{Base64UrlUnpadded, Encoding};
use passwave_protocol::limits::{RENEW_LIFETIME_S, TOKEN_LIFETIME_S};
use passwave_protocol::{ErrorCode, RedeemAnswer};

use crate::clock::iso_8601;
use crate::config::site::Site;
use crate::digest::{Digest32, digest, random_id};
use crate::http::error::internal;
use crate::http::state::AppState;
use crate::tokens::claims::{ChallengeClaims, RENEWAL_AUDIENCE, RenewalClaims, TokenClaims};
use crate::tokens::jwt;
use crate::tokens::kind::TokenKind;
use crate::tokens::test_keys;

/// The name under which a family is spent.
pub fn family_key(sitekey: &str, family: &str) -> Digest32 {
    digest("family", &[sitekey.as_bytes(), family.as_bytes()])
}

/// The family of a challenge: one challenge never has two, however often it is redeemed.
fn family(challenge: &ChallengeClaims) -> String {
    let name = digest("family of", &[challenge.id.as_bytes()]);
    Base64UrlUnpadded::encode_string(&name[..FAMILY_BYTES])
}

/// The length of a family's name before base64.
const FAMILY_BYTES: usize = 16;

/// A token of the challenge's family as it was verified at `verified_s`, with the key that renews it.
pub fn granted(
    app: &AppState,
    site: &Site,
    challenge: ChallengeClaims,
    hostname: String,
    score: f64,
    verified_s: u64,
) -> Result<RedeemAnswer, ErrorCode> {
    let family = family(&challenge);
    let now_s = app.clock.now_s();
    let renewal = renewal_claims(site, family.clone(), verified_s);
    let verified = token_claims(site, family, challenge, hostname, score, verified_s);
    Ok(RedeemAnswer {
        challenge_ts: verified.challenge_ts.clone(),
        token: fresh_token(app, site, verified, now_s)?,
        score,
        renew: signed_renewal(app, &renewal)?,
        renew_until: renewal.exp,
        renew_for_s: renewal.exp.saturating_sub(now_s),
        expires_in_s: TOKEN_LIFETIME_S,
        survey: site.survey && !app.test_keys,
    })
}

fn renewal_claims(site: &Site, fid: String, now_s: u64) -> RenewalClaims {
    RenewalClaims {
        aud: RENEWAL_AUDIENCE.to_owned(),
        fid,
        site: site.sitekey.clone(),
        iat: now_s,
        exp: now_s + RENEW_LIFETIME_S,
    }
}

/// All but the name and the times of the token itself, which [`fresh_token`] gives it.
fn token_claims(
    site: &Site,
    fid: String,
    challenge: ChallengeClaims,
    hostname: String,
    score: f64,
    now_s: u64,
) -> TokenClaims {
    TokenClaims {
        aud: site.sitekey.clone(),
        fid,
        jti: String::new(),
        iat: now_s,
        exp: now_s,
        challenge_ts: iso_8601(now_s),
        hostname,
        action: challenge.action,
        cdata: challenge.cdata,
        score,
        way: site.return_way.then_some(challenge.way),
    }
}

/// The same verification in a token that is fresh from now on.
pub fn fresh_token(
    app: &AppState,
    site: &Site,
    claims: TokenClaims,
    now_s: u64,
) -> Result<String, ErrorCode> {
    if app.test_keys {
        return Ok(test_keys::TOKEN.to_owned());
    }
    let jti = random_id().map_err(internal)?;
    let claims = TokenClaims { jti, iat: now_s, exp: now_s + TOKEN_LIFETIME_S, ..claims };
    jwt::sign(TokenKind::Token, &site.token_keys, &claims).map_err(internal)
}

fn signed_renewal(app: &AppState, claims: &RenewalClaims) -> Result<String, ErrorCode> {
    if app.test_keys {
        return Ok(test_keys::RENEWAL.to_owned());
    }
    jwt::sign(TokenKind::Renewal, &app.renewal_keys, claims).map_err(internal)
}
