//! The configuration file, checked as a whole.

mod raw;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use passwave_protocol::{Way, WorkTask};
use serde::Deserialize;

use crate::clock::iso_8601;
use crate::digest::{Digest32, secret_digest};
use crate::keys::{KeyRing, random_key};
use crate::limits::REQUESTS_PER_MINUTE;
use crate::load::{DEFAULT_STEPS, Step};
use crate::site::{Site, Sites};
use crate::test_keys;
use crate::tls::Certificate;

use raw::RawConfig;

/// Where the server listens unless it is told otherwise.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);

/// The longest word that a message of the parser's may quote; the names of all fields are shorter.
const LONGEST_WORD_SHOWN: usize = 20;

/// The demo's sitekey.
pub const DEMO_SITEKEY: &str = "demo";

/// The demo's secret, which is none.
pub const DEMO_SECRET: &str = "demo-secret";

/// The sitekey of a server that is being measured.
pub const BENCH_SITEKEY: &str = "bench";

/// Its secret, which is none.
pub const BENCH_SECRET: &str = "bench-secret";

/// A configuration that has been checked.
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// What remembers what has been spent; none for a temporary file.
    pub store: Option<StorePlace>,
    /// Where the operator looks on; nowhere if none.
    pub admin: Option<SocketAddr>,
    /// How the log is written.
    pub log: LogFormat,
    /// How long the server goes on taking requests once it says that it is not ready any more.
    pub drain: Duration,
    /// Signs challenges.
    pub challenge_keys: KeyRing,
    /// Signs renewal keys.
    pub renewal_keys: KeyRing,
    /// The sites.
    pub sites: Sites,
    /// How many requests one address may make a minute; 0 for any number.
    pub requests_per_minute: u32,
    /// From how many redeems of one network on its work rises; the lowest first.
    pub work_steps: Vec<Step>,
    /// The certificate that this server shows; it speaks plain HTTP if there is none.
    pub certificate: Option<Certificate>,
    /// Proxies whose word about addresses is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether this server gives out dummy tokens to test keys, and nothing else.
    pub test_keys: bool,
}

/// Where what has been spent is remembered.
#[derive(Clone, PartialEq, Eq)]
pub enum StorePlace {
    /// In a file of this computer, by one server.
    File(PathBuf),
    /// In a Redis, by any number of servers.
    Redis {
        /// Its address, which may hold a password.
        url: String,
        /// Whose certificates are believed with TLS, in PEM; those that the system believes if none.
        ca: Option<Vec<u8>>,
    },
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// The part of a configuration that holds until the server is started again.
#[derive(Clone, PartialEq, Eq)]
pub struct Fixed {
    listen: SocketAddr,
    store: Option<StorePlace>,
    admin: Option<SocketAddr>,
    log: LogFormat,
    drain: Duration,
    has_tls: bool,
}

impl Fixed {
    /// Whether a running server can go over to `next`.
    ///
    /// # Errors
    /// What can only change with a restart.
    pub fn check(&self, next: &Self) -> Result<(), &'static str> {
        let changes = [
            (self.listen != next.listen, "listen cannot change without a restart"),
            (self.store != next.store, "store cannot change without a restart"),
            (self.admin != next.admin, "admin cannot change without a restart"),
            (self.log != next.log, "log cannot change without a restart"),
            (self.drain != next.drain, "drain_s cannot change without a restart"),
            (self.has_tls != next.has_tls, "[tls] cannot come or go without a restart"),
        ];
        changes.iter().find(|(differs, _)| *differs).map_or(Ok(()), |(_, why)| Err(why))
    }
}

/// Why a configuration cannot be used.
///
/// No message quotes the file: it holds keys, and messages go into logs.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{0}: {1}")]
    Read(PathBuf, std::io::Error),
    /// Something in it cannot be meant.
    #[error("{place}: {what}")]
    Wrong {
        /// The file, and the line if there is one.
        place: String,
        /// What is wrong, in words for the operator.
        what: String,
    },
    /// The operating system has no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

/// What is wrong, and where in the text.
struct Wrong {
    at: Option<Range<usize>>,
    what: String,
}

impl Wrong {
    fn new(at: Option<Range<usize>>, what: impl ToString) -> Self {
        Self { at, what: what.to_string() }
    }

    fn within(self, text: &str, file: &Path) -> ConfigError {
        let file = file.display();
        let place = match self.at.and_then(|at| text.get(..at.start)) {
            Some(before) => format!("{file}:{}", before.matches('\n').count() + 1),
            None => file.to_string(),
        };
        ConfigError::Wrong { place, what: self.what }
    }
}

