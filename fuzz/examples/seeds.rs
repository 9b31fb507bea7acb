//! Writes the seeds: `cargo run --example seeds` in this folder, after the formats have changed.

use std::fs;
use std::path::Path;

use base64ct::{Base64UrlUnpadded, Encoding};
use passwave_motion::{Gesture, Mode};
use passwave_protocol::Way;
use passwave_recordings::synthetic::Motion;
use passwave_server::tokens::claims::{CHALLENGE_AUDIENCE, ChallengeClaims};
use passwave_server::tokens::jwt::sign;
use passwave_server::tokens::keys::KeyRing;
use passwave_server::tokens::kind::TokenKind;
use passwave_test_support::decoders::{KEY, SIGNED_ID};
use passwave_test_support::evidence::forged;
use serde_json::json;

const MOTIONS: [Motion; 4] = [Motion::WaveLr, Motion::Shake, Motion::Circle, Motion::Walk];

/// Who moves, among the synthetic people.
const PERSON: u64 = 0;

fn main() {
    let claims = claims();
    let ring = KeyRing::hmac(KEY, []).expect("a good key");
    let signed = sign(TokenKind::Challenge, &ring, &claims).expect("claims can be written");
    write("challenge", "signed", &signed);
    write("challenge", "claims", serde_json::to_string(&claims).expect("JSON"));
    let traces: Vec<String> = MOTIONS
        .into_iter()
        .zip(Gesture::ALL)
        .map(|(motion, gesture)| forged(motion, gesture, PERSON))
        .collect();
    for (gesture, trace) in Gesture::ALL.into_iter().zip(&traces) {
        write("evidence", gesture.name(), trace);
        let bytes = Base64UrlUnpadded::decode_vec(trace).expect("base64");
        write("evidence", &format!("{}-bytes", gesture.name()), bytes);
    }
    write("evidence", "two-frames", "AQ4CAALEAQAAAAEAAIABfwA");
    let proof = json!({"challenge": signed, "evidence": traces[0], "work": [8, 81, 952, 1151]});
    write("redeem", "wave", proof.to_string());
    write(
        "redeem",
        "press",
        &json!({"challenge": signed, "work": [4_294_967_295_u32]}).to_string(),
    );
    write_siteverify();
    write_configs();
}

fn claims() -> ChallengeClaims {
    ChallengeClaims {
        aud: CHALLENGE_AUDIENCE.to_owned(),
        id: SIGNED_ID.to_owned(),
        site: "pw_shop".to_owned(),
        way: Way::Wave,
        mode: Mode::Standard,
        action: "sign-in".to_owned(),
        cdata: "order_7".to_owned(),
        work: Way::Wave.work(),
        network: Some("network".to_owned()),
        iat: 1_769_846_400,
        exp: 1_769_847_000,
    }
}

/// The first byte chooses the encoding.
fn write_siteverify() {
    let form = "secret=s&response=a.b.c&remoteip=None&sitekey=%F0%9F%91%8B+%zz&idempotency_key=7";
    let object = r#"{"secret":"s","response":"a.b.c","remoteip":null,"idempotency_key":7.5e3}"#;
    let part = |name: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\nvalue\r\n")
    };
    write("siteverify", "form", format!("\0{form}"));
    write("siteverify", "json", format!("\x01{object}"));
    write(
        "siteverify",
        "multipart",
        &format!("\x02{}{}--x--\r\n", part("secret"), part("response")),
    );
    write("siteverify", "text", format!("\x03 {object}"));
    write("siteverify", "no-boundary", format!("\x04{}", part("secret")));
    write("siteverify", "no-type", format!("\x05{form}"));
}

fn write_configs() {
    let keys = format!("current = '{KEY}'\n");
    let rings = format!("[challenge_keys]\n{keys}[renewal_keys]\n{keys}next = ['{KEY}']\n");
    let site = format!(
        "[[sites]]\nsitekey = 'a'\nsecret_sha256 = '{}'\nhostnames = ['a.example', '[::1]']\n\
         ways = ['wave']\nreturn_way = true\nwork.press = {{ puzzles = 2, bits = 3 }}\n\
         [sites.token_keys]\n{keys}changed = 2026-01-31T08:00:00Z\n",
        "ab".repeat(32)
    );
    let short = format!(
        "[[sites]]\nsitekey = 'b'\nsecret = 'the-secret-of-one-site'\nallow_null_origin = true\n\
         token_keys = {{ current = '{KEY}' }}\n"
    );
    let head = "listen = '127.0.0.1:0'\nadmin = '[::1]:80'\nlog = 'json'\ndrain_s = 5\n\
                requests_per_minute = 0\ntrusted_proxies = ['10.0.0.0/8']\n";
    write("config", "file", format!("{head}store = 'a.redb'\n{rings}{site}{short}"));
    write("config", "redis", format!("store = 'redis://:p@h:1/0'\n{rings}{site}"));
    write("config", "tests", "test_keys = true\n");
}

fn write(target: &str, name: &str, bytes: impl AsRef<[u8]>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    fs::create_dir_all(&folder).expect("a folder for the seeds");
    fs::write(folder.join(name), bytes).expect("a seed can be written");
}
