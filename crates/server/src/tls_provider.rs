//! The cryptography of all TLS in this program.

use rustls::crypto::{CryptoProvider, ring};

/// What TLS uses, on the server's own address and towards Redis.
#[must_use]
pub(crate) fn provider() -> CryptoProvider {
    ring::default_provider()
}
