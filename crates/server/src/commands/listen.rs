//! Accepts connections until it is told to stop.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use crate::client::Peer;
use crate::limits::{ACCEPT_PAUSE, HEADER_TIMEOUT, SHUTDOWN_GRACE};

/// Serves the router on the listener; when `shutdown` is done, accepts nothing new and gives what is
/// under way some time to end.
pub async fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()>) {
    let connections = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => connect(stream, peer, router.clone(), &connections),
                Err(cause) => {
                    // Out of file descriptors, most likely; some will become free.
                    tracing::warn!(%cause, "cannot accept");
                    sleep(ACCEPT_PAUSE).await;
                }
            },
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    if timeout(SHUTDOWN_GRACE, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

fn connect(stream: TcpStream, peer: SocketAddr, router: Router, connections: &GracefulShutdown) {
    // Only a matter of speed: a socket that refuses it works all the same.
    let _ = stream.set_nodelay(true);
    let service = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(cause) = connection.await {
            tracing::debug!(%cause, "a connection ended badly");
        }
    });
}
