//! What the server signs it can read, whatever the claims; what a configuration says is what is in
//! force.

use std::path::Path;

use passwave_motion::Mode;
use passwave_protocol::{Way, WorkTask};
use passwave_server::config::Config;
use passwave_server::tokens::claims::{
    CHALLENGE_AUDIENCE, ChallengeClaims, RENEWAL_AUDIENCE, RenewalClaims, TokenClaims,
};
use passwave_server::tokens::jwt::{self, Invalid, sign};
use passwave_server::tokens::keys::KeyRing;
use passwave_server::tokens::kind::TokenKind;
use proptest::collection::{hash_map, hash_set, vec};
use proptest::prelude::*;

use passwave_test_support::decoders::KEY;

/// Any text, quotes and control characters too.
fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..30).prop_map(String::from_iter)
}

fn task() -> impl Strategy<Value = WorkTask> {
    (1..=256_u32, 1..=20_u32).prop_map(|(puzzles, bits)| WorkTask { puzzles, bits })
}

prop_compose! {
    fn challenge()(
        texts in [text(), text(), text(), text()], way in 0..6_usize, work in task(),
        network in prop::option::of(text()), iat: u64, exp: u64,
    ) -> ChallengeClaims {
        let [id, site, action, cdata] = texts;
        let way = Way::ALL[way];
        ChallengeClaims {
            aud: CHALLENGE_AUDIENCE.to_owned(),
            id,
            site,
            way,
            mode: Mode::Elder,
            action,
            cdata,
            work,
            network,
            iat,
            exp,
        }
    }
}

prop_compose! {
    fn token()(
        texts in [text(), text(), text(), text(), text(), text()],
        times: [u64; 3], hundredths in 70..=100_u32, way in prop::option::of(0..6_usize),
    ) -> TokenClaims {
        let [aud, fid, jti, hostname, action, cdata] = texts;
        let [iat, exp, verified_at] = times;
        let way = way.map(|way| Way::ALL[way]);
        let score = f64::from(hundredths) / 100.0;
        TokenClaims { aud, fid, jti, iat, exp, verified_at, hostname, action, cdata, score, way }
    }
}

/// The text with one of its characters exchanged for another of base64url.
fn tampered(text: &str, place: prop::sample::Index, other: char) -> String {
    let place = place.index(text.len());
    text.char_indices().map(|(at, was)| if at == place { other } else { was }).collect()
}

proptest! {
    #[test]
    fn challenge_round_trips_only_with_its_key_and_kind(claims in challenge()) {
        let (ring, other) = (hmac(KEY), hmac(OTHER_KEY));
        let signed = sign(TokenKind::Challenge, &ring, &claims).unwrap();
        let read = |ring, kind| jwt::verify(kind, ring, CHALLENGE_AUDIENCE, &signed);
        prop_assert_eq!(read(&other, TokenKind::Challenge), Err::<ChallengeClaims, _>(Invalid));
        prop_assert_eq!(read(&ring, TokenKind::Renewal), Err::<ChallengeClaims, _>(Invalid));
        prop_assert_eq!(read(&ring, TokenKind::Challenge), Ok(claims));
    }

    #[test]
    fn renewal_key_round_trips(fid in text(), site in text(), iat: u64, exp: u64) {
        let ring = hmac(KEY);
        let claims = RenewalClaims { aud: RENEWAL_AUDIENCE.to_owned(), fid, site, iat, exp };
        let signed = sign(TokenKind::Renewal, &ring, &claims).unwrap();
        prop_assert_eq!(jwt::verify(TokenKind::Renewal, &ring, RENEWAL_AUDIENCE, &signed), Ok(claims));
    }

    #[test]
    fn changing_any_character_invalidates_a_challenge(
        claims in challenge(), place: prop::sample::Index, other in "[A-Za-z0-9_-]"
    ) {
        let ring = hmac(KEY);
        let signed = sign(TokenKind::Challenge, &ring, &claims).unwrap();
        let text = tampered(&signed, place, other.chars().next().unwrap());
        let read = jwt::verify(TokenKind::Challenge, &ring, CHALLENGE_AUDIENCE, &text);
        prop_assert_eq!(read.is_ok(), text == signed);
        prop_assert!(read.is_err() || read == Ok(claims));
    }
}

