//! Graceful shutdown on SIGINT and SIGTERM.

use std::io;
use std::time::Duration;

use tokio::time::timeout;

use crate::http::state::ReloadableState;

/// The shutdown signals, registered at the start so that none is missed.
pub(crate) struct ShutdownSignals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl ShutdownSignals {
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

    /// Waits for a signal. Then the server reports that it is not ready, and after `drain` or a second signal it
    /// stops.
    pub(crate) async fn stop(mut self, state: ReloadableState, drain: Duration) {
        self.recv().await;
        state.current().stop();
        tracing::info!("stopping");
        // A second signal and the end of the time have the same effect.
        let _ = timeout(drain, self.recv()).await;
    }

    #[cfg(unix)]
    async fn recv(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn recv(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
