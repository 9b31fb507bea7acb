//! The Passwave server's command line.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use passwave_server::commands::{Arguments, run};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    run(Arguments::parse())
}
