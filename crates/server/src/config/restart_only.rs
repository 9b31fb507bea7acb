//! Which settings a reload can change.

use std::net::SocketAddr;
use std::time::Duration;

use super::settings::{Config, LogFormat, StoreLocation};

/// The settings that only change with a restart.
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
    /// Checks that a running server can switch to `next`.
    ///
    /// # Errors
    /// The setting that differs.
    pub(crate) fn check(&self, next: &Self) -> Result<(), &'static str> {
        let changes = [
            (self.listen != next.listen, "listen cannot change without a restart"),
            (self.store != next.store, "store cannot change without a restart"),
            (self.admin != next.admin, "admin cannot change without a restart"),
            (self.log != next.log, "log cannot change without a restart"),
            (self.drain != next.drain, "drain_s cannot change without a restart"),
            (self.has_tls != next.has_tls, "[tls] cannot be added or removed without a restart"),
        ];
        changes.iter().find(|(differs, _)| *differs).map_or(Ok(()), |(_, why)| Err(why))
    }
}

impl Config {
    /// The settings that only change with a restart.
    pub(crate) fn restart_only(&self) -> RestartOnly {
        let Self { listen, admin, log, drain, .. } = *self;
        let has_tls = self.certificate.is_some();
        RestartOnly { listen, store: self.store.clone(), admin, log, drain, has_tls }
    }
}
