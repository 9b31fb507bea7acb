//! What happens to requests before and after the endpoints.

pub(crate) mod cors;
pub(crate) mod headers;
pub(crate) mod metrics;
pub(crate) mod rate_limit;
