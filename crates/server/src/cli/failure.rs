//! How a command reports its failure.

use std::fmt::Display;
use std::process::ExitCode;

/// Prints the cause to standard error.
pub(super) fn failed(cause: impl Display) -> ExitCode {
    eprintln!("passwave: {cause}");
    ExitCode::FAILURE
}
