//! Where a server with some configuration listens.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::error::{ConfigError, Problem, redact};
use super::file::from_environment;
use super::settings::DEFAULT_LISTEN;

/// The address of a server, as this computer reaches it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// Where to connect to.
    pub(crate) address: SocketAddr,
    /// Whether it speaks TLS.
    pub(crate) has_tls: bool,
}

/// All other settings are left unread.
#[derive(Default, Deserialize)]
struct RawEndpoint {
    listen: Option<SocketAddr>,
    tls: Option<IgnoredAny>,
    #[serde(default)]
    test_keys: bool,
}

impl Endpoint {
    /// Reads the address alone: a mistake elsewhere in the file is none of the server that runs, which has not taken
    /// it over. The variable `PASSWAVE_LISTEN` overrides the file; without either it is the default address.
    ///
    /// # Errors
    /// If the file cannot be read, or an address is none.
    pub(crate) fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let text = file.map(|file| {
            std::fs::read_to_string(file).map_err(|cause| ConfigError::Read(file.to_owned(), cause))
        });
        let text = text.transpose()?.unwrap_or_default();
        Self::parse(&text, file.unwrap_or(Path::new("")), |name| std::env::var(name).ok())
    }

    fn parse(
        text: &str,
        file: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let raw: Result<RawEndpoint, toml::de::Error> = toml::from_str(text);
        let problem = |cause: toml::de::Error| Problem::new(cause.span(), redact(cause.message()));
        let raw = raw.map_err(|cause| problem(cause).within(text, file))?;
        let listen = from_environment("PASSWAVE_LISTEN", &variable)?.or(raw.listen);
        let has_tls = raw.tls.is_some() && !raw.test_keys;
        Ok(Self { address: reachable(listen.unwrap_or(DEFAULT_LISTEN)), has_tls })
    }

    /// The same server under another address, as the command line gives it.
    pub(crate) fn at(self, listen: Option<SocketAddr>) -> Self {
        Self { address: listen.map_or(self.address, reachable), ..self }
    }
}

/// Whoever listens on all addresses is reached over the loopback.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        ip if !ip.is_unspecified() => ip,
        ip if ip.is_ipv4() => Ipv4Addr::LOCALHOST.into(),
        _ => Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(ip, listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(text: &str, listen: Option<&str>) -> String {
        let found = Endpoint::parse(text, Path::new("p.toml"), |_| listen.map(str::to_owned));
        match found {
            Ok(Endpoint { address, has_tls }) => format!("{address} {has_tls}"),
            Err(cause) => cause.to_string(),
        }
    }

    #[test]
    fn address_comes_from_the_environment_the_file_or_is_the_default() {
        assert_eq!(endpoint("", None), "127.0.0.1:8787 false");
        assert_eq!(endpoint("listen = '10.0.0.5:80'\nsites = 7", None), "10.0.0.5:80 false");
        assert_eq!(endpoint("listen = '10.0.0.5:80'", Some("[::1]:1")), "[::1]:1 false");
        assert_eq!(endpoint("[tls]\ncert = 'a'", None), "127.0.0.1:8787 true");
        assert_eq!(endpoint("test_keys = true\n[tls]", None), "127.0.0.1:8787 false");
    }

    #[test]
    fn all_addresses_are_reached_over_the_loopback() {
        assert_eq!(endpoint("listen = '0.0.0.0:81'", None), "127.0.0.1:81 false");
        assert_eq!(endpoint("listen = '[::]:81'", None), "[::1]:81 false");
    }

    #[test]
    fn address_that_is_none_is_an_error_with_its_place() {
        let wrong = endpoint("\nlisten = 'nowhere'", None);
        assert!(wrong.starts_with("p.toml:2: invalid socket address"), "{wrong}");
        let wrong = endpoint("", Some("nowhere"));
        assert!(wrong.starts_with("PASSWAVE_LISTEN: invalid socket address"), "{wrong}");
    }
}
