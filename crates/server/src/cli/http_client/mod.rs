//! A small HTTP client for commands: one connection for each request, and the certificate that the server showed.

mod any_certificate;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::HOST;
use axum::http::uri::{PathAndQuery, Scheme};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, Uri};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::limits::{CLIENT_TIMEOUT, MAX_ANSWER_BYTES};
use crate::tls_provider::provider;
use any_certificate::trusting_any_certificate;

/// Sends requests, by TLS to https addresses.
pub(super) struct HttpClient {
    tls: Arc<ClientConfig>,
}

/// What a server answered.
pub(super) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// This end of the connection.
    pub local: SocketAddr,
    /// The server's own certificate, over TLS.
    pub certificate: Option<CertificateDer<'static>>,
}

/// There is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClientError {
    /// The address is not one of HTTP.
    #[error("the address has no host")]
    NoHost,
    /// The request cannot be written.
    #[error("a header or the path has characters that HTTP does not allow")]
    Request,
    /// The host's name cannot stand in a certificate.
    #[error("{0}")]
    Name(#[from] InvalidDnsNameError),
    /// There is no connection.
    #[error("cannot connect: {0}")]
    Connect(std::io::Error),
    /// There is no TLS session.
    #[error("TLS: {0}")]
    Tls(std::io::Error),
    /// What came is not HTTP, or the connection broke.
    #[error("no HTTP answer: {0}")]
    Http(#[from] hyper::Error),
    /// The answer cannot be read.
    #[error("the answer broke off or is too long: {0}")]
    Body(axum::Error),
    /// The answer took too long.
    #[error("no answer within {} s", CLIENT_TIMEOUT.as_secs())]
    TimedOut,
}

impl HttpClient {
    /// For this computer's own server, whose certificate names another host.
    ///
    /// # Errors
    /// If the cryptography provider lacks what TLS needs.
    pub(super) fn trusting_any_certificate() -> Result<Self, rustls::Error> {
        Ok(Self { tls: Arc::new(trusting_any_certificate()?) })
    }

    /// Believes the certificates that the system believes, or those in the file `SSL_CERT_FILE` names.
    ///
    /// # Errors
    /// If the cryptography provider lacks what TLS needs.
    pub(super) fn trusting_the_system() -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder_with_provider(Arc::new(provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: Arc::new(config) })
    }

    /// Sends a request with an absolute address.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub(super) async fn send(&self, request: Request<String>) -> Result<Answer, ClientError> {
        let answer = timeout(CLIENT_TIMEOUT, self.send_at_leisure(request)).await;
        answer.map_err(|_| ClientError::TimedOut)?
    }

    async fn send_at_leisure(&self, mut request: Request<String>) -> Result<Answer, ClientError> {
        let uri = std::mem::take(request.uri_mut());
        let authority = uri.authority().ok_or(ClientError::NoHost)?;
        let host = HeaderValue::from_str(authority.as_str()).map_err(|_| ClientError::NoHost)?;
        request.headers_mut().entry(HOST).or_insert(host);
        let path = uri.path_and_query().cloned();
        *request.uri_mut() = path.unwrap_or(PathAndQuery::from_static("/")).into();
        let has_tls = uri.scheme() == Some(&Scheme::HTTPS);
        let stream = connect(&uri, has_tls).await?;
        if has_tls {
            return self.over_tls(&uri, stream, request).await;
        }
        let local = stream.local_addr().map_err(ClientError::Connect)?;
        ask(stream, local, request).await
    }

    async fn over_tls(
        &self,
        uri: &Uri,
        stream: TcpStream,
        request: Request<String>,
    ) -> Result<Answer, ClientError> {
        let name = ServerName::try_from(host_of(uri)?.to_owned())?;
        let local = stream.local_addr().map_err(ClientError::Connect)?;
        let connector = TlsConnector::from(self.tls.clone());
        let stream = connector.connect(name, stream).await.map_err(ClientError::Tls)?;
        let shown = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first());
        let certificate = shown.map(|shown| shown.clone().into_owned());
        Ok(Answer { certificate, ..ask(stream, local, request).await? })
    }
}

async fn connect(uri: &Uri, has_tls: bool) -> Result<TcpStream, ClientError> {
    let port = uri.port_u16().unwrap_or(if has_tls { 443 } else { 80 });
    let connected = TcpStream::connect((host_of(uri)?, port)).await;
    connected.map_err(ClientError::Connect)
}

/// Without the brackets of an IPv6 address.
fn host_of(uri: &Uri) -> Result<&str, ClientError> {
    let host = uri.host().ok_or(ClientError::NoHost)?;
    Ok(host.trim_start_matches('[').trim_end_matches(']'))
}

async fn ask(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    local: SocketAddr,
    request: Request<String>,
) -> Result<Answer, ClientError> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Its error is also that of the request.
    tokio::spawn(connection);
    let (head, body) = sender.send_request(request).await?.into_parts();
    let body = to_bytes(Body::new(body), MAX_ANSWER_BYTES).await.map_err(ClientError::Body)?;
    Ok(Answer { status: head.status, headers: head.headers, body, local, certificate: None })
}
