//! `passwave healthcheck`: asks the server of this computer whether it is ready.
//!
//! An image without a shell has no other program that could ask.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use axum::http::Request;
use clap::Args;

use super::failure::failed;
use super::http_client::HttpClient;
use crate::config::Endpoint;

const EXAMPLES: &str = "\
Examples:
  passwave healthcheck --config /etc/passwave/passwave.toml
  passwave healthcheck --listen 127.0.0.1:8080 --live

Exit status: 0 if the server is ready, 1 with the reason if it is not.";

/// `passwave healthcheck`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Healthcheck {
    /// Configuration of the server, of which only the address is read
    ///
    /// [default: the address in PASSWAVE_LISTEN, or 127.0.0.1:8787]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address and port, if the server was started with --listen
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Liveness (/healthz) instead of readiness (/readyz)
    #[arg(long)]
    live: bool,
}

impl Healthcheck {
    pub(super) fn run(self) -> ExitCode {
        match self.ask() {
            Ok(()) => ExitCode::SUCCESS,
            Err(cause) => failed(cause),
        }
    }

    fn ask(&self) -> Result<(), Box<dyn Error>> {
        let url = self.url()?;
        let client = HttpClient::trusting_any_certificate()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let request = Request::get(&url).body(String::new())?;
        let answer =
            runtime.block_on(client.send(request)).map_err(|cause| format!("{url}: {cause}"))?;
        if answer.status.is_success() {
            return Ok(());
        }
        Err(format!("{url}: {}", answer.status).into())
    }

    fn url(&self) -> Result<String, Box<dyn Error>> {
        let Endpoint { address, has_tls } = Endpoint::load(self.config.as_deref())?.at(self.listen);
        if address.port() == 0 {
            return Err("port 0 is any free one; name the server's with --listen".into());
        }
        let scheme = if has_tls { "https" } else { "http" };
        let path = if self.live { "healthz" } else { "readyz" };
        Ok(format!("{scheme}://{address}/{path}"))
    }
}
