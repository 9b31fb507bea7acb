//! The configuration file, read once at start and checked as a whole.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use passwave_protocol::limits::{
    MAX_SECRET_CHARS, MAX_SITEKEY_CHARS, MAX_WORK_BITS, MAX_WORK_PUZZLES,
};
use passwave_protocol::{Way, WorkTask};
use serde::Deserialize;

use crate::digest::{Digest32, from_hex, secret_digest};
use crate::keys::{BadKey, KeyRing, random_key};
use crate::limits::REQUESTS_PER_MINUTE;
use crate::site::{Ambiguous, Site, Sites};
use crate::test_keys;

/// Where the server listens unless it is told otherwise.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);

/// The demo's sitekey.
pub const DEMO_SITEKEY: &str = "demo";

/// The demo's secret, which is none.
pub const DEMO_SECRET: &str = "demo-secret";

/// A configuration that has been checked.
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The file that remembers what has been spent; none for a temporary one.
    pub store: Option<PathBuf>,
    /// Signs challenges.
    pub challenge_keys: KeyRing,
    /// Signs renewal keys.
    pub renewal_keys: KeyRing,
    /// The sites.
    pub sites: Sites,
    /// How many requests one address may make a minute; 0 for any number.
    pub requests_per_minute: u32,
    /// Proxies whose word about addresses is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether this server gives out dummy tokens to test keys, and nothing else.
    pub test_keys: bool,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{0}: {1}")]
    Read(PathBuf, std::io::Error),
    /// It is not TOML, or has fields that do not belong there.
    #[error("{0}: {1}")]
    Syntax(PathBuf, Box<toml::de::Error>),
    /// A key is malformed.
    #[error("{0}: {1}")]
    Key(String, BadKey),
    /// A site is malformed.
    #[error("site {0:?}: {1}")]
    Site(String, String),
    /// Two sites cannot be told apart.
    #[error(transparent)]
    Ambiguous(#[from] Ambiguous),
    /// There is nothing to serve.
    #[error("there is no [[sites]] in it")]
    NoSites,
    /// Real sites need keys that survive a restart.
    #[error("{0} is missing; `passwave init` writes a whole file")]
    Missing(&'static str),
    /// Test keys were mixed with real ones.
    #[error("test_keys = true cannot stand beside [[sites]]: every token would pass there")]
    TestKeysBesideSites,
    /// The operating system has no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConfig {
    listen: Option<SocketAddr>,
    store: Option<PathBuf>,
    requests_per_minute: Option<u32>,
    #[serde(default)]
    trusted_proxies: Vec<IpNet>,
    #[serde(default)]
    test_keys: bool,
    challenge_keys: Option<RawKeys>,
    renewal_keys: Option<RawKeys>,
    #[serde(default)]
    sites: Vec<RawSite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKeys {
    current: String,
    #[serde(default)]
    previous: Vec<String>,
    #[serde(default)]
    next: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSite {
    sitekey: String,
    secret: Option<String>,
    secret_file: Option<PathBuf>,
    secret_sha256: Option<String>,
    #[serde(default)]
    hostnames: Vec<String>,
    #[serde(default)]
    allow_null_origin: bool,
    ways: Option<Vec<String>>,
    #[serde(default)]
    work: HashMap<String, WorkTask>,
    #[serde(default)]
    return_way: bool,
    token_keys: RawKeys,
}

impl Config {
    /// Reads and checks a file. Paths inside it are relative to its own folder.
    ///
    /// # Errors
    /// The first thing that is wrong, in words for the operator.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file)
            .map_err(|cause| ConfigError::Read(file.to_owned(), cause))?;
        Self::parse(&text, file)
    }

    /// Checks the text of a file. Paths inside it are relative to the folder of `file`.
    ///
    /// # Errors
    /// The first thing that is wrong, in words for the operator.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        let raw = toml::from_str(text)
            .map_err(|cause| ConfigError::Syntax(file.to_owned(), Box::new(cause)))?;
        Self::check(raw, file.parent().unwrap_or(Path::new("")))
    }

    fn check(raw: RawConfig, folder: &Path) -> Result<Self, ConfigError> {
        if raw.test_keys {
            return Self::for_tests(raw);
        }
        let challenge_keys = raw.challenge_keys.ok_or(ConfigError::Missing("[challenge_keys]"))?;
        let renewal_keys = raw.renewal_keys.ok_or(ConfigError::Missing("[renewal_keys]"))?;
        let store = raw.store.ok_or(ConfigError::Missing("store"))?;
        Ok(Self {
            listen: raw.listen.unwrap_or(DEFAULT_LISTEN),
            store: Some(folder.join(store)),
            challenge_keys: hmac_ring("challenge_keys", &challenge_keys)?,
            renewal_keys: hmac_ring("renewal_keys", &renewal_keys)?,
            sites: checked_sites(raw.sites, folder)?,
            requests_per_minute: raw.requests_per_minute.unwrap_or(REQUESTS_PER_MINUTE),
            trusted_proxies: raw.trusted_proxies,
            test_keys: false,
        })
    }

    fn for_tests(raw: RawConfig) -> Result<Self, ConfigError> {
        if !raw.sites.is_empty() {
            return Err(ConfigError::TestKeysBesideSites);
        }
        let listen = raw.listen.unwrap_or(DEFAULT_LISTEN);
        let mut config = Self::fleeting(listen, test_keys::site(fresh_ed25519()?), &[])?;
        config.test_keys = true;
        Ok(config)
    }

    /// The demo: one site for this very computer, fresh keys, nothing kept.
    ///
    /// # Errors
    /// If the operating system has no randomness.
    pub fn demo(listen: SocketAddr) -> Result<Self, ConfigError> {
        let site = Site {
            sitekey: DEMO_SITEKEY.to_owned(),
            hostnames: vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
            allow_null_origin: false,
            ways: Way::ALL.to_vec(),
            work: HashMap::new(),
            return_way: false,
            token_keys: fresh_ed25519()?,
        };
        Self::fleeting(listen, site, &[secret_digest(DEMO_SECRET)])
    }

    fn fleeting(listen: SocketAddr, site: Site, secrets: &[Digest32]) -> Result<Self, ConfigError> {
        let mut sites = Sites::default();
        sites.add(site, secrets)?;
        Ok(Self {
            listen,
            store: None,
            challenge_keys: fresh_hmac()?,
            renewal_keys: fresh_hmac()?,
            sites,
            requests_per_minute: REQUESTS_PER_MINUTE,
            trusted_proxies: vec![IpNet::from(IpAddr::V4(Ipv4Addr::LOCALHOST))],
            test_keys: false,
        })
    }
}

fn fresh_hmac() -> Result<KeyRing, ConfigError> {
    KeyRing::hmac(&random_key()?, []).map_err(|cause| ConfigError::Key("fresh".into(), cause))
}

fn fresh_ed25519() -> Result<KeyRing, ConfigError> {
    KeyRing::ed25519(&random_key()?, []).map_err(|cause| ConfigError::Key("fresh".into(), cause))
}

fn hmac_ring(name: &str, keys: &RawKeys) -> Result<KeyRing, ConfigError> {
    KeyRing::hmac(&keys.current, keys.previous.iter().chain(&keys.next))
        .map_err(|cause| ConfigError::Key(name.to_owned(), cause))
}

fn checked_sites(raw: Vec<RawSite>, folder: &Path) -> Result<Sites, ConfigError> {
    if raw.is_empty() {
        return Err(ConfigError::NoSites);
    }
    let mut sites = Sites::default();
    for site in raw {
        let secrets = secrets(&site, folder)?;
        sites.add(checked_site(site)?, &secrets)?;
    }
    Ok(sites)
}

fn checked_site(raw: RawSite) -> Result<Site, ConfigError> {
    let wrong = |what: String| ConfigError::Site(raw.sitekey.clone(), what);
    if raw.sitekey.is_empty() || raw.sitekey.len() > MAX_SITEKEY_CHARS {
        return Err(wrong(format!("a sitekey has 1 to {MAX_SITEKEY_CHARS} characters")));
    }
    let ways = match &raw.ways {
        Some(names) => ways(names).map_err(wrong)?,
        None => Way::ALL.to_vec(),
    };
    let work = work(&raw.work).map_err(wrong)?;
    let hostnames = raw.hostnames.iter().map(|host| hostname(host)).collect::<Result<_, _>>();
    let keys = &raw.token_keys;
    let token_keys = KeyRing::ed25519(&keys.current, keys.previous.iter().chain(&keys.next))
        .map_err(|cause| wrong(format!("token_keys: {cause}")))?;
    Ok(Site {
        hostnames: hostnames.map_err(wrong)?,
        allow_null_origin: raw.allow_null_origin,
        return_way: raw.return_way,
        sitekey: raw.sitekey,
        ways,
        work,
        token_keys,
    })
}

/// The host alone, as it stands in an origin; anything else would never match.
fn hostname(text: &str) -> Result<String, String> {
    let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_ipv6 = inside.is_some_and(|inside| inside.parse::<Ipv6Addr>().is_ok());
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    if is_ipv6 || (!text.is_empty() && text.bytes().all(plain)) {
        return Ok(text.to_ascii_lowercase());
    }
    Err(format!("hostnames: {text:?} must be a host alone, without scheme, port or wildcard"))
}

fn ways(names: &[String]) -> Result<Vec<Way>, String> {
    let mut ways = Vec::new();
    for name in names {
        ways.push(Way::from_name(name).ok_or_else(|| format!("there is no way {name:?}"))?);
    }
    if !ways.contains(&Way::Press) {
        ways.push(Way::Press);
    }
    Ok(ways)
}

fn work(raw: &HashMap<String, WorkTask>) -> Result<HashMap<Way, WorkTask>, String> {
    let mut work = HashMap::new();
    for (name, task) in raw {
        let way = Way::from_name(name).ok_or_else(|| format!("work: there is no way {name:?}"))?;
        let fits = (1..=MAX_WORK_PUZZLES).contains(&task.puzzles)
            && (1..=MAX_WORK_BITS).contains(&task.bits);
        if !fits {
            return Err(format!(
                "work.{name}: puzzles go from 1 to {MAX_WORK_PUZZLES}, bits from 1 to {MAX_WORK_BITS}"
            ));
        }
        work.insert(way, *task);
    }
    Ok(work)
}

fn secrets(site: &RawSite, folder: &Path) -> Result<Vec<Digest32>, ConfigError> {
    let wrong = |what: &str| ConfigError::Site(site.sitekey.clone(), what.to_owned());
    let mut plain = Vec::from_iter(site.secret.clone());
    if let Some(file) = &site.secret_file {
        let file = folder.join(file);
        let text =
            std::fs::read_to_string(&file).map_err(|cause| ConfigError::Read(file, cause))?;
        plain.push(text.trim().to_owned());
    }
    if plain.iter().any(|secret| secret.is_empty() || secret.len() > MAX_SECRET_CHARS) {
        return Err(wrong(&format!("a secret has 1 to {MAX_SECRET_CHARS} characters")));
    }
    let mut digests: Vec<Digest32> = plain.iter().map(|secret| secret_digest(secret)).collect();
    if let Some(hex) = &site.secret_sha256 {
        digests.push(from_hex(hex).ok_or_else(|| wrong("secret_sha256 must be 64 hex digits"))?);
    }
    if digests.is_empty() {
        return Err(wrong("it needs secret, secret_file or secret_sha256"));
    }
    Ok(digests)
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
        assert_eq!(config.store, Some(PathBuf::from("folder/spent.redb")));
        let site = config.sites.by_secret("s").unwrap();
        assert!(site.has_host("example.org") && !site.has_host("example.com"));
        assert_eq!(site.ways, [Way::Circle, Way::Press]);
        assert_eq!(site.work(Way::Press), WorkTask { puzzles: 2, bits: 3 });
        assert_eq!(site.work(Way::Circle), Way::Circle.work());
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
        assert!(why(&with_sites(&heavy)).contains("work.wave"));
        let twice = site("secret = 's'") + &site("secret = 't'");
        assert!(why(&with_sites(&twice)).contains("twice"));
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
    fn two_sites_cannot_share_a_secret() {
        let other = site("secret = 's'").replace("'a'", "'b'");
        assert!(why(&with_sites(&(site("secret = 's'") + &other))).contains("another site's"));
    }

    #[test]
    fn test_keys_never_stand_beside_real_ones() {
        let text = format!("test_keys = true\n{}", with_sites(&site("secret = 's'")));
        assert!(matches!(check(&text), Err(ConfigError::TestKeysBesideSites)));
        assert!(check("test_keys = true").is_ok_and(|config| config.test_keys));
    }
}
