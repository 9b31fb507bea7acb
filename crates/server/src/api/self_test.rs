//! `GET /self-test`: what a request looks like when it arrives, for `passwave doctor`.
//!
//! It tells whoever asks about their own request alone. No other origin's page can read it.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::ORIGIN;
use serde::{Deserialize, Serialize};

use crate::abuse::client_ip::{PeerAddress, PeerPort};
use crate::clock::iso_8601;
use crate::http::state::AppState;

/// An address for documentation, which the caller writes into the header of addresses as a forger would.
pub(crate) const FORGED_ADDRESS: &str = "192.0.2.1";

/// What the server says of itself and of the request.
#[derive(Serialize, Deserialize)]
pub(crate) struct SelfTest {
    /// The version of the server.
    pub(crate) version: String,
    /// The server's clock.
    pub(crate) time: String,
    /// The `Origin` that arrived.
    pub(crate) origin: Option<String>,
    pub(crate) client: ClientSelfTest,
}

/// How the client's address arrived.
#[derive(Serialize, Deserialize)]
pub(crate) struct ClientSelfTest {
    /// The client's address, as limits count it.
    pub(crate) address: Option<String>,
    /// Whether the address is the client's and not that of a trusted proxy, which named none.
    pub(crate) is_named: bool,
    /// Whether the connection came from a trusted proxy.
    pub(crate) is_from_proxy: bool,
    /// The port of the other end of the connection: the caller's own if nothing is in between.
    pub(crate) connection_port: Option<u16>,
    /// The header that is read for the address.
    pub(crate) header: String,
    /// The addresses in it.
    pub(crate) header_addresses: usize,
    /// Whether it still holds [`FORGED_ADDRESS`].
    pub(crate) has_forged_address: bool,
}

/// Describes the request to its sender.
pub(crate) async fn handle(State(state): State<AppState>, request: Request) -> Json<SelfTest> {
    let origin = request.headers().get(ORIGIN).and_then(|origin| origin.to_str().ok());
    Json(SelfTest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time: iso_8601(state.clock.now_s()),
        origin: origin.map(str::to_owned),
        client: client(&state, &request),
    })
}

fn client(state: &AppState, request: &Request) -> ClientSelfTest {
    let client = state.rate_limiter.client(request);
    let peer = request.extensions().get::<PeerAddress>();
    let name = state.rate_limiter.address_header().name();
    let lines = request.headers().get_all(&name).iter().filter_map(|line| line.to_str().ok());
    let addresses: Vec<&str> =
        lines.flat_map(|line| line.split(',')).filter(|one| !one.trim().is_empty()).collect();
    ClientSelfTest {
        address: client.map(|client| client.address.to_string()),
        is_named: client.is_some_and(|client| client.is_named),
        is_from_proxy: peer.is_some_and(|peer| state.rate_limiter.is_proxy(peer.0)),
        connection_port: request.extensions().get::<PeerPort>().map(|port| port.0),
        header: name.to_string(),
        header_addresses: addresses.len(),
        has_forged_address: addresses.iter().any(|address| address.contains(FORGED_ADDRESS)),
    }
}