proptest! {
    // Ed25519 takes its time without optimisation.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn token_round_trips_only_for_its_site(claims in token()) {
        let ring = KeyRing::ed25519(KEY, []).unwrap();
        let signed = sign(TokenKind::Token, &ring, &claims).unwrap();
        let elsewhere = format!("{}?", claims.aud);
        let read = jwt::verify::<TokenClaims>(TokenKind::Token, &ring, &elsewhere, &signed);
        prop_assert_eq!(read, Err(Invalid));
        let site = claims.aud.clone();
        prop_assert_eq!(jwt::verify(TokenKind::Token, &ring, &site, &signed), Ok(claims));
    }
}

const OTHER_KEY: &str = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

fn hmac(key: &str) -> KeyRing {
    KeyRing::hmac(key, []).unwrap()
}

/// A site as its operator wants it.
#[derive(Clone, Debug)]
struct Wanted {
    secret: String,
    hostnames: Vec<String>,
    ways: Vec<Way>,
    work: Vec<(Way, WorkTask)>,
    return_way: bool,
    allow_null_origin: bool,
}

prop_compose! {
    fn wanted()(
        secret in "[!-~]\\PC{18,40}[!-~]",
        hostnames in vec("[a-z0-9-]{1,12}(\\.[a-z0-9]{1,8}){0,3}", 0..4),
        ways in hash_set(0..6_usize, 0..6),
        work in hash_map(0..6_usize, task(), 0..4),
        return_way: bool,
        allow_null_origin: bool,
    ) -> Wanted {
        let ways = ways.into_iter().map(|way| Way::ALL[way]).collect();
        let work = work.into_iter().map(|(way, task)| (Way::ALL[way], task)).collect();
        Wanted { secret, hostnames, ways, work, return_way, allow_null_origin }
    }
}

impl Wanted {
    fn table(&self, sitekey: &str) -> toml::Table {
        let work = self.work.iter().map(|(way, task)| {
            let task = [("puzzles", task.puzzles), ("bits", task.bits)];
            (way.name(), toml::Table::from_iter(task.map(|(name, n)| (name.into(), n.into()))))
        });
        let work = toml::Table::from_iter(work.map(|(way, task)| (way.into(), task.into())));
        let ways: Vec<&str> = self.ways.iter().map(|way| way.name()).collect();
        let keys = toml::Table::from_iter([("current".to_owned(), KEY.into())]);
        let fields: [(&str, toml::Value); 8] = [
            ("sitekey", sitekey.into()),
            ("secret", self.secret.clone().into()),
            ("hostnames", self.hostnames.clone().into()),
            ("ways", ways.into()),
            ("work", work.into()),
            ("return_way", self.return_way.into()),
            ("allow_null_origin", self.allow_null_origin.into()),
            ("token_keys", keys.into()),
        ];
        toml::Table::from_iter(fields.map(|(name, value)| (name.to_owned(), value)))
    }
}

proptest! {
    #[test]
    fn configuration_round_trips(
        all in hash_map("[ -~]{1,40}", wanted(), 1..4), per_minute: u32
    ) {
        let mut secrets: Vec<_> = all.values().map(|wanted| &wanted.secret).collect();
        secrets.sort();
        prop_assume!(secrets.windows(2).all(|pair| pair[0] != pair[1]));
        let sites: Vec<_> = all.iter().map(|(sitekey, wanted)| wanted.table(sitekey)).collect();
        let mut table = toml::Table::new();
        let keys = toml::Table::from_iter([("current".to_owned(), KEY.into())]);
        table.insert("store".into(), "a.redb".into());
        table.insert("requests_per_minute".into(), per_minute.into());
        table.insert("challenge_keys".into(), keys.clone().into());
        table.insert("renewal_keys".into(), keys.into());
        table.insert("sites".into(), sites.into());
        let config = Config::parse(&table.to_string(), Path::new("a.toml")).unwrap();
        prop_assert_eq!(config.requests_per_minute, per_minute);
        prop_assert_eq!(config.sites.all().count(), all.len());
        for (sitekey, wanted) in &all {
            let site = config.sites.by_secret(&wanted.secret).expect("the site");
            prop_assert_eq!(&site.sitekey, sitekey);
            prop_assert_eq!(&site.hostnames, &wanted.hostnames);
            prop_assert!(wanted.ways.iter().chain([&Way::Press]).all(|way| site.ways.contains(way)));
            for (way, task) in &wanted.work {
                prop_assert_eq!(site.work(*way), *task);
            }
            prop_assert_eq!(site.return_way, wanted.return_way);
            prop_assert_eq!(site.allow_null_origin, wanted.allow_null_origin);
        }
    }
}
