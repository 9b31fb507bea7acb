//! Each dangerous setting is found, and its line is named.

use std::path::Path;

use super::Config;
use crate::digest::{secret_digest, to_hex};

const GOOD: &str = "\
listen = '127.0.0.1:8787'
admin = '127.0.0.1:8788'
store = 'spent.redb'
drain_s = 5
requests_per_minute = 60
work_steps = [{ redeems = 150, factor = 2 }]
trusted_proxies = [
    '127.0.0.0/8',
    '::1/128',
]
client_address_header = 'x-forwarded-for'
[challenge_keys]
current = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
[renewal_keys]
current = 'AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
[[sites]]
sitekey = 'pw_other'
secret = 'the-secret-of-the-other-site'
hostnames = ['other.example']
token_keys = { current = 'AgECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' }
[[sites]]
sitekey = 'pw_shop'
secret = 'the-secret-of-one-site'
hostnames = ['shop.example']
allow_null_origin = false
return_way = false
token_keys = { current = 'AwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' }
[sites.work.press]
puzzles = 64
bits = 9
";

/// What the file says is wrong: as an error, or as warnings.
fn found(text: &str) -> (bool, Vec<String>) {
    match Config::parse(text, Path::new("folder/passwave.toml")) {
        Ok(config) => (false, config.warnings(0)),
        Err(cause) => (true, vec![cause.to_string()]),
    }
}

/// Changes the file and looks for a complaint with these words about the line that contains `at`.
fn check(change: [&str; 2], is_error: bool, at: &str, words: &str) {
    let [from, to] = change;
    assert!(GOOD.contains(from), "{from}");
    let text = GOOD.replacen(from, to, 1);
    let line = text.lines().position(|line| line.contains(at)).expect(at) + 1;
    let place = format!("folder/passwave.toml:{line}: ");
    let (failed, complaints) = found(&text);
    let names = |complaint: &String| complaint.starts_with(&place) && complaint.contains(words);
    assert_eq!(failed, is_error, "{to}: {complaints:?}");
    assert!(complaints.iter().any(names), "{to}: not {place}{words} but {complaints:?}");
}

#[test]
fn harmless_file_has_no_warnings() {
    assert_eq!(found(GOOD), (false, Vec::new()));
}

#[test]
fn dangerous_setting_is_a_warning_with_its_line() {
    const SECRET: &str = "'the-secret-of-one-site'";
    const TWO: &str = "'127.0.0.0/8',\n    '::1/128',\n";
    const PROXIES: &str = "trusted_proxies = [\n    '127.0.0.0/8',\n    '::1/128',\n]\n";
    for (change, at, words) in [
        (["['shop.example']", "[]"], "hostnames = []", "site \"pw_shop\": hostnames: empty"),
        (["origin = false", "origin = true"], "allow_null", "sandboxed frame"),
        (["way = false", "way = true"], "return_way", "disability"),
        (["'::1/128'", "'0.0.0.0/0'"], "'0.0.0.0/0'", "trusted_proxies: trusts"),
        (["'::1/128'", "'::/0'"], "'::/0'", "trusted_proxies: trusts"),
        (["'::1/128'", "'128.0.0.0/1'"], "'128.0.0.0/1'", "trusted_proxies: trusts"),
        ([TWO, ""], "trusted_proxies", "all visitors count as one"),
        ([PROXIES, ""], "listen", "all visitors count as one"),
        ([PROXIES, ""], "client_address_header", "never read"),
        (["drain_s = 5", "drain_s = 21"], "drain_s", "30 s"),
        (["127.0.0.1:8788", "0.0.0.0:8788"], "admin", "not private"),
        (["127.0.0.1:8788", "[::]:8788"], "admin", "not private"),
        (["127.0.0.1:8788", "203.0.113.5:8788"], "admin", "not private"),
        (["minute = 60", "minute = 0"], "requests_per", "no limit"),
        (["[{ redeems = 150, factor = 2 }]", "[]"], "work_steps", "does not rise"),
        (["puzzles = 64", "puzzles = 8"], "[sites.work.press]", "less than a quarter"),
        (["'spent.redb'", "'redis://10.0.0.5'"], "store", "without a password"),
        (["'spent.redb'", "'redis://:p@a.example'"], "store", "without TLS"),
        (["'spent.redb'", "'rediss://redis.example/1'"], "store", "without a password"),
        (["'spent.redb'", "'redis+sentinel://localhost,10.0.0.6/m'"], "store", "without TLS"),
        ([SECRET, "'passwave-test-secret-passes'"], "'passwave-test", "publicly known"),
        ([SECRET, "'6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe'"], "'6Le", "publicly known"),
    ] {
        check(change, false, at, words);
    }
    let digest = format!("secret_sha256 = '{}'", to_hex(&secret_digest("demo-secret")));
    let secret = format!("secret = {SECRET}");
    check([&secret, &digest], false, "secret_sha256", "publicly known");
    let open = GOOD.replace("127.0.0.1:8787", "0.0.0.0:8787").replace(PROXIES, "");
    let complaints = found(&open).1;
    assert!(complaints[0].starts_with("folder/passwave.toml:1: listen: "), "{complaints:?}");
    assert!(complaints[0].contains("without TLS"), "{complaints:?}");
}

