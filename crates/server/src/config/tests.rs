//! Valid and invalid configurations.

use std::path::{Path, PathBuf};

use passwave_protocol::{Way, WorkTask};

use super::*;
use crate::abuse::client_ip::AddressHeader;
use crate::abuse::difficulty::{DEFAULT_STEPS, DifficultyStep};

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

fn check(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, Path::new("folder/passwave.toml"))
}

fn with_sites(sites: &str) -> String {
    let keys = format!("current = '{KEY}'\n");
    format!("store = 'spent.redb'\n[challenge_keys]\n{keys}[renewal_keys]\n{keys}{sites}")
}

fn site(fields: &str) -> String {
    format!("[[sites]]\nsitekey = 'a'\ntoken_keys = {{ current = '{KEY}' }}\n{fields}\n")
}

fn why(text: &str) -> String {
    check(text).err().expect("a refusal").to_string()
}

#[test]
fn complete_file_is_parsed() {
    let text = with_sites(&site(
        "secret = 'the-secret-of-one-site'\nhostnames = ['Example.ORG']\nways = ['circle']\n\
         work.press = { puzzles = 2, bits = 3 }",
    ));
    let config = check(&text).unwrap();
    assert!(config.store == Some(StoreLocation::File(PathBuf::from("folder/spent.redb"))));
    let site = config.sites.by_secret("the-secret-of-one-site").unwrap();
    assert!(site.has_host("example.org") && !site.has_host("example.com"));
    assert_eq!(site.ways, [Way::Circle, Way::Press]);
    assert_eq!(site.work(Way::Press), WorkTask { puzzles: 2, bits: 3 });
    assert_eq!(site.work(Way::Circle), Way::Circle.work());
}

#[test]
fn environment_overrides_the_file() {
    let text = with_sites(&site("secret = 'the-secret-of-one-site'"));
    let with = |name: &'static str, value: &'static str| {
        let variable = move |asked: &str| (asked == name).then(|| value.to_owned());
        Config::parse_with(&text, Path::new("folder/passwave.toml"), variable)
    };
    let listen = with("PASSWAVE_LISTEN", "[::1]:80").unwrap().listen;
    assert_eq!(listen.to_string(), "[::1]:80");
    let admin = with("PASSWAVE_ADMIN", "127.0.0.1:81").unwrap().admin.unwrap();
    assert_eq!(admin.to_string(), "127.0.0.1:81");
    let store = with("PASSWAVE_STORE", "redis://:pass@a.example").unwrap().store;
    let url = "redis://:pass@a.example".to_owned();
    assert!(store == Some(StoreLocation::Redis { url, ca: None }));
    assert_eq!(with("PASSWAVE_LOG", "json").unwrap().log, LogFormat::Json);
    for (name, value) in [("PASSWAVE_LISTEN", "here"), ("PASSWAVE_LOG", KEY)] {
        let why = with(name, value).err().expect("a refusal").to_string();
        assert!(why.starts_with(&format!("{name}: ")) && !why.contains(&KEY[..20]), "{why}");
    }
}

#[test]
fn redis_address_is_recognised_and_its_password_not_quoted() {
    let text = |url: &str| {
        with_sites(&site("secret = 'the-secret-of-one-site'")).replace("spent.redb", url)
    };
    let config = check(&text("redis://:pass@redis.example:6380/2")).unwrap();
    let url = "redis://:pass@redis.example:6380/2".to_owned();
    assert!(config.store == Some(StoreLocation::Redis { url, ca: None }));
    assert!(check(&text("rediss://user:pass@redis.example")).is_ok());
    assert!(check(&text("rediss+sentinel://user:pass@a:1,b:2/shop/3")).is_ok());
    for (url, word) in [
        ("rediss://:pass@", "Redis"),
        ("redis://:pass@", "Redis"),
        ("redis+sentinel://:pass@a", "/NAME"),
        ("valkey://:pass@a", "redis+sentinel"),
    ] {
        let why = why(&text(url));
        assert!(why.starts_with("folder/passwave.toml:1: "), "{why}");
        assert!(why.contains(word) && !why.contains("pass@"), "{why}");
    }
}

