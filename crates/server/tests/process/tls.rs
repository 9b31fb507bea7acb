//! The server's own TLS, seen by a TLS client.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use passwave_test_support::server_process::ServerProcess;

use crate::fixture::{Setup, run, text};

/// A certificate for localhost that nobody else signed, good until the end of that year.
struct Made {
    cert_pem: String,
    key_pem: String,
    der: CertificateDer<'static>,
}

fn made(until_year: i32) -> Made {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(until_year, 12, 31);
    let cert = params.self_signed(&key).unwrap();
    Made { cert_pem: cert.pem(), key_pem: key.serialize_pem(), der: cert.der().clone() }
}

impl Made {
    fn write(&self, folder: &Path) {
        fs::write(folder.join("cert.pem"), &self.cert_pem).unwrap();
        fs::write(folder.join("key.pem"), &self.key_pem).unwrap();
    }
}

fn with_tls() -> Setup {
    let setup = Setup::new();
    let written = fs::read_to_string(setup.config()).unwrap();
    let tls = "[tls]\ncert = 'cert.pem'\nkey = 'key.pem'\n";
    fs::write(setup.config(), format!("{written}\n{tls}")).unwrap();
    setup
}

/// Connects as a client that believes this certificate alone.
async fn connected(
    server: &ServerProcess,
    believed: &Made,
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(believed.der.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let address = server.address();
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

async fn is_alive(stream: &mut TlsStream<TcpStream>) -> bool {
    let request = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    text(&answer).starts_with("HTTP/1.1 200 OK")
}

#[tokio::test]
async fn certificate_is_reloaded_while_the_server_runs() {
    let (setup, [old, new]) = (with_tls(), [made(2100), made(2100)]);
    old.write(setup.folder.path());
    let server = setup.start();
    assert!(is_alive(&mut connected(&server, &old).await.unwrap()).await);
    assert!(connected(&server, &new).await.is_err());
    let mut from_before = connected(&server, &old).await.unwrap();

    new.write(setup.folder.path());
    server.signal("-HUP");
    server.wait_for_log("configuration reloaded");
    assert!(is_alive(&mut from_before).await);
    assert!(is_alive(&mut connected(&server, &new).await.unwrap()).await);
    assert!(connected(&server, &old).await.is_err());

    fs::write(setup.folder.path().join("key.pem"), &old.key_pem).unwrap();
    server.signal("-HUP");
    assert!(
        server
            .wait_for_log("configuration not reloaded")
            .contains("not the key of the certificate")
    );
    assert!(is_alive(&mut connected(&server, &new).await.unwrap()).await);
}

#[test]
fn healthcheck_asks_over_tls_whatever_name_is_in_the_certificate() {
    let (setup, certificate) = (with_tls(), made(2100));
    certificate.write(setup.folder.path());
    let server = setup.start();
    let (config, address) = (setup.config(), server.address().to_string());
    let arguments = ["healthcheck", "--config", config.to_str().unwrap(), "--listen", &address];
    let output = run(&arguments, b"");
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[tokio::test]
async fn plain_http_to_the_tls_port_fails_alone() {
    let (setup, certificate) = (with_tls(), made(2100));
    certificate.write(setup.folder.path());
    let server = setup.start();
    let plain = server.url("/healthz").replace("https://", "http://");
    assert!(crate::fixture::client().get(plain).send().await.is_err());
    assert!(is_alive(&mut connected(&server, &certificate).await.unwrap()).await);
}

#[test]
fn mistakes_are_found_before_the_start_with_file_and_line() {
    let (setup, [good, other, expired]) = (with_tls(), [made(2100), made(2100), made(2021)]);
    let folder = setup.folder.path();
    let config = setup.config();
    let check = || run(&["check-config", "--config", config.to_str().unwrap()], b"");
    let written = fs::read_to_string(&config).unwrap();
    let line = |field: &str| written.lines().position(|line| line.starts_with(field)).unwrap() + 1;
    let (cert_line, key_line) = (line("cert = "), line("key = "));

    let wrong: [(&dyn Fn(), usize, &str); 5] = [
        (
            &|| fs::remove_file(folder.join("cert.pem")).unwrap(),
            cert_line,
            "cert.pem: No such file",
        ),
        (&|| fs::write(folder.join("cert.pem"), "x").unwrap(), cert_line, "no certificate in PEM"),
        (&|| fs::write(folder.join("key.pem"), "x").unwrap(), key_line, "no private key in PEM"),
        (&|| fs::remove_file(folder.join("key.pem")).unwrap(), key_line, "key.pem: No such file"),
        (
            &|| fs::write(folder.join("key.pem"), &other.key_pem).unwrap(),
            key_line,
            "not the key of",
        ),
    ];
    for (make_wrong, line, what) in wrong {
        good.write(folder);
        make_wrong();
        let output = check();
        let why = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{why}");
        assert!(why.contains(&format!("passwave.toml:{line}: ")) && why.contains(what), "{why}");
        assert!(!why.contains("PRIVATE") && !why.contains("MII"), "{why}");
    }
    good.write(folder);
    let key = folder.join("key.pem");
    for (mode, is_open) in [(0o644, true), (0o600, false)] {
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
        let output = check();
        let said = text(&output.stderr);
        assert!(output.status.success(), "{said}");
        let warning = format!("passwave.toml:{key_line}: tls.key: {}: ", key.display());
        assert_eq!(said.contains(&warning), is_open, "{mode:o}: {said}");
        assert!(!said.contains("tls.cert"), "{said}");
    }
    expired.write(folder);
    let warned = text(&check().stderr);
    let place = format!("passwave.toml:{cert_line}: tls.cert: ");
    assert!(warned.contains(&place) && warned.contains("has expired"), "{warned}");
    assert!(warned.contains("2021-12-31"), "{warned}");
}
