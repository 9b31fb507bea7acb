//! Which settings a running server can change.

use std::net::SocketAddr;
use std::time::Duration;

use super::settings::{Config, LogFormat, StoreLocation};

/// The part of a configuration that holds until the server is started again.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RestartOnly {
    listen: SocketAddr,
    store: Option<StoreLocation>,
    admin: Option<SocketAddr>,
    log: LogFormat,
    drain: Duration,
    has_tls: bool,
}

impl RestartOnly {
    /// Whether a running server can go over to `next`.
    ///
    /// # Errors
    /// What can only change with a restart.
    pub(crate) fn check(&self, next: &Self) -> Result<(), &'static str> {
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

impl Config {
    /// What a running server cannot change.
    pub(crate) fn fixed(&self) -> RestartOnly {
        let Self { listen, admin, log, drain, .. } = *self;
        let has_tls = self.certificate.is_some();
        RestartOnly { listen, store: self.store.clone(), admin, log, drain, has_tls }
    }
}