/// A message that quotes no key: the parser's own ones quote what they do not understand, which can
/// be a key that lost its name or slipped a line.
fn masked(message: &str) -> String {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    let words = message.split_inclusive(|letter| !is_inside(letter));
    let shown = |word: &str| {
        let rest = word.trim_start_matches(is_inside);
        if word.len() - rest.len() < LONGEST_WORD_SHOWN {
            word.to_owned()
        } else {
            format!("…{rest}")
        }
    };
    words.map(shown).collect()
}

impl Config {
    /// Reads and checks a file. Paths inside it are relative to its own folder. `PASSWAVE_LISTEN`,
    /// `PASSWAVE_ADMIN`, `PASSWAVE_STORE` and `PASSWAVE_LOG` in the environment go before what it says.
    ///
    /// # Errors
    /// The first thing that is wrong, in words for the operator.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file)
            .map_err(|cause| ConfigError::Read(file.to_owned(), cause))?;
        Self::parse_with(&text, file, |name| std::env::var(name).ok())
    }

    /// Checks the text of a file. Paths inside it are relative to the folder of `file`.
    ///
    /// # Errors
    /// The first thing that is wrong, in words for the operator.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        Self::parse_with(text, file, |_| None)
    }

    fn parse_with(
        text: &str,
        file: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let raw: Result<RawConfig, toml::de::Error> = toml::from_str(text);
        let raw = raw.map_err(|cause| Wrong::new(cause.span(), masked(cause.message())));
        let raw = raw.map_err(|wrong| wrong.within(text, file))?.with(variable)?;
        if raw.is_for_tests() {
            raw.check_for_tests().map_err(|wrong| wrong.within(text, file))?;
            return Self::for_tests(raw.listen());
        }
        raw.checked(file.parent().unwrap_or(Path::new("")))
            .map_err(|wrong| wrong.within(text, file))
    }

    /// What may be meant and should be looked at, in words for the operator.
    #[must_use]
    pub fn warnings(&self, now_s: u64) -> Vec<String> {
        if self.test_keys {
            return vec!["test_keys = true: everyone who knows the test secret passes".to_owned()];
        }
        let mut warnings = Vec::new();
        for site in self.sites.all() {
            warnings.extend(site.warnings().map(|what| format!("site {:?} {what}", site.sitekey)));
        }
        warnings.extend(self.certificate.as_ref().and_then(|certificate| {
            let what = certificate.check_time(now_s).err()?;
            let until = iso_8601(certificate.good_until_s());
            Some(format!(
                "the certificate in [tls] {what}: browsers refuse it (good until {until})"
            ))
        }));
        warnings
    }

    /// What a running server cannot change.
    #[must_use]
    pub fn fixed(&self) -> Fixed {
        let Self { listen, admin, log, drain, .. } = *self;
        let has_tls = self.certificate.is_some();
        Fixed { listen, store: self.store.clone(), admin, log, drain, has_tls }
    }

    fn for_tests(listen: SocketAddr) -> Result<Self, ConfigError> {
        let mut config = Self::fleeting(listen, test_keys::site(fresh_ed25519()?), &[])?;
        config.test_keys = true;
        Ok(config)
    }

    /// The demo: one site for pages at `listen` and on this very computer, fresh keys, nothing kept; `ask_easy` as in [`Site`].
    ///
    /// # Errors
    /// If the operating system has no randomness.
    pub fn demo(listen: SocketAddr, ask_easy: bool) -> Result<Self, ConfigError> {
        let site = Site {
            sitekey: DEMO_SITEKEY.to_owned(),
            hostnames: vec![
                "localhost".to_owned(),
                "127.0.0.1".to_owned(),
                listen.ip().to_string(),
            ],
            allow_null_origin: false,
            ways: Way::ALL.to_vec(),
            work: HashMap::new(),
            return_way: false,
            ask_easy,
            token_keys: fresh_ed25519()?,
        };
        Self::fleeting(listen, site, &[secret_digest(DEMO_SECRET)])
    }

    /// For measuring: any page, no limit of requests, and work that is as much to check as any other and
    /// little to do.
    ///
    /// # Errors
    /// If the operating system has no randomness.
    pub fn bench(store: Option<StorePlace>) -> Result<Self, ConfigError> {
        let easy = |way: Way| (way, WorkTask { puzzles: way.work().puzzles, bits: 1 });
        let site = Site {
            sitekey: BENCH_SITEKEY.to_owned(),
            hostnames: Vec::new(),
            allow_null_origin: true,
            ways: Way::ALL.to_vec(),
            work: HashMap::from_iter(Way::ALL.map(easy)),
            return_way: false,
            ask_easy: false,
            token_keys: fresh_ed25519()?,
        };
        let mut config = Self::fleeting(DEFAULT_LISTEN, site, &[secret_digest(BENCH_SECRET)])?;
        (config.store, config.requests_per_minute) = (store, 0);
        Ok(config)
    }

    fn fleeting(listen: SocketAddr, site: Site, secrets: &[Digest32]) -> Result<Self, ConfigError> {
        let mut sites = Sites::default();
        sites.add(site, secrets).map_err(made_up)?;
        Ok(Self {
            listen,
            store: None,
            admin: None,
            log: LogFormat::default(),
            drain: Duration::ZERO,
            challenge_keys: fresh_hmac()?,
            renewal_keys: fresh_hmac()?,
            sites,
            requests_per_minute: REQUESTS_PER_MINUTE,
            work_steps: DEFAULT_STEPS.to_vec(),
            certificate: None,
            trusted_proxies: vec![IpNet::from(IpAddr::V4(Ipv4Addr::LOCALHOST))],
            test_keys: false,
        })
    }
}

