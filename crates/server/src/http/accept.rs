//! The accept loop.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use crate::abuse::client_ip::PeerAddress;
use crate::http::tls::Tls;
use crate::limits::{ACCEPT_PAUSE, HEADER_TIMEOUT, SHUTDOWN_GRACE};

/// Serves the router on the listener, with TLS if there is a certificate. After `shutdown` it accepts no
/// connection and gives requests in progress some time to complete.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    router: Router,
    shutdown: impl Future<Output = ()>,
) {
    let connections = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    // An optimisation; the connection works without it.
                    let _ = stream.set_nodelay(true);
                    let connection = Connection { peer, router: router.clone(), watcher: connections.watcher() };
                    tokio::spawn(connection.handshake(stream, tls.clone()));
                }
                Err(cause) => {
                    // Most likely out of file descriptors; some will be closed.
                    tracing::warn!(%cause, "cannot accept a connection");
                    sleep(ACCEPT_PAUSE).await;
                }
            },
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    if timeout(SHUTDOWN_GRACE, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests did not complete in time");
    }
}

/// An accepted connection.
struct Connection {
    peer: SocketAddr,
    router: Router,
    watcher: Watcher,
}

impl Connection {
    async fn handshake(self, stream: TcpStream, tls: Option<Tls>) {
        let Some(tls) = tls else { return self.serve(stream).await };
        match timeout(HEADER_TIMEOUT, tls.acceptor().accept(stream)).await {
            Ok(Ok(stream)) => self.serve(stream).await,
            Ok(Err(cause)) => tracing::debug!(%cause, "TLS handshake failed"),
            Err(_) => tracing::debug!("TLS handshake timed out"),
        }
    }

    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let peer = PeerAddress(self.peer.ip());
        let service = self.router.map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            request
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        if let Err(cause) = self.watcher.watch(connection).await {
            tracing::debug!(%cause, "connection error");
        }
    }
}
