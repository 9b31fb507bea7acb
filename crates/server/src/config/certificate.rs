//! The certificate that the server shows, with its private key.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use x509_cert::der::Decode;

use crate::crypto::provider;

/// A certificate with the key that belongs to it.
#[derive(Clone)]
pub(crate) struct Certificate {
    pub(crate) key: Arc<CertifiedKey>,
    good_from_s: u64,
    good_until_s: u64,
}

/// What is wrong with a certificate or its key. No message quotes either.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadCertificate {
    /// The certificate's file cannot be used.
    #[error("{0}")]
    Certificate(String),
    /// The key's file cannot be used.
    #[error("{0}")]
    Key(String),
}

impl Certificate {
    /// Reads a chain of certificates, the server's own first, and its private key, both in PEM.
    ///
    /// # Errors
    /// Which of the two cannot be used, and why.
    pub(crate) fn read(cert: &Path, key: &Path) -> Result<Self, BadCertificate> {
        let chain = read_chain(cert).map_err(BadCertificate::Certificate)?;
        let (good_from_s, good_until_s) = validity(&chain).map_err(BadCertificate::Certificate)?;
        let private = read_key(key).map_err(BadCertificate::Key)?;
        let key =
            CertifiedKey::from_der(chain, private, &provider()).map_err(|cause| match cause {
                rustls::Error::InconsistentKeys(_) => {
                    BadCertificate::Key("this is not the key of the certificate".to_owned())
                }
                cause => BadCertificate::Key(cause.to_string()),
            })?;
        Ok(Self { key: Arc::new(key), good_from_s, good_until_s })
    }

    /// Whether browsers take it at that time; if not, why not.
    ///
    /// # Errors
    /// What to tell the operator.
    pub(crate) fn check_time(&self, now_s: u64) -> Result<(), &'static str> {
        match now_s {
            _ if now_s < self.good_from_s => Err("is not valid yet"),
            _ if now_s >= self.good_until_s => Err("has expired"),
            _ => Ok(()),
        }
    }

    /// Until when browsers take it, in Unix seconds.
    pub(crate) fn good_until_s(&self) -> u64 {
        self.good_until_s
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
        _ => Err("there is no certificate in PEM in it".to_owned()),
    }
}

fn read_key(file: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let pem = read(file)?;
    let key = PrivateKeyDer::from_pem_slice(&pem);
    key.map_err(|_| "there is no private key in PEM in it, or it has a passphrase".to_owned())
}

/// From when until when, in Unix seconds.
fn validity(chain: &[CertificateDer<'_>]) -> Result<(u64, u64), String> {
    let own = chain.first().and_then(|own| x509_cert::Certificate::from_der(own).ok());
    let own = own.ok_or("the certificate in it cannot be read")?;
    let validity = own.tbs_certificate.validity;
    let seconds = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
    Ok((seconds(validity.not_before), seconds(validity.not_after)))
}
