//! The Passwave server's command line.

use std::process::ExitCode;

use clap::Parser;
use passwave_server::cli::{Arguments, run};

fn main() -> ExitCode {
    run(Arguments::parse())
}