#[test]
fn setting_that_cannot_be_right_is_an_error_with_its_line() {
    for (change, at, words) in [
        (["the-secret-of-one-site", "short"], "'short'", "20 to 256"),
        (["'shop.example'", "'*.shop.example'"], "'*.shop.example'", "without wildcards"),
        (["'shop.example'", "'https://shop.example'"], "'https://", "write \"shop.example\""),
        (["drain_s", "test_keys = true\ndrain_s"], "test_keys", "every token would pass"),
    ] {
        check(change, true, at, words);
    }
}

#[test]
fn ordinary_settings_have_no_warnings() {
    for [from, to] in [
        ["'::1/128'", "'10.0.0.0/8',\n'fc00::/7'"],
        ["127.0.0.1:8788", "10.0.0.5:8788"],
        ["127.0.0.1:8788", "[fd00::5]:8788"],
        ["127.0.0.1:8787", "0.0.0.0:8787"],
        ["'spent.redb'", "'redis://127.0.0.1:6379'"],
        ["'spent.redb'", "'redis://[::1]:6379/3'"],
        ["'spent.redb'", "'redis://localhost'"],
        ["'spent.redb'", "'rediss://user:password@redis.example'"],
        ["'spent.redb'", "'rediss+sentinel://:password@10.0.0.5,10.0.0.6:1/m/3'"],
        ["puzzles = 64", "puzzles = 16"],
    ] {
        assert!(GOOD.contains(from), "{from}");
        assert_eq!(found(&GOOD.replacen(from, to, 1)), (false, Vec::new()), "{to}");
    }
}

#[test]
fn value_from_the_environment_is_named_by_its_variable() {
    let variable = |name: &str| (name == "PASSWAVE_ADMIN").then(|| "0.0.0.0:1".to_owned());
    let config = Config::parse_with(GOOD, Path::new("passwave.toml"), variable).unwrap();
    let warnings = config.warnings(0);
    assert!(warnings[0].starts_with("PASSWAVE_ADMIN: admin: "), "{warnings:?}");
}

#[test]
fn test_keys_are_a_warning_with_their_line() {
    let (_, complaints) = found("# for tests\ntest_keys = true");
    assert!(complaints[0].starts_with("folder/passwave.toml:2: test_keys: "), "{complaints:?}");
}

#[test]
fn demo_that_others_can_reach_is_a_warning() {
    let warnings = |listen: &str| Config::demo(listen.parse().unwrap(), false).unwrap().warnings(0);
    assert_eq!(warnings("127.0.0.1:8787"), [""; 0]);
    let [warning] = &warnings("0.0.0.0:8787")[..] else { panic!("not one warning") };
    assert!(warning.starts_with("listen: ") && warning.contains("public secret"), "{warning}");
}
