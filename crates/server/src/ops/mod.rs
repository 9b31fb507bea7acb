//! For the operator: metrics and a status page.

pub(crate) mod metrics;
pub mod router;
mod status_page;
