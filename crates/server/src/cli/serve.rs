//! `passwave serve`.

use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;
use clap::Args;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::connection_bounds::connection_bounds;
use super::failure::failed;
use super::reload_on_sighup::{Reload, load, warn_about};
use super::served_files::ServedFiles;
use super::share_counts::ShareCounts;
use crate::clock::Clock;
use crate::config::certificate::Certificate;
use crate::config::{Config, DEFAULT_LISTEN, StoreLocation};
use crate::http::accept::{self, Serving};
use crate::http::connections::{Bounds, Connections};
use crate::http::middleware::wrong_address;
use crate::http::router::router;
use crate::http::shutdown::ShutdownSignals;
use crate::http::state::{AppState, ReloadableState};
use crate::http::tls::Tls;
use crate::limits::{BLOCKING_THREADS, MAX_ADMIN_CONNECTIONS};
use crate::ops;
use crate::ops::log::Log;
use crate::static_files::files::Files;
use crate::static_files::widget::{self, Widget};
use crate::static_files::{demo, docs};
use crate::store::{EmbeddedStore, RedisStore, Store, StoreError};

/// What to do, in three lines.
const NO_CONFIGURATION: &str =
    "serve needs a configuration: write one with `passwave init --hostname shop.example`,
start with `passwave serve --config passwave.toml`,
or have a look first: `passwave serve --demo`";

const EXAMPLES: &str = "\
Examples:
  passwave serve --demo                                   on this computer only
  passwave serve --config /etc/passwave/passwave.toml
  passwave serve --config passwave.toml --listen 0.0.0.0:8080

Signals: SIGHUP reloads the configuration; SIGTERM and Ctrl-C finish running requests and stop.
Log level: RUST_LOG=debug.";

/// `passwave serve`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Serve {
    /// Configuration file; `passwave init` writes one
    #[arg(long, value_name = "FILE", conflicts_with = "demo")]
    config: Option<PathBuf>,
    /// Demo instead of a configuration: sitekey `demo`, secret `demo-secret`
    ///
    /// It has no rate limits, and its store is a temporary file.
    #[arg(long)]
    demo: bool,
    /// Demo: ask "Was that easy?" after a verification, as `survey = true` does for a site
    #[arg(long, requires = "demo")]
    survey: bool,
    /// Demo: serve https with this certificate chain (PEM); needs --key
    #[arg(long, value_name = "FILE", requires = "demo", requires = "key")]
    cert: Option<PathBuf>,
    /// Demo: private key of the certificate (PEM), without a passphrase
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// Address and port to listen on, in place of the configuration's `listen`
    ///
    /// [default: 127.0.0.1:8787 if the configuration has none]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    files: ServedFiles,
}

impl Serve {
    pub(super) fn run(self) -> ExitCode {
        let config = match self.config() {
            Ok(config) => config,
            Err(cause) => return failed(cause),
        };
        let _log = Log::start(config.log);
        let done = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .max_blocking_threads(BLOCKING_THREADS)
            .build()
            .map_err(Into::into)
            .and_then(|runtime| runtime.block_on(self.serve(config)));
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(cause) => failed(cause),
        }
    }

    async fn serve(self, config: Config) -> Result<(), Box<dyn Error>> {
        let widget = self.files.widget()?;
        let pages = self.demo.then(|| self.files.pages()).transpose()?;
        let docs = self.files.docs()?;
        let (listener, address) = bind(config.listen).await?;
        let admin = match config.admin {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        let OpenStore { store, redis, _temporary } = open_store(&config).await?;
        warn_about(&config);
        let (restart_only, drain) = (config.restart_only(), config.drain);
        let tls = config.certificate.clone().map(Tls::new).transpose()?;
        let state = ReloadableState::new(AppState::new(config, store, Clock::system()));
        if let Some(redis) = redis {
            ShareCounts::start(redis, state.clone())?;
        }
        let router = router(state.clone());
        let own = if pages.is_some() && tls.is_some() {
            serve_on_loopback(router.clone()).await?
        } else {
            address
        };
        let router = with_files(router, &widget, pages.as_ref(), own)?;
        let router = with_docs(router, docs.as_ref());
        let signals = ShutdownSignals::new()?;
        if let Some(file) = &self.config {
            let (file, state) = (file.clone(), state.clone());
            let tls = tls.clone();
            Reload { file, listen: self.listen, restart_only, state, tls }.on_signal()?;
        }
        let admin = admin.map(|(listener, address)| serve_admin(listener, address, state.clone()));
        announce(address, tls.is_some(), self.demo, admin);
        let proxies = state.clone();
        let connections = Connections::new(connection_bounds()?, move |peer| {
            proxies.current().rate_limiter.is_proxy(peer)
        });
        let serving = Serving { listener, tls, router, connections };
        accept::serve(serving, signals.stop(state, drain)).await;
        Ok(())
    }

    fn config(&self) -> Result<Config, Box<dyn Error>> {
        match &self.config {
            Some(file) if !file.exists() => Err(missing_file(file).into()),
            Some(file) => Ok(load(file, self.listen)?),
            None if self.demo => self.demo_config(),
            None => Err(NO_CONFIGURATION.into()),
        }
    }

    fn demo_config(&self) -> Result<Config, Box<dyn Error>> {
        let mut config = Config::demo(self.listen.unwrap_or(DEFAULT_LISTEN), self.survey)?;
        if let (Some(cert), Some(key)) = (&self.cert, &self.key) {
            config.certificate = Some(Certificate::read(cert, key)?);
        }
        Ok(config)
    }
}

