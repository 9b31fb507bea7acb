//! `passwave serve`.

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use clap::Args;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::reload::Reload;
use super::{failed, listen};
use crate::app::{App, Live, router};
use crate::clock::Clock;
use crate::config::{Config, ConfigError, DEFAULT_LISTEN};
use crate::files::{self, Widget, demo};
use crate::store::RedbStore;

/// `passwave serve`.
#[derive(Args)]
pub struct Serve {
    /// The configuration; `passwave init` writes one
    #[arg(long, required_unless_present = "demo", conflicts_with = "demo")]
    config: Option<PathBuf>,
    /// Serve the demo on this computer: sitekey `demo`, secret `demo-secret`, nothing kept
    #[arg(long)]
    demo: bool,
    /// Where to listen, in place of what the configuration says
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// The folder of the built widget [default: pkg/dist, or the files inside this program]
    #[arg(long)]
    assets: Option<PathBuf>,
    /// The folder of the demo's pages
    #[arg(long, default_value = "www", requires = "demo")]
    pages: PathBuf,
}

impl Serve {
    pub(super) fn run(self) -> ExitCode {
        start_log();
        let done = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(Into::into)
            .and_then(|runtime| runtime.block_on(self.serve()));
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(cause) => failed(cause),
        }
    }

    async fn serve(self) -> Result<(), Box<dyn Error>> {
        let config = self.config()?;
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|cause| format!("cannot listen on {}: {cause}", config.listen))?;
        let address = listener.local_addr()?;
        let (store, _temporary) = opened_store(&config)?;
        warn_about(&config);
        self.warn_about_folders();
        let fixed = config.fixed();
        let live = Live::new(App::new(config, Arc::new(store), Clock::system()));
        let router = self.with_files(router(live.clone()), address)?;
        let stop = stop_signal()?;
        if let Some(file) = &self.config {
            Reload { file: file.clone(), listen: self.listen, fixed, live }.on_signal()?;
        }
        announce(address, self.demo)?;
        listen::serve(listener, router, stop).await;
        Ok(())
    }

    fn config(&self) -> Result<Config, ConfigError> {
        match &self.config {
            Some(file) => loaded(file, self.listen),
            None => Config::demo(self.listen.unwrap_or(DEFAULT_LISTEN)),
        }
    }

    fn with_files(&self, router: Router, address: SocketAddr) -> Result<Router, Box<dyn Error>> {
        let router = router.merge(files::widget(&self.widget()));
        if self.demo { Ok(router.merge(demo::router(&self.pages, address)?)) } else { Ok(router) }
    }

    fn warn_about_folders(&self) {
        if let Widget::Folder(folder) = self.widget()
            && !folder.is_dir()
        {
            tracing::warn!(folder = %folder.display(), "there is no such folder of widget files");
        }
        if self.demo && !self.pages.is_dir() {
            tracing::warn!(folder = %self.pages.display(), "there is no such folder of pages");
        }
    }

    fn widget(&self) -> Widget {
        match &self.assets {
            Some(folder) => Widget::Folder(folder.clone()),
            #[cfg(feature = "embed")]
            None => Widget::Embedded,
            #[cfg(not(feature = "embed"))]
            None => Widget::Folder(PathBuf::from("pkg/dist")),
        }
    }
}

/// Writes to standard error what `RUST_LOG` asks for; colours are for people who look on.
fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
}

/// The configured store, or one in a temporary folder that goes when the server stops.
fn opened_store(config: &Config) -> Result<(RedbStore, Option<tempfile::TempDir>), Box<dyn Error>> {
    if let Some(file) = &config.store {
        return Ok((RedbStore::open(file)?, None));
    }
    let folder = tempfile::tempdir()?;
    Ok((RedbStore::open(&folder.path().join("passwave.redb"))?, Some(folder)))
}

/// The file's configuration, with the address that the command line says.
pub(super) fn loaded(file: &Path, listen: Option<SocketAddr>) -> Result<Config, ConfigError> {
    let mut config = Config::load(file)?;
    config.listen = listen.unwrap_or(config.listen);
    Ok(config)
}

pub(super) fn warn_about(config: &Config) {
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
}

/// Said on standard output, so that whoever started the server can wait for it.
fn announce(address: SocketAddr, demo: bool) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "Listening on http://{address}")?;
    if demo {
        writeln!(out, "Open http://localhost:{}/demo/", address.port())?;
    }
    out.flush()
}

/// Listens for the signals at once, so that none is missed between here and the first wait.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        tracing::info!("stopping");
    })
}
