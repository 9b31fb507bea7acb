//! The sites this server works for.

use std::collections::HashMap;
use std::sync::Arc;

use passwave_protocol::{Way, WorkTask};

use crate::digest::{Digest32, secret_digest};
use crate::tokens::keys::{KeyRing, PublicKey};

/// One site.
pub struct Site {
    /// The public name that stands in its pages.
    pub sitekey: String,
    /// The hosts whose pages may use the sitekey; any, if there are none.
    pub hostnames: Vec<String>,
    /// Whether pages and apps without an origin may use it.
    pub allow_null_origin: bool,
    /// The ways offered, the first one first; [`Way::Press`] is always among them.
    pub ways: Vec<Way>,
    /// The work asked for in each way, where it is not the default.
    pub work: HashMap<Way, WorkTask>,
    /// Whether siteverify tells the way.
    pub return_way: bool,
    /// Whether the widget asks "Was that easy?" once someone is verified.
    pub survey: bool,
    /// The keys that sign its tokens.
    pub token_keys: KeyRing,
}

impl Site {
    /// The work asked for in one way.
    #[must_use]
    pub fn work(&self, way: Way) -> WorkTask {
        self.work.get(&way).copied().unwrap_or(way.work())
    }

    /// The way asked for when the page names none: the first that moves the phone.
    #[must_use]
    pub(crate) fn first_way(&self) -> Way {
        let moving = self.ways.iter().find(|way| way.gesture().is_some());
        moving.or(self.ways.first()).copied().unwrap_or(Way::Press)
    }

    /// What may be meant and should be looked at.
    pub(crate) fn warnings(&self) -> impl Iterator<Item = &'static str> {
        let open = "has no hostnames: any page may use it";
        let tells =
            "has return_way = true: that someone did not move the phone can reveal a disability";
        let warnings = [(self.hostnames.is_empty(), open), (self.return_way, tells)];
        warnings.into_iter().filter(|(is_so, _)| *is_so).map(|(_, what)| what)
    }

    /// Whether pages of this host may use the sitekey.
    #[must_use]
    pub fn has_host(&self, host: &str) -> bool {
        self.hostnames.is_empty() || self.hostnames.iter().any(|known| known == host)
    }
}

/// All sites, found by sitekey or by secret.
#[derive(Default)]
pub struct Sites {
    by_sitekey: HashMap<String, Arc<Site>>,
    by_secret: HashMap<Digest32, Arc<Site>>,
}

/// Two sites cannot be told apart.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Ambiguous {
    /// Two sites have the same sitekey.
    #[error("the sitekey {0:?} is there twice")]
    Sitekey(String),
    /// Two sites have the same secret.
    #[error("the secret of the site {0:?} is also another site's")]
    Secret(String),
}

impl Sites {
    /// Adds a site with the SHA-256 of each of its secrets.
    ///
    /// # Errors
    /// If its sitekey or a secret is there already.
    pub(crate) fn add(&mut self, site: Site, secrets: &[Digest32]) -> Result<(), Ambiguous> {
        let site = Arc::new(site);
        for secret in secrets {
            if self.by_secret.insert(*secret, site.clone()).is_some() {
                return Err(Ambiguous::Secret(site.sitekey.clone()));
            }
        }
        let sitekey = site.sitekey.clone();
        match self.by_sitekey.insert(sitekey.clone(), site) {
            None => Ok(()),
            Some(_) => Err(Ambiguous::Sitekey(sitekey)),
        }
    }

    /// The site of that sitekey.
    #[must_use]
    pub(crate) fn by_sitekey(&self, sitekey: &str) -> Option<&Arc<Site>> {
        self.by_sitekey.get(sitekey)
    }

    /// The site whose secret this is; see [`secret_digest`] for why a look-up is safe.
    #[must_use]
    pub fn by_secret(&self, secret: &str) -> Option<&Arc<Site>> {
        self.by_secret.get(&secret_digest(secret))
    }

    /// All sites, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Site>> {
        self.by_sitekey.values()
    }

    /// The public halves of all token keys.
    pub(crate) fn public_keys(&self) -> impl Iterator<Item = PublicKey<'_>> {
        self.all().flat_map(|site| site.token_keys.public_keys())
    }
}
