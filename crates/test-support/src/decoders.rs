//! What must hold for any bytes: one function for each decoder that reads untrusted input.
//!
//! The fuzz targets and the resilience tests call them. None of them may panic.

use std::collections::HashMap;
use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use base64ct::{Base64UrlUnpadded, Encoding};
use futures_util::FutureExt;
use passwave_motion::{Mode, judge};
use passwave_protocol::limits::{MAX_EVIDENCE_CHARS, MAX_WORK_PUZZLES};
use passwave_protocol::{ErrorCode, evidence as evidence_codec};
use passwave_server::api;
use passwave_server::config::Config;
use passwave_server::tokens::claims::{CHALLENGE_AUDIENCE, ChallengeClaims};
use passwave_server::tokens::jwt;
use passwave_server::tokens::keys::KeyRing;
use passwave_server::tokens::kind::TokenKind;

/// The key that signed the challenge among the seeds; it is used nowhere else.
pub const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// The id of the only challenge that was ever signed with it.
pub const SIGNED_ID: &str = "l1oyIbdkSjHARSP4SuWFyQ";

/// The encodings in which siteverify is asked, chosen by the first byte of an input. The last one
/// stands for a request without a type.
const TYPES: [&str; 6] = [
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-8",
    "multipart/form-data; boundary=x",
    "text/plain",
    "multipart/form-data",
    "",
];

/// A URI beyond 64 KiB is no request at all.
const LONGEST_QUERY: usize = 60_000;

/// A signed challenge: nobody makes one up, and whatever claims are signed come back.
///
/// # Panics
/// If it does not hold.
pub fn challenge(bytes: &[u8]) {
    let ring = KeyRing::hmac(KEY, []).expect("a good key");
    let opened = |text: &str| {
        jwt::verify::<ChallengeClaims>(TokenKind::Challenge, &ring, CHALLENGE_AUDIENCE, text)
    };
    if let Ok(claims) = std::str::from_utf8(bytes).map_err(|_| jwt::Invalid).and_then(opened) {
        assert_eq!(claims.id, SIGNED_ID, "a forged challenge");
    }
    if let Ok(claims) = serde_json::from_slice::<ChallengeClaims>(bytes) {
        let text = jwt::sign(TokenKind::Challenge, &ring, &claims).expect("claims can be written");
        let fits = claims.aud == CHALLENGE_AUDIENCE
            && text.len() <= passwave_protocol::limits::MAX_TOKEN_CHARS;
        assert_eq!(opened(&text), if fits { Ok(claims) } else { Err(jwt::Invalid) });
    }
}

/// Evidence, as it travels and before it was put into characters: one spelling for each trace, and a
/// verdict for whatever can be read.
///
/// # Panics
/// If it does not hold.
pub fn evidence(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        evidence_text(text);
    }
    evidence_text(&Base64UrlUnpadded::encode_string(bytes));
}

fn evidence_text(text: &str) {
    let Ok(evidence) = evidence_codec::decode(text) else { return };
    assert_eq!(evidence_codec::encode(evidence.gesture, &evidence.window()), text);
    for mode in Mode::ALL {
        let verdict = judge(evidence.gesture, mode, evidence.window());
        assert!((0.0..=1.0).contains(&verdict.score), "a score of {}", verdict.score);
    }
}

/// The body of redeem: within its limits or refused; what is read can be written again.
///
/// # Panics
/// If it does not hold.
pub fn redeem(bytes: &[u8]) {
    let Ok(request) = api::redeem::parse(bytes) else { return };
    assert!(request.evidence.as_ref().is_none_or(|text| text.len() <= MAX_EVIDENCE_CHARS));
    assert!(request.work.len() <= MAX_WORK_PUZZLES as usize);
    let again = serde_json::to_vec(&request).expect("a request can be written");
    assert_eq!(api::redeem::parse(&again), Ok(request));
}

/// The body of siteverify in any encoding: what is read means the same as a form, as JSON and as
/// a query.
///
/// # Panics
/// If it does not hold.
pub fn siteverify(bytes: &[u8]) {
    let Some((first, body)) = bytes.split_first() else { return };
    let content_type = TYPES[usize::from(*first) % TYPES.len()];
    let Ok(fields) = read("", content_type, body.to_owned()) else { return };
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    let json = serde_json::to_vec(&fields).expect("fields can be written");
    assert_eq!(read("", TYPES[1], json).as_ref(), Ok(&fields));
    assert_eq!(read("", TYPES[0], form.clone().into_bytes()).as_ref(), Ok(&fields));
    if form.len() < LONGEST_QUERY {
        assert_eq!(read(&form, TYPES[5], Vec::new()), Ok(fields));
    }
}

fn read(
    query: &str,
    content_type: &str,
    body: Vec<u8>,
) -> Result<HashMap<String, String>, ErrorCode> {
    let mut request = Request::post(format!("/siteverify?{query}"));
    if !content_type.is_empty() {
        request = request.header(CONTENT_TYPE, content_type);
    }
    let request = request.body(Body::from(body)).expect("a good request");
    api::siteverify::read_fields(request)
        .now_or_never()
        .expect("nothing to wait for: the body is there")
}

/// A configuration: good with a site, or refused in words that name the file and quote no key.
///
/// # Panics
/// If it does not hold.
pub fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if text.contains("secret_file") {
        // It would be read, whatever it is.
        return;
    }
    match Config::parse(text, Path::new("fuzzed/passwave.toml")) {
        Ok(config) => assert!(config.sites.all().next().is_some()),
        Err(why) => {
            let why = why.to_string();
            assert!(why.starts_with("fuzzed/passwave.toml"), "{why}");
            assert!(!why.contains(&KEY[..20]), "a key in a message: {why}");
        }
    }
}
