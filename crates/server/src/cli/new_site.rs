//! A new site: its part of the configuration, and what its owner is told.

use clap::Args;

use crate::config::hostname::hostname;
use crate::digest::{random_id, secret_digest, to_hex};
use crate::tokens::keys::random_key;

const NEW_SITE: &str = include_str!("new-site.toml");

/// What is said of a new site.
#[derive(Args)]
pub(super) struct SiteOptions {
    /// Host whose pages may use the sitekey; repeat it for several
    #[arg(long = "hostname", value_name = "HOST", default_value = "localhost", value_parser = checked_hostname)]
    pub hostnames: Vec<String>,
    #[command(flatten)]
    pub url: PublicUrl,
}

/// The server's address in what is printed.
#[derive(Args)]
pub(super) struct PublicUrl {
    /// Public address of the server, for the printed lines
    #[arg(long, default_value = "http://localhost:8787", value_parser = checked_url)]
    url: String,
}

/// A site with random keys, and its secret, which is not in the text.
pub(super) struct NewSite {
    /// Its table, as it stands in the configuration.
    pub text: String,
    /// The sitekey in it.
    pub sitekey: String,
    /// The secret, of which the text has only the SHA-256.
    ///
    /// The secret belongs to the site's backend. If it were stored here too, it could leak from two places, and
    /// be read from a screen that shows the configuration.
    pub secret: String,
}

/// The hostname as it was typed.
fn checked_hostname(text: &str) -> Result<String, String> {
    hostname(text).map(|_| text.to_owned())
}

/// An address without a slash at its end.
fn checked_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let has_host = ["https://", "http://"]
        .iter()
        .any(|scheme| url.strip_prefix(scheme).is_some_and(|host| !host.is_empty()));
    let is_plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\`$".contains(&byte));
    let fits = has_host && is_plain;
    fits.then(|| url.to_owned())
        .ok_or_else(|| "write an address such as https://check.example.org".to_owned())
}

impl NewSite {
    /// # Errors
    /// If the operating system has no randomness.
    pub(super) fn make(hostnames: &[String]) -> Result<Self, getrandom::Error> {
        let sitekey = format!("pw_{}", random_id()?);
        let secret = random_key()?;
        let values = [
            ("{token_key}", random_key()?),
            ("{sitekey}", sitekey.clone()),
            ("{secret_sha256}", to_hex(&secret_digest(&secret))),
            ("{hosts}", toml::Value::from(hostnames.to_vec()).to_string()),
        ];
        Ok(Self { text: filled(NEW_SITE, &values), sitekey, secret })
    }

    /// Prints what the pages and the backend need.
    pub(super) fn explain(&self, url: &PublicUrl) {
        let PublicUrl { url } = url;
        println!("sitekey: {}", self.sitekey);
        println!("secret:  {}", self.secret);
        println!();
        println!("The sitekey belongs in your pages, the secret in your backend's configuration.");
        println!("The secret is shown only now: the file has only its SHA-256.");
        println!();
        println!("In the form of your page:");
        println!("  <script src=\"{url}/passwave.js\" async></script>");
        println!("  <pass-wave sitekey=\"{}\" required></pass-wave>", self.sitekey);
        println!();
        println!(
            "In your backend, with the form's field passwave-response; go on if success is true:"
        );
        println!("  curl {url}/siteverify --data-urlencode \"secret=$PASSWAVE_SECRET\" \\");
        println!("    --data-urlencode \"response=$TOKEN\"");
    }
}

/// The text with values in place of their names.
pub(super) fn filled(text: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}
