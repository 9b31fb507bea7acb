//! How a command reports its failure.

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

/// Prints the cause to standard error, if it can be written to.
pub(super) fn failed(cause: impl Display) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "passwave: {cause}");
    ExitCode::FAILURE
}
