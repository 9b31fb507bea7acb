//! Middleware around the endpoints.

pub(crate) mod cors;
pub(crate) mod headers;
pub(crate) mod metrics;
pub(crate) mod rate_limit;
