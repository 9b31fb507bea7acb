//! The configured sites.

use std::collections::HashMap;
use std::sync::Arc;

use passwave_protocol::{Way, WorkTask};

use crate::digest::{Digest32, secret_digest};
use crate::tokens::keys::{KeyRing, PublicKey};

/// One site.
pub struct Site {
    /// The public key in its pages.
    pub sitekey: String,
    /// The hosts whose pages may use the sitekey; if empty, any page may.
    pub hostnames: Vec<String>,
    /// Whether pages and apps without an origin may use the sitekey.
    pub allow_null_origin: bool,
    /// The ways offered, in this order; [`Way::Press`] is always included.
    pub ways: Vec<Way>,
    /// The proof of work for each way, where it is not the default.
    pub work: HashMap<Way, WorkTask>,
    /// Whether siteverify returns the way.
    pub return_way: bool,
    /// Whether the widget asks "Was that easy?" once someone is verified.
    pub survey: bool,
    /// The keys that sign the tokens.
    pub token_keys: KeyRing,
}

impl Site {
    /// The proof of work for a way.
    #[must_use]
    pub fn work(&self, way: Way) -> WorkTask {
        self.work.get(&way).copied().unwrap_or(way.work())
    }

    /// The way for a page that names none: the first that moves the phone.
    #[must_use]
    pub(crate) fn first_way(&self) -> Way {
        let moving = self.ways.iter().find(|way| way.gesture().is_some());
        moving.or(self.ways.first()).copied().unwrap_or(Way::Press)
    }

    /// Whether pages of this host may use the sitekey.
    #[must_use]
    pub fn has_host(&self, host: &str) -> bool {
        self.hostnames.is_empty() || self.hostnames.iter().any(|known| known == host)
    }
}

/// All sites, indexed by sitekey and by secret.
#[derive(Default)]
pub struct Sites {
    by_sitekey: HashMap<String, Arc<Site>>,
    by_secret: HashMap<Digest32, Arc<Site>>,
}

/// Two sites have the same sitekey or secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DuplicateSite {
    /// Two sites have the same sitekey.
    #[error("the sitekey {0:?} is used twice")]
    Sitekey(String),
    /// Two sites have the same secret.
    #[error("the secret of site {0:?} is also another site's")]
    Secret(String),
}

impl Sites {
    /// Adds a site with the SHA-256 of each of its secrets.
    ///
    /// # Errors
    /// If another site has its sitekey or one of its secrets.
    pub(crate) fn add(&mut self, site: Site, secrets: &[Digest32]) -> Result<(), DuplicateSite> {
        let site = Arc::new(site);
        for secret in secrets {
            if self.by_secret.insert(*secret, site.clone()).is_some() {
                return Err(DuplicateSite::Secret(site.sitekey.clone()));
            }
        }
        let sitekey = site.sitekey.clone();
        match self.by_sitekey.insert(sitekey.clone(), site) {
            None => Ok(()),
            Some(_) => Err(DuplicateSite::Sitekey(sitekey)),
        }
    }

    /// The site with this sitekey.
    #[must_use]
    pub(crate) fn by_sitekey(&self, sitekey: &str) -> Option<&Arc<Site>> {
        self.by_sitekey.get(sitekey)
    }

    /// The site with this secret; see [`secret_digest`] for why a lookup is safe.
    #[must_use]
    pub fn by_secret(&self, secret: &str) -> Option<&Arc<Site>> {
        self.by_secret.get(&secret_digest(secret))
    }

    /// How many secrets a site has.
    #[must_use]
    pub(crate) fn secrets_of(&self, site: &Arc<Site>) -> usize {
        self.by_secret.values().filter(|owner| Arc::ptr_eq(owner, site)).count()
    }

    /// All sites, in no particular order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Site>> {
        self.by_sitekey.values()
    }

    /// The public keys of all sites.
    pub(crate) fn public_keys(&self) -> impl Iterator<Item = PublicKey<'_>> {
        self.all().flat_map(|site| site.token_keys.public_keys())
    }
}
