//! Settings that are allowed but dangerous, each with its line.

use std::fmt::Display;
use std::net::IpAddr;

use ipnet::IpNet;
use passwave_protocol::WorkTask;

use super::demo_and_test_keys::DEMO_SECRET;
use super::file_rights::{is_in_memory, why_not_private};
use super::places::Places;
use super::settings::{Config, StoreLocation};
use super::site::Site;
use super::values::{has_password, has_tls, redis_hosts};
use crate::clock::iso_8601;
use crate::limits::{LONG_DRAIN, MIN_PREFIX_V4, MIN_PREFIX_V6, PRIVATE_NETWORKS};
use crate::tokens::test_keys;

/// Secrets that anyone can look up: our own, and those that other services publish for tests.
const PUBLIC_SECRETS: [&str; 7] = [
    DEMO_SECRET,
    test_keys::SECRET_PASSES,
    test_keys::SECRET_FAILS,
    test_keys::SECRET_DUPLICATE,
    "6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe",
    "0x0000000000000000000000000000000000000000",
    "1x0000000000000000000000000000000AA",
];

struct Warnings<'a> {
    places: &'a Places,
    found: Vec<String>,
}

impl Warnings<'_> {
    fn add(&mut self, setting: &str, what: impl Display) {
        self.add_at(&self.places.of(setting), setting, what);
    }

    fn add_for(&mut self, site: &str, setting: &str, what: impl Display) {
        let place = self.places.of(&format!("sites.{site}.{setting}"));
        self.add_at(&place, &format!("site {site:?}: {setting}"), what);
    }

    fn add_at(&mut self, place: &str, setting: &str, what: impl Display) {
        let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
        self.found.push(format!("{place}{setting}: {what}"));
    }
}

impl Config {
    /// Settings that are allowed but dangerous, for the operator.
    #[must_use]
    pub(crate) fn warnings(&self, now_s: u64) -> Vec<String> {
        let mut warnings = Warnings { places: &self.places, found: Vec::new() };
        if self.test_keys {
            warnings.add("test_keys", "everyone who knows the test secret passes");
        } else if self.store.is_none() {
            self.check_demo(&mut warnings);
        } else {
            self.check_listeners(&mut warnings);
            self.check_proxies(&mut warnings);
            self.check_limits(&mut warnings);
            self.check_store(&mut warnings);
            self.check_files(&mut warnings, now_s);
            self.check_sites(&mut warnings);
        }
        warnings.found
    }

    fn check_demo(&self, warnings: &mut Warnings) {
        if !self.listen.ip().is_loopback() {
            let what = "the demo has a public secret and no limits; other computers can reach it";
            warnings.add("listen", format_args!("{} is not loopback: {what}", self.listen));
        }
    }

    fn check_listeners(&self, warnings: &mut Warnings) {
        let has_proxies = !self.trusted_proxies.networks.is_empty();
        if !is_private(self.listen.ip()) && self.certificate.is_none() && !has_proxies {
            let what = "without TLS and without a proxy secrets can be read on the way, and browsers give no motion";
            warnings.add("listen", format_args!("{what}: set [tls] or trusted_proxies"));
        }
        if let Some(admin) = self.admin.filter(|admin| !is_private(admin.ip())) {
            let what =
                "is not private: anyone who reaches it can read the status page and the metrics";
            warnings.add("admin", format_args!("{admin} {what}"));
        }
        if self.drain > LONG_DRAIN {
            let what = "with the 10 s for requests in progress a stop takes more than the 30 s after which systemd, as \
                 our unit sets it, and Kubernetes kill";
            warnings.add("drain_s", what);
        }
    }

    fn check_proxies(&self, warnings: &mut Warnings) {
        let networks = &self.trusted_proxies.networks;
        for (index, network) in networks.iter().enumerate().filter(|(_, net)| is_too_wide(net)) {
            let what = "so any client can write its own address, and no limit holds";
            let place = self.places.of(&format!("trusted_proxies.{index}"));
            warnings.add_at(&place, "trusted_proxies", format_args!("trusts {network}, {what}"));
        }
        let listen = self.listen.ip();
        if listen.is_loopback() && !networks.iter().any(|network| network.contains(&listen)) {
            let name =
                if self.places.has("trusted_proxies") { "trusted_proxies" } else { "listen" };
            let what = "the server listens on loopback, where only a proxy of this computer reaches it, and does not \
                 trust it: all visitors count as one client; add \"127.0.0.0/8\" and \"::1/128\"";
            warnings.add(name, what);
        }
        if networks.is_empty() && self.places.has("client_address_header") {
            warnings
                .add("client_address_header", "the header is never read without trusted_proxies");
        }
    }

