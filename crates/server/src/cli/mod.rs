//! The command line.

mod check_config;
mod connection_bounds;
mod doctor;
mod edit_config;
mod failure;
mod healthcheck;
mod http_client;
mod init;
mod manual;
mod new_site;
#[cfg_attr(not(unix), path = "opened_file_portable.rs")]
mod opened_file;
mod reload_on_sighup;
mod replay;
mod rotate_key;
mod serve;
mod served_files;
mod share_counts;
mod site;
mod tell_server;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use check_config::CheckConfig;
use doctor::Doctor;
use healthcheck::Healthcheck;
use init::Init;
use manual::{Completions, Manual};
use replay::Judge;
use rotate_key::RotateKey;
use serve::Serve;
use site::Site;

pub use edit_config::UnknownLayout;
pub use rotate_key::{RotateError, Step as RotationStep, rotate as rotate_config};

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
    /// Check a configuration and report what is wrong, with its line
    CheckConfig(CheckConfig),
    /// Ask a running server whether it is ready, as containers and service managers do
    Healthcheck(Healthcheck),
    /// Look at a running server from outside, as a site does, and say what to mend
    Doctor(Doctor),
    /// Rotate the signing keys in a configuration, one step each time
    RotateKey(RotateKey),
    /// Add, list and remove sites in a configuration, and change their secrets
    Site(Site),
    /// Print a shell's completions of these commands
    Completions(Completions),
    /// Print the manual page
    Man(Manual),
    /// Run the recogniser over recordings and print one JSON line a session
    Judge(Judge),
}

/// Runs the command.
#[must_use]
pub fn run(arguments: Arguments) -> ExitCode {
    match arguments.command {
        Command::Serve(serve) => serve.run(),
        Command::Init(init) => init.run(),
        Command::CheckConfig(check) => check.run(),
        Command::Healthcheck(healthcheck) => healthcheck.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::RotateKey(rotate) => rotate.run(),
        Command::Site(site) => site.run(),
        Command::Completions(completions) => completions.run(Arguments::command()),
        Command::Man(manual) => manual.run(Arguments::command()),
        Command::Judge(judge) => judge.run(),
    }
}
