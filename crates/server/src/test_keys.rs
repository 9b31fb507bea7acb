//! Keys for a site's own automated tests.
//!
//! A server whose configuration says `test_keys = true` has these and no others, and hands out one
//! constant token after the usual verification with next to no work. Without that line none of
//! these constants means anything to it.

use std::collections::HashMap;

use passwave_protocol::{Way, WorkTask};

use crate::claims::TokenClaims;
use crate::clock::iso_8601;
use crate::keys::KeyRing;
use crate::site::Site;

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

/// The site behind [`SITEKEY`].
#[must_use]
pub fn site(token_keys: KeyRing) -> Site {
    let least = WorkTask { puzzles: 1, bits: 1 };
    Site {
        sitekey: SITEKEY.to_owned(),
        hostnames: Vec::new(),
        allow_null_origin: true,
        ways: Way::ALL.to_vec(),
        work: HashMap::from_iter(Way::ALL.map(|way| (way, least))),
        return_way: false,
        ask_easy: false,
        token_keys,
    }
}

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
