//! Whether the server is reached, its certificate, its clock and its version.

use std::error::Error;

use rustls::pki_types::CertificateDer;

use super::finding::Finding;
use super::visit::{BaseUrl, Visit};
use crate::api::self_test::SelfTest;
use crate::cli::http_client::{Answer, ClientError, HttpClient};
use crate::clock::{Clock, from_iso_8601, iso_8601};
use crate::config::certificate::validity;
use crate::limits::{CERTIFICATE_LAST_PART, MAX_CLOCK_DIFFERENCE_S};

const TLS: &str = "TLS";
const READY: &str = "ready";

/// Reaches the server; without a visit there is nothing more to see.
pub(super) async fn open(base: &BaseUrl) -> Result<(Option<Visit>, Vec<Finding>), Box<dyn Error>> {
    let is_private = base.has_tls() || base.is_local();
    let client = HttpClient::trusting_the_system()?;
    let mut visit = Visit { base: base.clone(), client, is_private };
    let mut findings = Vec::new();
    let mut answer = visit.get("/readyz", &[]).await;
    if let Err(ClientError::Tls(cause)) = &answer {
        let mend = "give the proxy or [tls] a certificate for this name, with all certificates between it and its issuer";
        findings.push(Finding::wrong(TLS, cause.to_string(), mend));
        visit.client = HttpClient::trusting_any_certificate()?;
        visit.is_private = false;
        answer = visit.get("/readyz", &[]).await;
    } else if answer.is_ok() {
        findings.push(tls(base, answer.as_ref().ok()));
    }
    match answer {
        Ok(answer) => findings.push(ready(&answer)),
        Err(cause) => {
            let mend = "start the server and its proxy, and open the port in firewalls";
            findings.push(Finding::wrong("connection", cause.to_string(), mend));
            return Ok((None, findings));
        }
    }
    Ok((Some(visit), findings))
}

fn tls(base: &BaseUrl, answer: Option<&Answer>) -> Finding {
    match answer.and_then(|answer| answer.certificate.as_ref()) {
        Some(certificate) => certificate_time(certificate, Clock::system().now_s()),
        None if base.is_local() => {
            Finding::good(TLS, "none, which browsers accept on this computer alone")
        }
        None => Finding::wrong(
            TLS,
            "none: browsers give motion to https pages only, and anyone on the way reads secrets",
            "put a proxy with TLS in front, or set [tls]",
        ),
    }
}

fn certificate_time(certificate: &CertificateDer<'_>, now_s: u64) -> Finding {
    let (from_s, until_s) = match validity(std::slice::from_ref(certificate)) {
        Ok(times) => times,
        Err(cause) => return Finding::wrong(TLS, cause, "replace the certificate"),
    };
    let until = iso_8601(until_s);
    if until_s.saturating_sub(now_s) < (until_s - from_s) / CERTIFICATE_LAST_PART {
        let mend = "renew it, and see why it was not renewed by itself";
        return Finding::wrong(TLS, format!("the certificate ends at {until}"), mend);
    }
    Finding::good(TLS, format!("the certificate is believed, and valid until {until}"))
}

fn ready(answer: &Answer) -> Finding {
    match (answer.status.as_u16(), answer.body.as_ref()) {
        (200, b"ready\n") => Finding::good(READY, "the server takes requests"),
        (503, b"not ready\n") => Finding::wrong(
            READY,
            "the server is about to stop, or its store does not answer",
            "its log says why: a full disk, or a Redis that cannot be reached",
        ),
        (502..=504, _) => Finding::wrong(
            READY,
            format!("the proxy does not reach the server ({})", answer.status),
            "start the server, and compare `listen` with the proxy's address of it",
        ),
        _ => Finding::wrong(
            READY,
            format!("/readyz answers {} and is not Passwave's", answer.status),
            "have the proxy pass all paths below this address to Passwave, without a part of the path",
        ),
    }
}

/// The server's clock and version, from its own account.
pub(super) fn clock_and_version(told: &SelfTest) -> [Finding; 2] {
    let server_s = from_iso_8601(&told.time).unwrap_or_default();
    let difference_s = server_s.abs_diff(Clock::system().now_s());
    let clock = if difference_s > MAX_CLOCK_DIFFERENCE_S {
        Finding::wrong(
            "clock",
            format!("the server's and this computer's differ by {difference_s} s"),
            "keep both in step with NTP: tokens and challenges live for minutes",
        )
    } else {
        Finding::good("clock", format!("differs by {difference_s} s from this computer's"))
    };
    let own = env!("CARGO_PKG_VERSION");
    let also = if told.version == own { "" } else { ", another than this program's" };
    [clock, Finding::good("server", format!("version {}{also}", told.version))]
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::*;

    #[test]
    fn certificate_that_was_not_renewed_is_named_before_it_ends() {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_before = date_time_ymd(2026, 1, 1);
        params.not_after = date_time_ymd(2026, 4, 1);
        let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        for (day, is_wrong) in
            [("01-02", false), ("03-10", false), ("03-20", true), ("04-02", true)]
        {
            let now_s = from_iso_8601(&format!("2026-{day}T00:00:00Z")).unwrap();
            assert_eq!(certificate_time(certificate.der(), now_s).is_wrong(), is_wrong, "{day}");
        }
    }
}
