//! How the server is told to stop.

use std::io;
use std::time::Duration;

use tokio::time::timeout;

use crate::http::state::ReloadableState;

/// The signals to stop. They are listened for from the beginning, so that none is missed.
pub(crate) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    pub(crate) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    #[cfg(not(unix))]
    pub fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for a signal; from then on the server says that it is not ready, and after `drain`, or
    /// with a second signal, it stops.
    pub(crate) async fn stop(mut self, live: ReloadableState, drain: Duration) {
        self.next().await;
        live.current().stop();
        tracing::info!("stopping");
        // Whether the time is over or a second signal came makes no difference.
        let _ = timeout(drain, self.next()).await;
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
