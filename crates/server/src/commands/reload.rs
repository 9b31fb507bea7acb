//! Reads the configuration again when the process is told to (SIGHUP).

use std::net::SocketAddr;
use std::path::PathBuf;

use super::serve::{loaded, warn_about};
use crate::app::Live;
use crate::config::Fixed;
use crate::tls::Tls;

/// What reading it again needs to know.
pub(super) struct Reload {
    pub file: PathBuf,
    pub listen: Option<SocketAddr>,
    pub fixed: Fixed,
    pub live: Live,
    pub tls: Option<Tls>,
}

impl Reload {
    /// From now on, each SIGHUP brings the file's configuration into force.
    #[cfg(unix)]
    pub fn on_signal(self) -> std::io::Result<()> {
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
