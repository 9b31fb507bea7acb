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
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use crate::abuse::client_ip::{PeerAddress, PeerPort};
use crate::http::connections::{Connections, Place};
use crate::http::tls::Tls;
use crate::limits::{
    ACCEPT_PAUSE, HEADER_TIMEOUT, MAX_HEAD_BYTES, MAX_HEADERS, SHUTDOWN_GRACE, WRITE_TIMEOUT,
};

/// What a listener serves, and to how many.
pub(crate) struct Serving {
    pub listener: TcpListener,
    pub tls: Option<Tls>,
    pub router: Router,
    pub connections: Connections,
}

/// Serves the router on the listener, with TLS if there is a certificate. After `shutdown` it accepts no
/// connection and gives requests in progress some time to complete.
pub(crate) async fn serve(serving: Serving, shutdown: impl Future<Output = ()>) {
    let Serving { listener, tls, router, connections } = serving;
    let graceful = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    // An optimisation; the connection works without it.
                    let _ = stream.set_nodelay(true);
                    let place = connections.add(peer.ip());
                    let (router, watcher) = (router.clone(), graceful.watcher());
                    let connection = Connection { peer, router, watcher };
                    tokio::spawn(connection.run(stream, tls.clone(), place));
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
    if timeout(SHUTDOWN_GRACE, graceful.shutdown()).await.is_err() {
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
    /// Until it ends, or has to make room for another one.
    async fn run(self, stream: TcpStream, tls: Option<Tls>, place: Place) {
        let on_request = place.on_request();
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE_TIMEOUT));
        tokio::select! {
            () = self.handshake(Box::pin(stream), tls, on_request) => {}
            () = place.ended() => tracing::debug!("an idle connection made room for another one"),
        }
    }

    async fn handshake(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        tls: Option<Tls>,
        on_request: impl Fn() + Clone + Send + Sync + 'static,
    ) {
        let Some(tls) = tls else { return self.serve(stream, on_request).await };
        match timeout(HEADER_TIMEOUT, tls.acceptor().accept(stream)).await {
            Ok(Ok(stream)) => self.serve(stream, on_request).await,
            Ok(Err(cause)) => tracing::debug!(%cause, "TLS handshake failed"),
            Err(_) => tracing::debug!("TLS handshake timed out"),
        }
    }

    async fn serve(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        on_request: impl Fn() + Clone + Send + Sync + 'static,
    ) {
        let (peer, port) = (PeerAddress(self.peer.ip()), PeerPort(self.peer.port()));
        let service = self.router.map_request(move |mut request: Request<Incoming>| {
            on_request();
            request.extensions_mut().insert(peer);
            request.extensions_mut().insert(port);
            request
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .max_headers(MAX_HEADERS)
            .max_buf_size(MAX_HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        if let Err(cause) = self.watcher.watch(connection).await {
            tracing::debug!(%cause, "connection error");
        }
    }
}
