//! Middleware around the endpoints.

pub(crate) mod busy;
pub(crate) mod cors;
pub(crate) mod count_refusals;
pub(crate) mod default_header;
pub(crate) mod rate_limit;
pub(crate) mod wrong_address;