#[test]
fn each_problem_is_named() {
    assert!(why("").contains("[challenge_keys] is missing"));
    assert!(why(&with_sites("")).contains("no [[sites]]"));
    assert!(why(&with_sites(&site(""))).contains("needs secret"));
    assert!(why(&with_sites(&site("secret = ''"))).contains("20 to 256"));
    assert!(why(&with_sites(&site("secret_sha256 = 'ab'"))).contains("64 hex digits"));
    assert!(
        why(&with_sites(&site("secret = 'the-secret-of-one-site'\nways = ['jump']")))
            .contains("\"jump\"")
    );
    let heavy = site("secret = 'the-secret-of-one-site'\nwork.wave = { puzzles = 1, bits = 64 }");
    assert!(why(&with_sites(&heavy)).contains("puzzles go from 1"));
    let twice =
        site("secret = 'the-secret-of-one-site'") + &site("secret = 'the-secret-of-another'");
    assert!(why(&with_sites(&twice)).contains("twice"));
}

#[test]
fn drain_time_is_bounded() {
    let text = |drain_s: &str| {
        format!("drain_s = {drain_s}\n{}", with_sites(&site("secret = 'the-secret-of-one-site'")))
    };
    assert_eq!(check(&text("3600")).unwrap().drain.as_secs(), 3600);
    for drain_s in ["3601", "9223372036854775807"] {
        let why = why(&text(drain_s));
        assert!(why.starts_with("folder/passwave.toml:1: ") && why.contains("0 to 3600"), "{why}");
    }
}

#[test]
fn work_steps_must_increase() {
    let text = |steps: &str| {
        format!("work_steps = {steps}\n{}", with_sites(&site("secret = 'the-secret-of-one-site'")))
    };
    assert_eq!(
        check(&with_sites(&site("secret = 'the-secret-of-one-site'"))).unwrap().work_steps,
        DEFAULT_STEPS
    );
    assert_eq!(check(&text("[]")).unwrap().work_steps, []);
    let one = check(&text("[{ redeems = 9, factor = 3 }]")).unwrap().work_steps;
    assert_eq!(one, [DifficultyStep { redeems: 9, factor: 3 }]);
    let (low, high) = ("{ redeems = 9, factor = 3 }", "{ redeems = 99, factor = 17 }");
    for steps in [format!("[{low}, {low}]"), format!("[{low}, {high}]"), low.replace('9', "0")] {
        let steps = if steps.starts_with('[') { steps } else { format!("[{steps}]") };
        let why = why(&text(&steps));
        assert!(why.starts_with("folder/passwave.toml:1: work_steps"), "{why}");
    }
}

#[test]
fn client_address_header_is_one_of_two() {
    let text = |value| {
        format!(
            "client_address_header = '{value}'\n{}",
            with_sites(&site("secret = 'the-secret-of-one-site'"))
        )
    };
    let header = |value| check(&text(value)).unwrap().trusted_proxies.header;
    assert_eq!(header("forwarded"), AddressHeader::Forwarded);
    assert_eq!(header("x-forwarded-for"), AddressHeader::XForwardedFor);
    let default = check(&with_sites(&site("secret = 'the-secret-of-one-site'")))
        .unwrap()
        .trusted_proxies
        .header;
    assert_eq!(default, AddressHeader::XForwardedFor);
    let why = why(&text("x-real-ip"));
    assert!(why.starts_with("folder/passwave.toml:1: ") && why.contains("`forwarded`"), "{why}");
}

#[test]
fn store_ca_requires_tls() {
    let text = |url: &str| {
        with_sites(&site("secret = 'the-secret-of-one-site'")).replace("'spent.redb'", url)
    };
    let why = why(&text("'redis://a.example'\nstore_ca = 'ca.pem'"));
    assert!(why.starts_with("folder/passwave.toml:2: ") && why.contains("rediss"), "{why}");
}

fn with_hostname(host: &str) -> String {
    with_sites(&site(&format!("secret = 'the-secret-of-one-site'\nhostnames = ['{host}']")))
}

#[test]
fn hostname_that_can_never_match_is_invalid() {
    for (host, advice) in [
        ("https://a.example", "write \"a.example\""),
        ("https://a.example:8443/form", "write \"a.example\""),
        ("a.example:443", "write \"a.example\""),
        ("a.example/form", "write \"a.example\""),
        ("https://bücher.example/", "write \"bücher.example\""),
        ("*.a.example", "without wildcards"),
        ("", "a host only"),
        (".", "a host only"),
        ("a.example..", "a host only"),
        ("a b.example", "a host only"),
        ("[x]", "a host only"),
        ("\u{2067}a.example", "a host only"),
    ] {
        let why = why(&with_hostname(host));
        assert!(why.contains("a host only") && why.contains(advice), "{host}: {why}");
        assert!(why.starts_with("folder/passwave.toml:10: "), "{why}");
    }
    for host in ["[::1]", "127.0.0.1", "a-b.c", "a_b.example", "localhost"] {
        assert!(check(&with_hostname(host)).is_ok(), "{host}");
    }
}

