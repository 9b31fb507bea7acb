//! Test keys, for a site's own automated tests.
//!
//! A server configured with `test_keys = true` knows these and no others. After the usual verification, with
//! minimal work, it issues one constant token. Without that setting none of these constants has any effect.

use super::claims::TokenClaims;

/// The only sitekey of a server with test keys; any page may use it.
pub const SITEKEY: &str = "passwave-test";

/// The only token that such a server issues and accepts.
pub const TOKEN: &str = "passwave-test-token";

/// The renewal key of that token.
pub const RENEWAL: &str = "passwave-test-renewal";

/// With this secret, siteverify answers success.
pub const SECRET_PASSES: &str = "passwave-test-secret-passes";

/// With this secret, siteverify answers `invalid-input-response`.
pub const SECRET_FAILS: &str = "passwave-test-secret-fails";

/// With this secret, siteverify answers `timeout-or-duplicate`.
pub const SECRET_DUPLICATE: &str = "passwave-test-secret-duplicate";

/// What siteverify reports for [`TOKEN`].
pub(crate) fn claims(now_s: u64) -> TokenClaims {
    TokenClaims {
        aud: SITEKEY.to_owned(),
        fid: TOKEN.to_owned(),
        jti: TOKEN.to_owned(),
        iat: now_s,
        exp: now_s,
        verified_at: now_s,
        hostname: "localhost".to_owned(),
        action: String::new(),
        cdata: String::new(),
        score: 1.0,
        way: None,
    }
}
