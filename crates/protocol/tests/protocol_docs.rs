//! Keeps the written protocol and the code in step.

use passwave_protocol::{ErrorCode, Way, limits};

const PROTOCOL: &str = include_str!("../../../docs/protocol.md");
const VERIFICATION: &str = include_str!("../../../docs/verification-api.md");

#[test]
fn every_error_code_is_documented() {
    for code in ErrorCode::ALL {
        let written = format!("`{}`", code.as_str());
        assert!(PROTOCOL.contains(&written) || VERIFICATION.contains(&written), "{written}");
    }
}

#[test]
fn every_way_is_documented_with_its_work() {
    for way in Way::ALL {
        let gesture = way.gesture().map_or(String::new(), |gesture| format!("{} ", gesture.name()));
        let work = way.work();
        let row = format!("| `{}` | {gesture}| {} x {} |", way.name(), work.puzzles, work.bits);
        assert!(PROTOCOL.contains(&row), "{row}");
    }
}

#[test]
fn the_documented_limits_are_those_of_the_code() {
    use limits::*;
    let rows = [
        format!("body of any request | {} KiB |", MAX_BODY_BYTES / 1024),
        format!("renewal key | {MAX_TOKEN_CHARS} characters"),
        format!("evidence | {MAX_EVIDENCE_CHARS} characters, {MAX_EVIDENCE_FRAMES} frames"),
        format!("puzzles, bits | {MAX_WORK_PUZZLES}, {MAX_WORK_BITS} |"),
        format!("sitekey | {MAX_SITEKEY_CHARS} characters"),
        format!("action | {MAX_ACTION_CHARS} characters"),
        format!("cdata | {MAX_CDATA_CHARS} characters"),
        format!("secret | {MAX_SECRET_CHARS} characters"),
        format!("idempotency key | {MAX_IDEMPOTENCY_KEY_CHARS} characters"),
        format!("challenge | {} minutes", CHALLENGE_LIFETIME_S / 60),
        format!("token | {} minutes", TOKEN_LIFETIME_S / 60),
        format!("renewals | {} hours", RENEW_LIFETIME_S / 3600),
    ];
    for row in rows {
        assert!(PROTOCOL.contains(&row), "{row}");
    }
}