#[test]
fn hostname_matches_however_it_is_spelt() {
    for (written, in_origin) in [
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example.", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("A.Example.", "a.example"),
    ] {
        let config = check(&with_hostname(written)).unwrap();
        assert!(config.sites.all().all(|site| site.has_host(in_origin)), "{written}");
    }
}

#[test]
fn unknown_field_is_an_error() {
    let text = with_sites(&site("secret = 'the-secret-of-one-site'\nhostname = ['example.org']"));
    assert!(why(&text).contains("hostname"));
}

#[test]
fn misplaced_key_is_not_quoted() {
    let good = with_sites(&site("secret = 'the-secret-of-one-site'"));
    for (from, to) in [("current", KEY), ("store = 'spent.redb'", &format!("log = '{KEY}'"))] {
        let why = why(&good.replacen(from, to, 1));
        assert!(why.contains("unknown") && !why.contains(&KEY[..20]), "{why}");
    }
}

#[test]
fn secret_under_20_characters_is_invalid() {
    let short = "0123456789abcdefghi";
    for text in [short.to_owned(), format!(" {short} "), "é".repeat(19)] {
        let why = why(&with_sites(&site(&format!("hostnames = ['a.example']\nsecret = '{text}'"))));
        assert!(why.starts_with("folder/passwave.toml:10: ") && why.contains("20 to 256"), "{why}");
        assert!(!why.contains(short), "{why}");
    }
    assert!(check(&with_sites(&site(&format!("secret = '{short}j'")))).is_ok());
}

#[test]
fn sites_cannot_share_a_secret() {
    let other = site("secret = 'the-secret-of-one-site'").replace("'a'", "'b'");
    assert!(
        why(&with_sites(&(site("secret = 'the-secret-of-one-site'") + &other)))
            .contains("another site's")
    );
}

#[test]
fn test_keys_cannot_be_combined_with_sites() {
    let text =
        format!("test_keys = true\n{}", with_sites(&site("secret = 'the-secret-of-one-site'")));
    assert!(why(&text).contains("cannot be combined with [[sites]]"));
    assert!(check("test_keys = true").is_ok_and(|config| config.test_keys));
}

#[test]
fn problem_has_a_line_and_quotes_no_key() {
    let good = with_sites(&site(
        "secret = 'the-secret-of-one-site'\nhostnames = [\n'a.example',\n'b.example']",
    ));
    let line_of = |part: &str| good[..good.find(part).unwrap()].matches('\n').count() + 1;
    let short = &KEY[1..];
    let changes = [
        ("[renewal_keys]\ncurrent = '", "[renewal_keys]\n# !\ncurrent = 'x", "[renewal_keys]", 2),
        ("store = 'spent.redb'", "store = ", "store", 0),
        ("sitekey = 'a'", "sitekey = ''", "sitekey", 0),
        ("secret = 'the-secret-of-one-site'", "secret = ''", "secret", 0),
        ("secret = 'the-secret-of-one-site'", "", "sitekey", 0),
        ("secret = 'the-secret-of-one-site'", "secret_file = 'nowhere'", "secret", 0),
        ("'b.example'", "'*.example'", "hostnames", 0),
        (
            "secret = 'the-secret-of-one-site'",
            "secret = 'the-secret-of-one-site'\nwork.jump = { puzzles = 1, bits = 1 }",
            "secret",
            1,
        ),
        (
            "secret = 'the-secret-of-one-site'",
            "secret = 'the-secret-of-one-site'\nways = ['jump']",
            "secret",
            1,
        ),
    ];
    for (from, to, part, further) in changes {
        assert!(good.contains(from), "{from}");
        let why = why(&good.replacen(from, to, 1));
        let place = format!("folder/passwave.toml:{}: ", line_of(part) + further);
        assert!(why.starts_with(&place), "{to}: {why}, not {place}");
        assert!(!why.contains(short), "{why}");
    }
}
