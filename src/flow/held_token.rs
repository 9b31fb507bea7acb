//! A verification that can still be renewed.

use alloc::string::String;

/// The latest token, and what is needed to renew it.
#[derive(Clone, Debug)]
pub(super) struct HeldToken {
    pub token: String,
    pub renew: String,
    pub fresh_until_ms: f64,
}
