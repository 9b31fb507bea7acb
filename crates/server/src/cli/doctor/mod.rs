//! `passwave doctor`: looks at a running server from outside, as a site does, and says what to mend.

mod client_address;
mod connection;
mod finding;
mod pages;
mod siteverify;
mod visit;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::failure::failed;
use finding::Finding;
use siteverify::SECRET_VARIABLE;
use visit::{BaseUrl, Visit};

const EXAMPLES: &str = "\
Examples:
  passwave doctor https://check.example.org
  PASSWAVE_SECRET=… passwave doctor https://check.example.org --sitekey pw_… --origin https://shop.example

Each line is `ok`, `wrong` with what to change, or `-` for what was not checked.
Exit status: 1 if anything is wrong.";

/// `passwave doctor`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Doctor {
    /// Public address of the server, such as https://check.example.org or https://shop.example/check
    url: BaseUrl,
    /// Sitekey, to fetch a challenge as a page does
    #[arg(long)]
    sitekey: Option<String>,
    /// Origin of a page with the sitekey [default: that of URL]
    #[arg(long)]
    origin: Option<String>,
    /// File with the secret of the site [default: variable PASSWAVE_SECRET]
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
}

impl Doctor {
    pub(super) fn run(self) -> ExitCode {
        let findings = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Into::into)
            .and_then(|runtime| runtime.block_on(self.findings()));
        match findings {
            Ok(findings) => report(&findings),
            Err(cause) => failed(cause),
        }
    }

    async fn findings(&self) -> Result<Vec<Finding>, Box<dyn Error>> {
        let secret = self.secret()?;
        let (visit, mut findings) = connection::open(&self.url).await?;
        let Some(visit) = visit else { return Ok(findings) };
        findings.extend(self.look_around(&visit).await);
        findings.extend(siteverify::look(&visit, secret.as_deref()).await);
        Ok(findings)
    }

    async fn look_around(&self, visit: &Visit) -> Vec<Finding> {
        let mut findings = client_address::look(visit).await;
        let origin = self.origin.clone().unwrap_or_else(|| visit.base.origin());
        findings.extend(pages::look(visit, &origin, self.sitekey.as_deref()).await);
        findings
    }

    fn secret(&self) -> Result<Option<String>, String> {
        let Some(file) = &self.secret_file else { return Ok(std::env::var(SECRET_VARIABLE).ok()) };
        let text = std::fs::read_to_string(file);
        let text = text.map_err(|cause| format!("{}: {cause}", file.display()))?;
        Ok(Some(text.trim().to_owned()))
    }
}

fn report(findings: &[Finding]) -> ExitCode {
    findings.iter().for_each(Finding::print);
    match findings.iter().filter(|finding| finding.is_wrong()).count() {
        0 => ExitCode::SUCCESS,
        1 => failed("1 thing is wrong"),
        count => failed(format_args!("{count} things are wrong")),
    }
}
