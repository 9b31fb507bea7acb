//! The format of the configuration file, and its conversion into checked settings.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use passwave_protocol::Way;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IntoDeserializer};
use toml::Spanned;
use toml::value::Datetime;

use super::certificate::{Certificate, InvalidCertificate};
use super::error::{ConfigError, Problem, redact};
use super::named_file::{in_file, read};
use super::places::Places;
use super::settings::{Config, DEFAULT_LISTEN, LogFormat, PrivateFile, StoreLocation};
use super::site::{Site, Sites};
use super::values::{
    AdminHostname, DrainSeconds, Hostname, KeyText, Secret, SecretDigests, Sitekey, Store, WayName,
    Work, has_tls, is_redis, secret,
};
use super::work::{RawNetworks, RawStep, networks, steps};
use crate::abuse::client_ip::{AddressHeader, TrustedProxies};
use crate::abuse::difficulty::DEFAULT_STEPS;
use crate::digest::Digest32;
use crate::limits::REQUESTS_PER_MINUTE;
use crate::tokens::keys::{InvalidKey, KeyRing};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConfig {
    listen: Option<SocketAddr>,
    store: Option<Store>,
    store_ca: Option<Spanned<PathBuf>>,
    tls: Option<RawTls>,
    work_steps: Option<Spanned<Vec<RawStep>>>,
    #[serde(default)]
    work_networks: Vec<RawNetworks>,
    admin: Option<SocketAddr>,
    #[serde(default)]
    admin_hostnames: Vec<AdminHostname>,
    #[serde(default)]
    log: LogFormat,
    #[serde(default)]
    drain_s: DrainSeconds,
    requests_per_minute: Option<u32>,
    #[serde(default)]
    trusted_proxies: Vec<IpNet>,
    #[serde(default)]
    client_address_header: AddressHeader,
    test_keys: Option<Spanned<bool>>,
    challenge_keys: Option<RawKeys>,
    renewal_keys: Option<RawKeys>,
    #[serde(default)]
    sites: Vec<RawSite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTls {
    cert: Spanned<PathBuf>,
    key: Spanned<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKeys {
    current: KeyText,
    #[serde(default)]
    previous: Vec<KeyText>,
    #[serde(default)]
    next: Vec<KeyText>,
    #[serde(rename = "changed")]
    _changed: Option<Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSite {
    sitekey: Spanned<Sitekey>,
    secret: Option<Secret>,
    secret_file: Option<Spanned<PathBuf>>,
    #[serde(default)]
    secret_sha256: SecretDigests,
    #[serde(default)]
    hostnames: Vec<Hostname>,
    #[serde(default)]
    allow_null_origin: bool,
    ways: Option<Vec<WayName>>,
    #[serde(default)]
    work: HashMap<WayName, Work>,
    #[serde(default)]
    return_way: bool,
    #[serde(default)]
    survey: bool,
    token_keys: RawKeys,
}

impl Store {
    fn place(self, ca: Option<Spanned<PathBuf>>, folder: &Path) -> Result<StoreLocation, Problem> {
        let Some(ca) = ca else { return Ok(self.without_ca(folder)) };
        if !has_tls(&self.0) {
            return Err(Problem::new(
                Some(ca.span()),
                "store_ca requires a store at rediss:// or rediss+sentinel://",
            ));
        }
        let pem = read(&ca, folder)?;
        if !CertificateDer::pem_slice_iter(&pem).any(|found| found.is_ok()) {
            return Err(in_file(&ca, folder, "it contains no certificate in PEM"));
        }
        Ok(StoreLocation::Redis { url: self.0, ca: Some(pem) })
    }

    fn without_ca(self, folder: &Path) -> StoreLocation {
        if is_redis(&self.0) {
            return StoreLocation::Redis { url: self.0, ca: None };
        }
        StoreLocation::File(folder.join(self.0))
    }
}

/// The value of an environment variable, if it is set.
pub(super) fn from_environment<T: DeserializeOwned>(
    name: &str,
    variable: &impl Fn(&str) -> Option<String>,
) -> Result<Option<T>, ConfigError> {
    let Some(text) = variable(name) else { return Ok(None) };
    let read: Result<T, serde::de::value::Error> = T::deserialize(text.into_deserializer());
    read.map(Some).map_err(|cause| ConfigError::Invalid {
        place: name.to_owned(),
        what: redact(&cause.to_string()),
    })
}

impl RawConfig {
    /// Environment variables override the file.
    pub(super) fn with_environment(
        mut self,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        self.listen = from_environment("PASSWAVE_LISTEN", &variable)?.or(self.listen);
        self.admin = from_environment("PASSWAVE_ADMIN", &variable)?.or(self.admin);
        self.store = from_environment("PASSWAVE_STORE", &variable)?.or(self.store);
        self.log = from_environment("PASSWAVE_LOG", &variable)?.unwrap_or(self.log);
        Ok(self)
    }

    pub(super) fn is_for_tests(&self) -> bool {
        self.test_keys.as_ref().is_some_and(|test_keys| *test_keys.get_ref())
    }

    pub(super) fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or(DEFAULT_LISTEN)
    }

    /// With test keys beside real ones every token would pass.
    pub(super) fn check_for_tests(&self) -> Result<(), Problem> {
        if self.sites.is_empty() {
            return Ok(());
        }
        let at = self.test_keys.as_ref().map(Spanned::span);
        let what = "test_keys = true cannot be combined with [[sites]]: every token would pass";
        Err(Problem::new(at, what))
    }

    pub(super) fn checked(self, folder: &Path) -> Result<Config, Problem> {
        let listen = self.listen();
        let private_files = self.private_files(folder);
        let challenge_keys = self.challenge_keys.ok_or_else(|| missing("[challenge_keys]"))?;
        let renewal_keys = self.renewal_keys.ok_or_else(|| missing("[renewal_keys]"))?;
        let store = self.store.ok_or_else(|| missing("store"))?;
        let work_steps = self.work_steps.map_or(Ok(DEFAULT_STEPS.to_vec()), steps)?;
        Ok(Config {
            listen,
            store: Some(store.place(self.store_ca, folder)?),
            certificate: self.tls.map(|tls| tls.checked(folder)).transpose()?,
            work_networks: networks(&self.work_networks, &work_steps, folder)?,
            work_steps,
            admin: self.admin,
            admin_hostnames: self.admin_hostnames.into_iter().map(|host| host.0).collect(),
            log: self.log,
            drain: Duration::from_secs(self.drain_s.0),
            challenge_keys: challenge_keys.ring(KeyRing::hmac)?,
            renewal_keys: renewal_keys.ring(KeyRing::hmac)?,
            sites: sites(self.sites, folder)?,
            requests_per_minute: self.requests_per_minute.unwrap_or(REQUESTS_PER_MINUTE),
            trusted_proxies: TrustedProxies {
                networks: self.trusted_proxies,
                header: self.client_address_header,
            },
            test_keys: false,
            places: Places::default(),
            private_files,
        })
    }

    fn private_files(&self, folder: &Path) -> Vec<PrivateFile> {
        let key = self.tls.as_ref().map(|tls| PrivateFile {
            site: None,
            setting: "tls.key",
            path: folder.join(tls.key.get_ref()),
        });
        let secret = |site: &RawSite| {
            let path = folder.join(site.secret_file.as_ref()?.get_ref());
            let site = Some(site.sitekey.get_ref().0.clone());
            Some(PrivateFile { site, setting: "secret_file", path })
        };
        key.into_iter().chain(self.sites.iter().filter_map(secret)).collect()
    }
}

fn missing(what: &str) -> Problem {
    Problem::new(None, format!("{what} is missing; `passwave init` writes a complete file"))
}

impl RawKeys {
    fn ring<'a>(
        &'a self,
        make: impl Fn(&str, Vec<&'a String>) -> Result<KeyRing, InvalidKey>,
    ) -> Result<KeyRing, Problem> {
        let others = self.previous.iter().chain(&self.next).map(|key| &key.0).collect();
        make(&self.current.0, others).map_err(|cause| Problem::new(None, cause))
    }
}

fn sites(raw: Vec<RawSite>, folder: &Path) -> Result<Sites, Problem> {
    if raw.is_empty() {
        return Err(Problem::new(None, "there are no [[sites]]"));
    }
    let mut sites = Sites::default();
    for site in raw {
        let at = Some(site.sitekey.span());
        let secrets = site.secrets(folder)?;
        sites.add(site.checked()?, &secrets).map_err(|cause| Problem::new(at, cause))?;
    }
    Ok(sites)
}

impl RawSite {
    fn checked(self) -> Result<Site, Problem> {
        Ok(Site {
            token_keys: self.token_keys.ring(KeyRing::ed25519)?,
            sitekey: self.sitekey.into_inner().0,
            hostnames: self.hostnames.into_iter().map(|host| host.0).collect(),
            allow_null_origin: self.allow_null_origin,
            return_way: self.return_way,
            survey: self.survey,
            ways: self.ways.map_or(Way::ALL.to_vec(), with_press),
            work: self.work.into_iter().map(|(way, work)| (way.0, work.0)).collect(),
        })
    }

    fn secrets(&self, folder: &Path) -> Result<Vec<Digest32>, Problem> {
        let from_file = self.secret_file.as_ref().map(|file| secret_in(file, folder));
        let mut digests = Vec::from_iter(from_file.transpose()?);
        digests.extend(self.secret.as_ref().map(|secret| secret.0));
        digests.extend(&self.secret_sha256.0);
        if digests.is_empty() {
            let what = "the site needs secret, secret_file or secret_sha256";
            return Err(Problem::new(Some(self.sitekey.span()), what));
        }
        Ok(digests)
    }
}

fn with_press(names: Vec<WayName>) -> Vec<Way> {
    let mut ways: Vec<Way> = names.into_iter().map(|name| name.0).collect();
    if !ways.contains(&Way::Press) {
        ways.push(Way::Press);
    }
    ways
}

fn secret_in(file: &Spanned<PathBuf>, folder: &Path) -> Result<Digest32, Problem> {
    let text = String::from_utf8(read(file, folder)?);
    let text = text.map_err(|_| in_file(file, folder, "it is not UTF-8 text"))?;
    secret(text.trim().to_owned()).map_err(|cause| in_file(file, folder, cause))
}

impl RawTls {
    fn checked(self, folder: &Path) -> Result<Certificate, Problem> {
        let [cert, key] = [&self.cert, &self.key].map(|file| folder.join(file.get_ref()));
        Certificate::read(&cert, &key).map_err(|cause| match cause {
            InvalidCertificate::Certificate(what) => in_file(&self.cert, folder, what),
            InvalidCertificate::Key(what) => in_file(&self.key, folder, what),
        })
    }
}