/// Adds the widget's files, and the demo, whose backend calls siteverify at `own`.
fn with_files(
    router: Router,
    widget: &Widget,
    pages: Option<&Files>,
    own: SocketAddr,
) -> Result<Router, reqwest::Error> {
    let mut router = router.merge(widget::router(widget));
    if let Some(pages) = pages {
        router = router.merge(demo::router(pages, own)?);
    }
    Ok(router.layer(from_fn(wrong_address::explain)))
}

fn with_docs(router: Router, pages: Option<&Files>) -> Router {
    match pages {
        Some(pages) => router.merge(docs::router(pages)),
        None => router,
    }
}

fn missing_file(file: &Path) -> String {
    let file = file.display();
    format!("{file}: there is no such file; `passwave init --config {file}` writes one")
}

/// Serves the same router on the loopback without TLS, so that the demo's backend need not trust its certificate.
async fn serve_on_loopback(router: Router) -> Result<SocketAddr, Box<dyn Error>> {
    let (listener, address) = bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    serve_few(listener, router);
    Ok(address)
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Box<dyn Error>> {
    let bound = TcpListener::bind(address).await;
    let listener = bound.map_err(|cause| format!("cannot listen on {address}: {cause}"))?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves the operator's pages until the process ends.
fn serve_admin(listener: TcpListener, address: SocketAddr, state: ReloadableState) -> SocketAddr {
    serve_few(listener, ops::router::router(state));
    address
}

/// Serves without TLS and to a few clients, until the process ends.
fn serve_few(listener: TcpListener, router: Router) {
    let bounds = Bounds { in_all: MAX_ADMIN_CONNECTIONS, per_client: MAX_ADMIN_CONNECTIONS };
    let connections = Connections::new(bounds, |_| false);
    let serving = Serving { listener, tls: None, router, connections };
    tokio::spawn(accept::serve(serving, std::future::pending()));
}

/// A store, and what it needs.
struct OpenStore {
    store: Arc<dyn Store>,
    /// The store, if it is one that instances share.
    redis: Option<Arc<RedisStore>>,
    /// A folder that is deleted when the server stops.
    _temporary: Option<TempDir>,
}

/// The configured store, or one in a temporary folder.
async fn open_store(config: &Config) -> Result<OpenStore, Box<dyn Error>> {
    match &config.store {
        Some(StoreLocation::File(file)) => Ok(embedded_store(file, None)?),
        Some(StoreLocation::Redis { url, ca }) => {
            let store = RedisStore::open(url, ca.as_deref(), Clock::system().now_s()).await?;
            let store = Arc::new(store);
            Ok(OpenStore { store: store.clone(), redis: Some(store), _temporary: None })
        }
        None => {
            let folder = tempfile::tempdir()?;
            Ok(embedded_store(&folder.path().join("passwave.redb"), Some(folder))?)
        }
    }
}

fn embedded_store(file: &Path, temporary: Option<TempDir>) -> Result<OpenStore, StoreError> {
    let store = Arc::new(EmbeddedStore::open(file)?);
    Ok(OpenStore { store, redis: None, _temporary: temporary })
}

/// Prints the addresses to standard output, if someone reads it, so that a parent process can wait for them.
fn announce(address: SocketAddr, has_tls: bool, demo: bool, admin: Option<SocketAddr>) {
    let mut out = std::io::stdout().lock();
    let scheme = if has_tls { "https" } else { "http" };
    let _ = writeln!(out, "Listening on {scheme}://{address}");
    if demo {
        let host = if address.ip().is_loopback() {
            "localhost".to_owned()
        } else {
            address.ip().to_string()
        };
        let _ = writeln!(out, "Open {scheme}://{host}:{}/demo/", address.port());
    }
    if let Some(address) = admin {
        let _ = writeln!(out, "Status on http://{address}/status");
    }
    let _ = out.flush();
}
