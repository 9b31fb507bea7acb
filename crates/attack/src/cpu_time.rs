//! The processor time of this process: unlike the time of day it says the same on a busy machine.

use std::time::Duration;

use anyhow::Result;

/// The processor time that all threads of this process have used.
///
/// # Errors
/// Where the system is not a Unix.
#[cfg(unix)]
pub(crate) fn cpu_time() -> Result<Duration> {
    use rustix::time::{ClockId, clock_gettime};
    Ok(Duration::try_from(clock_gettime(ClockId::ProcessCPUTime))?)
}

/// The processor time that all threads of this process have used.
///
/// # Errors
/// Always: it is read on Unix alone.
#[cfg(not(unix))]
pub(crate) fn cpu_time() -> Result<Duration> {
    anyhow::bail!(
        "the processor time of a process is read on Unix alone: run this on Linux or macOS"
    )
}
