//! The log, on standard error. Nobody waits for it: lines that nobody takes are counted and dropped.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::thread;

use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;
use crate::limits::LOG_QUEUE_LINES;

static LOST_LINES: OnceLock<ErrorCounter> = OnceLock::new();

/// The running log.
pub(crate) struct Log(Option<WorkerGuard>);

impl Log {
    /// Starts it, filtered by `RUST_LOG`, with colours if standard error is a terminal. A panic becomes one of its
    /// lines, because the standard library's own report would wait for whoever reads standard error.
    pub(crate) fn start(format: LogFormat) -> Self {
        let (writer, guard) = NonBlockingBuilder::default()
            .lossy(true)
            .buffered_lines_limit(LOG_QUEUE_LINES)
            .finish(io::stderr());
        LOST_LINES.get_or_init(|| writer.error_counter());
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
        let log = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(io::stderr().is_terminal())
            .with_writer(writer);
        match format {
            LogFormat::Text => log.init(),
            LogFormat::Json => log.json().flatten_event(true).init(),
        }
        std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
        Self(Some(guard))
    }
}

impl Drop for Log {
    /// Writes what is left, as long as someone takes it.
    fn drop(&mut self) {
        let guard = self.0.take();
        // On a thread of its own, because the guard may panic when there is neither standard error nor output.
        let _ = thread::spawn(move || drop(guard)).join();
    }
}

/// How many lines nobody took.
pub(super) fn lost_lines() -> u64 {
    LOST_LINES.get().map_or(0, |lost| lost.dropped_lines() as u64)
}