fn fresh_hmac() -> Result<KeyRing, ConfigError> {
    KeyRing::hmac(&random_key()?, []).map_err(made_up)
}

fn fresh_ed25519() -> Result<KeyRing, ConfigError> {
    KeyRing::ed25519(&random_key()?, []).map_err(made_up)
}

/// A mistake in what this program made up itself.
fn made_up(what: impl ToString) -> ConfigError {
    ConfigError::Wrong { place: "this program".to_owned(), what: what.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_whole_file_is_understood() {
        let text = with_sites(&site(
            "secret = 's'\nhostnames = ['Example.ORG']\nways = ['circle']\n\
             work.press = { puzzles = 2, bits = 3 }",
        ));
        let config = check(&text).unwrap();
        assert!(config.store == Some(StorePlace::File(PathBuf::from("folder/spent.redb"))));
        let site = config.sites.by_secret("s").unwrap();
        assert!(site.has_host("example.org") && !site.has_host("example.com"));
        assert_eq!(site.ways, [Way::Circle, Way::Press]);
        assert_eq!(site.work(Way::Press), WorkTask { puzzles: 2, bits: 3 });
        assert_eq!(site.work(Way::Circle), Way::Circle.work());
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let text = with_sites(&site("secret = 's'"));
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
        assert!(store == Some(StorePlace::Redis { url, ca: None }));
        assert_eq!(with("PASSWAVE_LOG", "json").unwrap().log, LogFormat::Json);
        for (name, value) in [("PASSWAVE_LISTEN", "here"), ("PASSWAVE_LOG", KEY)] {
            let why = with(name, value).err().expect("a refusal").to_string();
            assert!(why.starts_with(&format!("{name}: ")) && !why.contains(&KEY[..20]), "{why}");
        }
    }

    #[test]
    fn a_redis_is_told_from_a_file_and_its_password_from_a_message() {
        let text = |url: &str| with_sites(&site("secret = 's'")).replace("spent.redb", url);
        let config = check(&text("redis://:pass@redis.example:6380/2")).unwrap();
        let url = "redis://:pass@redis.example:6380/2".to_owned();
        assert!(config.store == Some(StorePlace::Redis { url, ca: None }));
        assert!(check(&text("rediss://user:pass@redis.example")).is_ok());
        for (url, word) in [("rediss://:pass@", "Redis"), ("redis://:pass@", "Redis")] {
            let why = why(&text(url));
            assert!(why.starts_with("folder/passwave.toml:1: "), "{why}");
            assert!(why.contains(word) && !why.contains("pass@"), "{why}");
        }
    }

    #[test]
    fn each_mistake_is_named() {
        assert!(why("").contains("[challenge_keys] is missing"));
        assert!(why(&with_sites("")).contains("no [[sites]]"));
        assert!(why(&with_sites(&site(""))).contains("needs secret"));
        assert!(why(&with_sites(&site("secret = ''"))).contains("1 to 256"));
        assert!(why(&with_sites(&site("secret_sha256 = 'ab'"))).contains("64 hex digits"));
        assert!(why(&with_sites(&site("secret = 's'\nways = ['jump']"))).contains("\"jump\""));
        let heavy = site("secret = 's'\nwork.wave = { puzzles = 1, bits = 64 }");
        assert!(why(&with_sites(&heavy)).contains("puzzles go from 1"));
        let twice = site("secret = 's'") + &site("secret = 't'");
        assert!(why(&with_sites(&twice)).contains("twice"));
    }

    #[test]
    fn steps_of_work_are_understood_and_must_rise() {
        let text =
            |steps: &str| format!("work_steps = {steps}\n{}", with_sites(&site("secret = 's'")));
        assert_eq!(check(&with_sites(&site("secret = 's'"))).unwrap().work_steps, DEFAULT_STEPS);
        assert_eq!(check(&text("[]")).unwrap().work_steps, []);
        let one = check(&text("[{ redeems = 9, factor = 3 }]")).unwrap().work_steps;
        assert_eq!(one, [Step { redeems: 9, factor: 3 }]);
        let (low, high) = ("{ redeems = 9, factor = 3 }", "{ redeems = 99, factor = 17 }");
        for steps in [format!("[{low}, {low}]"), format!("[{low}, {high}]"), low.replace('9', "0")]
        {
            let steps = if steps.starts_with('[') { steps } else { format!("[{steps}]") };
            let why = why(&text(&steps));
            assert!(why.starts_with("folder/passwave.toml:1: work_steps"), "{why}");
        }
    }

    #[test]
    fn a_ca_goes_with_tls_alone() {
        let text = |url: &str| with_sites(&site("secret = 's'")).replace("'spent.redb'", url);
        let why = why(&text("'redis://a.example'\nstore_ca = 'ca.pem'"));
        assert!(why.starts_with("folder/passwave.toml:2: ") && why.contains("rediss"), "{why}");
    }

    #[test]
    fn a_hostname_that_could_never_match_is_refused() {
        for host in
            ["https://a.example", "a.example:443", "*.a.example", "", "bücher.example", "[x]"]
        {
            let text = with_sites(&site(&format!("secret = 's'\nhostnames = ['{host}']")));
            assert!(why(&text).contains("a host alone"), "{host}");
        }
        let text = with_sites(&site("secret = 's'\nhostnames = ['[::1]', '127.0.0.1', 'a-b.c']"));
        assert!(check(&text).is_ok());
    }

    #[test]
    fn a_misspelt_field_is_an_error_and_not_ignored() {
        let text = with_sites(&site("secret = 's'\nhostname = ['example.org']"));
        assert!(why(&text).contains("hostname"));
    }

    #[test]
    fn a_key_in_a_wrong_place_is_not_quoted() {
        let good = with_sites(&site("secret = 's'"));
        for (from, to) in [("current", KEY), ("store = 'spent.redb'", &format!("log = '{KEY}'"))] {
            let why = why(&good.replacen(from, to, 1));
            assert!(why.contains("unknown") && !why.contains(&KEY[..20]), "{why}");
        }
    }

    #[test]
    fn two_sites_cannot_share_a_secret() {
        let other = site("secret = 's'").replace("'a'", "'b'");
        assert!(why(&with_sites(&(site("secret = 's'") + &other))).contains("another site's"));
    }

    #[test]
    fn test_keys_never_stand_beside_real_ones() {
        let text = format!("test_keys = true\n{}", with_sites(&site("secret = 's'")));
        assert!(why(&text).contains("cannot stand beside [[sites]]"));
        assert!(check("test_keys = true").is_ok_and(|config| config.test_keys));
    }

    #[test]
    fn a_mistake_is_found_by_its_line_and_no_key_is_quoted() {
        let good = with_sites(&site("secret = 's'\nhostnames = [\n'a.example',\n'b.example']"));
        let line_of = |part: &str| good[..good.find(part).unwrap()].matches('\n').count() + 1;
        let short = &KEY[1..];
        let changes = [
            (
                "[renewal_keys]\ncurrent = '",
                "[renewal_keys]\n# !\ncurrent = 'x",
                "[renewal_keys]",
                2,
            ),
            ("store = 'spent.redb'", "store = ", "store", 0),
            ("sitekey = 'a'", "sitekey = ''", "sitekey", 0),
            ("secret = 's'", "secret = ''", "secret", 0),
            ("secret = 's'", "", "sitekey", 0),
            ("secret = 's'", "secret_file = 'nowhere'", "secret", 0),
            ("'b.example'", "'*.example'", "hostnames", 0),
            ("secret = 's'", "secret = 's'\nwork.jump = { puzzles = 1, bits = 1 }", "secret", 1),
            ("secret = 's'", "secret = 's'\nways = ['jump']", "secret", 1),
        ];
        for (from, to, part, further) in changes {
            assert!(good.contains(from), "{from}");
            let why = why(&good.replacen(from, to, 1));
            let place = format!("folder/passwave.toml:{}: ", line_of(part) + further);
            assert!(why.starts_with(&place), "{to}: {why}, not {place}");
            assert!(!why.contains(short), "{why}");
        }
    }
}
