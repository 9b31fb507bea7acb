//! The command line.

mod bench;
mod check_config;
mod init;
mod reload;
mod replay;
mod rotate_key;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use bench::Bench;
pub use check_config::CheckConfig;
pub use init::{Init, written as written_config};
pub use replay::Judge;
pub use rotate_key::{RotateError, RotateKey, Step, rotated as rotated_config};
pub use serve::Serve;

/// A human check that shuts nobody out: the server, and the tools around it.
#[derive(Parser)]
#[command(name = "passwave", version)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve challenges, verifications, siteverify and the widget
    Serve(Serve),
    /// Write a configuration with fresh keys
    Init(Init),
    /// Check a configuration and say what is wrong, with its line
    CheckConfig(CheckConfig),
    /// Change the signing keys in a configuration, one step each time
    RotateKey(RotateKey),
    /// Run the recogniser over recordings and print one JSON line a session
    Judge(Judge),
    /// Measure what a server can do on this machine
    Bench(Bench),
}

/// Does what the command line says.
#[must_use]
pub fn run(arguments: Arguments) -> ExitCode {
    match arguments.command {
        Command::Serve(serve) => serve.run(),
        Command::Init(init) => init.run(),
        Command::CheckConfig(check) => check.run(),
        Command::RotateKey(rotate) => rotate.run(),
        Command::Judge(judge) => judge.run(),
        Command::Bench(bench) => bench.run(),
    }
}

fn failed(what: impl std::fmt::Display) -> ExitCode {
    eprintln!("passwave: {what}");
    ExitCode::FAILURE
}
