//! The HTTP server.

pub(crate) mod accept;
pub(crate) mod connections;
pub(crate) mod error;
pub(crate) mod middleware;
pub(crate) mod origin;
pub(crate) mod refusal_log;
pub mod router;
pub(crate) mod shutdown;
pub mod state;
pub(crate) mod tls;