    fn check_limits(&self, warnings: &mut Warnings) {
        if self.requests_per_minute == 0 {
            warnings.add("requests_per_minute", "0 is no limit, also for guesses of secrets");
        }
        if self.work_steps.is_empty() {
            warnings.add("work_steps", "empty: the work does not rise under a flood");
        }
        for (index, networks) in self.work_networks.iter().enumerate() {
            let Some(network) = networks.list.iter().find(is_too_wide) else { continue };
            let what = "is in the list: nearly everybody's work starts at the higher step";
            let place = self.places.of(&format!("work_networks.{index}.file"));
            warnings.add_at(&place, "work_networks", format_args!("{network} {what}"));
        }
    }

    fn check_store(&self, warnings: &mut Warnings) {
        match &self.store {
            Some(StoreLocation::File(file)) if is_in_memory(file) => {
                let what = "lies in memory (tmpfs) and is lost with a restart: what was used could be used again";
                warnings.add("store", what);
            }
            Some(StoreLocation::Redis { url, .. }) if redis_hosts(url).any(is_remote) => {
                if !has_password(url) {
                    warnings.add("store", "a Redis on another computer, without a password");
                }
                if !has_tls(url) {
                    let what = "a Redis on another computer, without TLS (rediss://): whoever is on the way reads the \
                         password and can have tokens pass twice";
                    warnings.add("store", what);
                }
            }
            _ => {}
        }
    }

    fn check_files(&self, warnings: &mut Warnings, now_s: u64) {
        if let Some(why) = why_not_private(self.places.file()) {
            warnings.found.push(format!("{}: {why}", self.places.file().display()));
        }
        for file in &self.private_files {
            let Some(why) = why_not_private(&file.path) else { continue };
            let what = format!("{}: {why}", file.path.display());
            match &file.site {
                Some(site) => warnings.add_for(site, file.setting, what),
                None => warnings.add(file.setting, what),
            }
        }
        let Some(certificate) = &self.certificate else { return };
        if let Err(what) = certificate.check_time(now_s) {
            let until = iso_8601(certificate.valid_until_s());
            let what = format!("the certificate {what}: browsers reject it (valid until {until})");
            warnings.add("tls.cert", what);
        }
    }

    fn check_sites(&self, warnings: &mut Warnings) {
        let mut sites = Vec::from_iter(self.sites.all());
        sites.sort_by(|one, other| one.sitekey.cmp(&other.sitekey));
        for site in sites {
            site.check(warnings);
        }
        for secret in PUBLIC_SECRETS {
            let Some(site) = self.sites.by_secret(secret) else { continue };
            let has = |name: &&str| self.places.has(&format!("sites.{}.{name}", site.sitekey));
            let names = ["secret", "secret_sha256", "secret_file"];
            let name = names.into_iter().find(has).unwrap_or("secret");
            warnings.add_for(
                &site.sitekey,
                name,
                "this secret is publicly known: anyone can use up tokens",
            );
        }
    }
}

impl Site {
    fn check(&self, warnings: &mut Warnings) {
        let mut add = |setting: &str, what: &str| warnings.add_for(&self.sitekey, setting, what);
        if self.hostnames.is_empty() {
            add("hostnames", "empty: any page may use the sitekey");
        }
        if self.allow_null_origin {
            let what = "true: any page may use the sitekey in a sandboxed frame; apps and files alone need this";
            add("allow_null_origin", what);
        }
        if self.return_way {
            let what = "true: that someone did not move the phone can reveal a disability";
            add("return_way", what);
        }
        for (way, work) in &self.work {
            if tries(*work) * 4 < tries(way.work()) {
                let what = "less than a quarter of the usual work: tokens cost next to nothing";
                add(&format!("work.{}", way.name()), what);
            }
        }
    }
}

/// How many hashes it takes on average.
fn tries(work: WorkTask) -> u64 {
    u64::from(work.puzzles) << work.bits
}

fn is_private(address: IpAddr) -> bool {
    let address = address.to_canonical();
    PRIVATE_NETWORKS.iter().any(|network| network.contains(&address))
}

fn is_too_wide(network: &IpNet) -> bool {
    let least = if network.addr().is_ipv4() { MIN_PREFIX_V4 } else { MIN_PREFIX_V6 };
    network.prefix_len() < least
}

fn is_remote(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    address.map_or(host != "localhost", |address| !address.is_loopback())
}
