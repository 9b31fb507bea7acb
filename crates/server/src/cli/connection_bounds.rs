//! How many connections the operating system lets the server have.

use std::io;

use rlimit::Resource;

use crate::http::connections::Bounds;
use crate::limits::{
    DESCRIPTORS_PER_CONNECTION, MAX_CONNECTIONS, MAX_CONNECTIONS_PER_CLIENT, RESERVED_DESCRIPTORS,
};

/// As many connections as there are file descriptors for, up to the limits.
pub(super) fn connection_bounds() -> io::Result<Bounds> {
    let descriptors = raise_descriptor_limit()?;
    let bounds = bounds(descriptors);
    if bounds.in_all < MAX_CONNECTIONS {
        tracing::warn!(
            connections = bounds.in_all,
            open_files = descriptors,
            "the limit of open files allows few connections; raise it, for example with systemd's LimitNOFILE"
        );
    }
    Ok(bounds)
}

fn bounds(descriptors: usize) -> Bounds {
    let for_connections = descriptors.saturating_sub(RESERVED_DESCRIPTORS);
    let in_all = (for_connections / DESCRIPTORS_PER_CONNECTION).clamp(1, MAX_CONNECTIONS);
    Bounds { in_all, per_client: MAX_CONNECTIONS_PER_CLIENT.min(in_all) }
}

/// Raises the limit of open files as far as the process may, and returns it.
fn raise_descriptor_limit() -> io::Result<usize> {
    let raised = rlimit::increase_nofile_limit(u64::MAX);
    let limit = raised.or_else(|_| Resource::NOFILE.get_soft())?;
    Ok(usize::try_from(limit).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::bounds;
    use crate::http::connections::Bounds;

    #[test]
    fn descriptors_are_left_for_the_store() {
        assert_eq!(bounds(1024), Bounds { in_all: 432, per_client: 256 });
        assert_eq!(bounds(usize::MAX), Bounds { in_all: 4096, per_client: 256 });
        assert_eq!(bounds(0), Bounds { in_all: 1, per_client: 1 });
    }
}
