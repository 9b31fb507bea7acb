//! A verification that can still be renewed.

/// How long the held token is fresh. The token itself stays with the host.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeldToken {
    pub fresh_until_ms: f64,
}

impl HeldToken {
    /// Whether it has to be renewed before a form may carry it.
    pub fn is_stale(self, now_ms: f64) -> bool {
        now_ms >= self.fresh_until_ms
    }
}
