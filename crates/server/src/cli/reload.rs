//! Reads the configuration again when the process is told to (SIGHUP).

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::clock::Clock;
use crate::config::{Config, ConfigError, RestartOnly};
use crate::http::state::ReloadableState;
use crate::http::tls::Tls;

/// What reading it again needs to know.
pub(super) struct Reload {
    pub file: PathBuf,
    pub listen: Option<SocketAddr>,
    pub fixed: RestartOnly,
    pub live: ReloadableState,
    pub tls: Option<Tls>,
}

impl Reload {
    /// From now on, each SIGHUP brings the file's configuration into force.
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

    /// A configuration that cannot be used changes nothing.
    fn reload(&self) {
        let next = loaded(&self.file, self.listen).map_err(|cause| cause.to_string());
        let next = next.and_then(|next| {
            self.fixed.check(&next.fixed())?;
            Ok(next)
        });
        match next {
            Ok(next) => {
                warn_about(&next);
                if let (Some(tls), Some(certificate)) = (&self.tls, &next.certificate) {
                    tls.replace(certificate.clone());
                }
                self.live.reconfigure(next);
                tracing::info!("the configuration was read again");
            }
            Err(cause) => tracing::error!(cause, "the configuration stays as it was"),
        }
    }
}

/// The file's configuration, with the address that the command line says.
pub(super) fn loaded(file: &Path, listen: Option<SocketAddr>) -> Result<Config, ConfigError> {
    let mut config = Config::load(file)?;
    config.listen = listen.unwrap_or(config.listen);
    Ok(config)
}

pub(super) fn warn_about(config: &Config) {
    for warning in config.warnings(Clock::system().now_s()) {
        tracing::warn!("{warning}");
    }
}
