//! Keys for a site's own automated tests.
//!
//! A server whose configuration says `test_keys = true` has these and no others, and hands out one
//! constant token after the usual verification with next to no work. Without that line none of
//! these constants means anything to it.

use crate::clock::iso_8601;
use crate::tokens::claims::TokenClaims;

/// The only sitekey of a server with test keys; any page may use it.
pub const SITEKEY: &str = "passwave-test";

/// The only token such a server hands out and accepts.
pub const TOKEN: &str = "passwave-test-token";

/// The renewal key that goes with it.
pub const RENEWAL: &str = "passwave-test-renewal";

/// With this secret, siteverify answers success.
pub const SECRET_PASSES: &str = "passwave-test-secret-passes";

/// With this secret, siteverify answers `invalid-input-response`.
pub const SECRET_FAILS: &str = "passwave-test-secret-fails";

/// With this secret, siteverify answers `timeout-or-duplicate`.
pub const SECRET_DUPLICATE: &str = "passwave-test-secret-duplicate";

/// What siteverify says about [`TOKEN`].
#[must_use]
pub fn claims(now_s: u64) -> TokenClaims {
    TokenClaims {
        aud: SITEKEY.to_owned(),
        fid: TOKEN.to_owned(),
        jti: TOKEN.to_owned(),
        iat: now_s,
        exp: now_s,
        challenge_ts: iso_8601(now_s),
        hostname: "localhost".to_owned(),
        action: String::new(),
        cdata: String::new(),
        score: 1.0,
        way: None,
    }
}
