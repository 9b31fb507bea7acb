//! What the operator looks at: metrics and a status page.

pub(crate) mod metrics;
pub mod router;
mod status_page;
