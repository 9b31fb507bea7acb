//! For the operator: the log, metrics and a status page.

pub(crate) mod log;
pub(crate) mod metrics;
mod own_host;
pub mod router;
mod status_page;
