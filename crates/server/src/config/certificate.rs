//! The TLS certificate of the server, with its private key.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use x509_cert::der::Decode;

use crate::tls_provider::provider;

/// A certificate chain with its private key.
#[derive(Clone)]
pub(crate) struct Certificate {
    pub(crate) key: Arc<CertifiedKey>,
    valid_from_s: u64,
    valid_until_s: u64,
}

/// A certificate or its key is invalid. No message quotes either.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InvalidCertificate {
    /// The certificate file.
    #[error("{0}")]
    Certificate(String),
    /// The key file.
    #[error("{0}")]
    Key(String),
}

impl Certificate {
    /// Reads a certificate chain, the server certificate first, and its private key, both in PEM.
    ///
    /// # Errors
    /// Which of the two files is invalid, and why.
    pub(crate) fn read(cert: &Path, key: &Path) -> Result<Self, InvalidCertificate> {
        let chain = read_chain(cert).map_err(InvalidCertificate::Certificate)?;
        let (valid_from_s, valid_until_s) =
            validity(&chain).map_err(InvalidCertificate::Certificate)?;
        let private = read_key(key).map_err(InvalidCertificate::Key)?;
        let key =
            CertifiedKey::from_der(chain, private, &provider()).map_err(|cause| match cause {
                rustls::Error::InconsistentKeys(_) => {
                    InvalidCertificate::Key("it is not the key of the certificate".to_owned())
                }
                cause => InvalidCertificate::Key(cause.to_string()),
            })?;
        Ok(Self { key: Arc::new(key), valid_from_s, valid_until_s })
    }

    /// Checks the validity period.
    ///
    /// # Errors
    /// The warning for the operator.
    pub(crate) fn check_time(&self, now_s: u64) -> Result<(), &'static str> {
        match now_s {
            _ if now_s < self.valid_from_s => Err("is not valid yet"),
            _ if now_s >= self.valid_until_s => Err("has expired"),
            _ => Ok(()),
        }
    }

    /// When it expires, in Unix seconds.
    pub(crate) fn valid_until_s(&self) -> u64 {
        self.valid_until_s
    }
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|cause| cause.to_string())
}

fn read_chain(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let pem = read(file)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    match chain {
        Ok(chain) if !chain.is_empty() => Ok(chain),
        _ => Err("it contains no certificate in PEM".to_owned()),
    }
}

fn read_key(file: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let pem = read(file)?;
    let key = PrivateKeyDer::from_pem_slice(&pem);
    key.map_err(|_| "it contains no private key in PEM, or one with a passphrase".to_owned())
}

/// When a chain's own certificate begins and ends to be valid, in Unix seconds.
pub(crate) fn validity(chain: &[CertificateDer<'_>]) -> Result<(u64, u64), String> {
    let own = chain.first().and_then(|own| x509_cert::Certificate::from_der(own).ok());
    let own = own.ok_or("the certificate cannot be parsed")?;
    let validity = own.tbs_certificate.validity;
    let seconds = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
    Ok((seconds(validity.not_before), seconds(validity.not_after)))
}
