//! Reloads the configuration on SIGHUP.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::clock::Clock;
use crate::config::{Config, ConfigError, RestartOnly};
use crate::http::state::ReloadableState;
use crate::http::tls::Tls;

/// What a reload needs.
pub(super) struct Reload {
    pub file: PathBuf,
    pub listen: Option<SocketAddr>,
    pub restart_only: RestartOnly,
    pub state: ReloadableState,
    pub tls: Option<Tls>,
}

impl Reload {
    /// From now on, each SIGHUP reloads the configuration file.
    #[cfg(unix)]
    pub(super) fn on_signal(self) -> std::io::Result<()> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut hangup = signal(SignalKind::hangup())?;
        tokio::spawn(async move {
            while hangup.recv().await.is_some() {
                self.reload();
            }
        });
        Ok(())
    }

    #[cfg(not(unix))]
    pub fn on_signal(self) -> std::io::Result<()> {
        Ok(())
    }

    /// An invalid configuration changes nothing.
    fn reload(&self) {
        let next = load(&self.file, self.listen).map_err(|cause| cause.to_string());
        let next = next.and_then(|next| {
            self.restart_only.check(&next.restart_only())?;
            Ok(next)
        });
        match next {
            Ok(next) => {
                warn_about(&next);
                if let (Some(tls), Some(certificate)) = (&self.tls, &next.certificate) {
                    tls.replace(certificate.clone());
                }
                self.state.reconfigure(next);
                tracing::info!("configuration reloaded");
            }
            Err(cause) => tracing::error!(cause, "configuration not reloaded"),
        }
    }
}

/// Loads the configuration file; an address on the command line overrides its own.
pub(super) fn load(file: &Path, listen: Option<SocketAddr>) -> Result<Config, ConfigError> {
    let mut config = Config::load(file)?;
    if let Some(listen) = listen {
        config.listen = listen;
        config.places.override_with("listen", "--listen");
    }
    Ok(config)
}

/// Logs the dangerous settings.
pub(super) fn warn_about(config: &Config) {
    for warning in config.warnings(Clock::system().now_s()) {
        tracing::warn!("{warning}");
    }
}
