//! `passwave serve`.

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use clap::Args;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::failure::failed;
use super::reload::{Reload, loaded, warn_about};
use crate::clock::Clock;
use crate::config::certificate::Certificate;
use crate::config::{Config, DEFAULT_LISTEN, LogFormat, StoreLocation};
use crate::http::accept;
use crate::http::router::router;
use crate::http::shutdown::Signals;
use crate::http::state::{AppState, ReloadableState};
use crate::http::tls::Tls;
use crate::ops;
use crate::static_files::demo;
use crate::static_files::widget::{self, Widget};
use crate::store::{EmbeddedStore, RedisStore, Store};

/// `passwave serve`.
#[derive(Args)]
pub(super) struct Serve {
    /// The configuration; `passwave init` writes one
    #[arg(long, required_unless_present = "demo", conflicts_with = "demo")]
    config: Option<PathBuf>,
    /// Serve the demo on this computer: sitekey `demo`, secret `demo-secret`, nothing kept
    #[arg(long)]
    demo: bool,
    /// Let the demo ask "Was that easy?", as `survey` does for a site
    #[arg(long, requires = "demo")]
    survey: bool,
    /// Serve the demo over https with this certificate, in PEM
    #[arg(long, requires = "demo", requires = "key")]
    cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM
    #[arg(long, requires = "cert")]
    key: Option<PathBuf>,
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
        let config = match self.config() {
            Ok(config) => config,
            Err(cause) => return failed(cause),
        };
        start_log(config.log);
        let done = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(Into::into)
            .and_then(|runtime| runtime.block_on(self.serve(config)));
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(cause) => failed(cause),
        }
    }

    async fn serve(self, config: Config) -> Result<(), Box<dyn Error>> {
        let (listener, address) = bound(config.listen).await?;
        let admin = match config.admin {
            Some(address) => Some(bound(address).await?),
            None => None,
        };
        let (store, _temporary) = opened_store(&config).await?;
        warn_about(&config);
        self.warn_about_folders();
        let (fixed, drain) = (config.fixed(), config.drain);
        let tls = config.certificate.clone().map(Tls::new).transpose()?;
        let live = ReloadableState::new(AppState::new(config, store, Clock::system()));
        let router = self.with_files(router(live.clone()), address, tls.is_some()).await?;
        let signals = Signals::new()?;
        if let Some(file) = &self.config {
            let (file, live) = (file.clone(), live.clone());
            let tls = tls.clone();
            Reload { file, listen: self.listen, fixed, live, tls }.on_signal()?;
        }
        let admin = admin.map(|(listener, address)| look_on(listener, address, live.clone()));
        announce(address, tls.is_some(), self.demo, admin)?;
        accept::serve(listener, tls, router, signals.stop(live, drain)).await;
        Ok(())
    }

    fn config(&self) -> Result<Config, Box<dyn Error>> {
        match &self.config {
            Some(file) => Ok(loaded(file, self.listen)?),
            None => self.demo_config(),
        }
    }

    fn demo_config(&self) -> Result<Config, Box<dyn Error>> {
        let mut config = Config::demo(self.listen.unwrap_or(DEFAULT_LISTEN), self.survey)?;
        if let (Some(cert), Some(key)) = (&self.cert, &self.key) {
            config.certificate = Some(Certificate::read(cert, key)?);
        }
        Ok(config)
    }

    async fn with_files(
        &self,
        router: Router,
        address: SocketAddr,
        has_tls: bool,
    ) -> Result<Router, Box<dyn Error>> {
        let own = if self.demo && has_tls { beside(router.clone()).await? } else { address };
        let router = router.merge(widget::router(&self.widget()));
        if self.demo { Ok(router.merge(demo::router(&self.pages, own)?)) } else { Ok(router) }
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

/// Serves the same on this computer alone, without TLS: the demo's backend need not believe its own certificate.
async fn beside(router: Router) -> Result<SocketAddr, Box<dyn Error>> {
    let (listener, address) = bound(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    tokio::spawn(accept::serve(listener, None, router, std::future::pending()));
    Ok(address)
}

async fn bound(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Box<dyn Error>> {
    let bound = TcpListener::bind(address).await;
    let listener = bound.map_err(|cause| format!("cannot listen on {address}: {cause}"))?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves the operator's pages as long as the process lives.
fn look_on(listener: TcpListener, address: SocketAddr, live: ReloadableState) -> SocketAddr {
    tokio::spawn(accept::serve(listener, None, ops::router::router(live), std::future::pending()));
    address
}

/// Writes to standard error what `RUST_LOG` asks for; colours are for people who look on.
fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

/// The configured store, or one in a temporary folder that goes when the server stops.
pub(super) async fn opened_store(
    config: &Config,
) -> Result<(Arc<dyn Store>, Option<TempDir>), Box<dyn Error>> {
    match &config.store {
        Some(StoreLocation::File(file)) => Ok((Arc::new(EmbeddedStore::open(file)?), None)),
        Some(StoreLocation::Redis { url, ca }) => {
            let store = RedisStore::open(url, ca.as_deref(), Clock::system().now_s()).await?;
            Ok((Arc::new(store), None))
        }
        None => {
            let folder = tempfile::tempdir()?;
            let store = EmbeddedStore::open(&folder.path().join("passwave.redb"))?;
            Ok((Arc::new(store), Some(folder)))
        }
    }
}

/// Said on standard output, so that whoever started the server can wait for it.
fn announce(
    address: SocketAddr,
    has_tls: bool,
    demo: bool,
    admin: Option<SocketAddr>,
) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let scheme = if has_tls { "https" } else { "http" };
    writeln!(out, "Listening on {scheme}://{address}")?;
    if demo {
        let host = if address.ip().is_loopback() {
            "localhost".to_owned()
        } else {
            address.ip().to_string()
        };
        writeln!(out, "Open {scheme}://{host}:{}/demo/", address.port())?;
    }
    if let Some(address) = admin {
        writeln!(out, "Status on http://{address}/status")?;
    }
    out.flush()
}
