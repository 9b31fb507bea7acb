//! A small HTTP client for commands: one connection for each request.

mod any_certificate;

use std::sync::Arc;

use axum::http::header::HOST;
use axum::http::uri::{PathAndQuery, Scheme};
use axum::http::{HeaderValue, Request, StatusCode, Uri};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::{InvalidDnsNameError, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::limits::CLIENT_TIMEOUT;
use any_certificate::trusting_any_certificate;

/// Sends requests, by TLS to https addresses.
pub(super) struct HttpClient {
    tls: Arc<ClientConfig>,
}

/// What a server answered.
pub(super) struct Answer {
    pub status: StatusCode,
}

/// There is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClientError {
    /// The address is not one of HTTP.
    #[error("the address has no host")]
    NoHost,
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
            self.over_tls(&uri, stream, request).await
        } else {
            ask(stream, request).await
        }
    }

    async fn over_tls(
        &self,
        uri: &Uri,
        stream: TcpStream,
        request: Request<String>,
    ) -> Result<Answer, ClientError> {
        let name = ServerName::try_from(host_of(uri)?.to_owned())?;
        let connector = TlsConnector::from(self.tls.clone());
        let stream = connector.connect(name, stream).await.map_err(ClientError::Tls)?;
        ask(stream, request).await
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
    request: Request<String>,
) -> Result<Answer, ClientError> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Its error is also that of the request.
    tokio::spawn(connection);
    let answer = sender.send_request(request).await?;
    Ok(Answer { status: answer.status() })
}
