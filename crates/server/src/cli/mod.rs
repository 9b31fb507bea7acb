//! The command line.

mod check_config;
mod connection_bounds;
mod doctor;
mod edit_config;
mod failure;
mod healthcheck;
#[cfg(test)]
mod help_tests;
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

const EXAMPLES: &str = "\
Examples:
  passwave serve --demo                       a demo on http://localhost:8787
  passwave init --hostname shop.example       writes passwave.toml, prints sitekey and secret
  passwave serve --config passwave.toml       starts the server
  passwave doctor https://check.example.org   tests a running server from outside

`passwave COMMAND --help` has the options and examples of a command.";

pub use edit_config::UnknownLayout;
pub use rotate_key::{RotateError, Step as RotationStep, rotate as rotate_config};

/// Passwave server: a self-hosted CAPTCHA that people pass by waving the phone or pressing one button.
#[derive(Parser)]
#[command(name = "passwave", version, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the server: challenges, siteverify and the widget's files
    Serve(Serve),
    /// Write a configuration with new keys, and print a sitekey and its secret
    Init(Init),
    /// Check a configuration: the first error with its line, and warnings
    CheckConfig(CheckConfig),
    /// Health check: exit with 0 if the server on this computer is ready
    Healthcheck(Healthcheck),
    /// Test a running server from outside: TLS, reverse proxy, CORS, siteverify
    Doctor(Doctor),
    /// Rotate the signing keys without downtime, in two runs
    RotateKey(RotateKey),
    /// Manage sites: add, list, remove, rotate a secret
    Site(Site),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page for `man`
    Man(Manual),
    /// Replay recordings through the recogniser: one JSON line per session
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
