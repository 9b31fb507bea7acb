//! The project's own commands, run as `cargo xtask COMMAND`; `cargo xtask help` lists them.

#![warn(unreachable_pub)]

mod apps;
mod attack;
mod background_build;
mod bench_page;
mod bench_server;
mod build;
mod crate_packages;
mod demo;
mod dist;
mod docs;
mod docs_sections;
mod evaluate;
mod file_tree;
mod frameworks;
mod not_run;
mod path_leaks;
mod process;
mod release;
mod reproducible_build;
mod screen_reader;
mod setup;
mod size;
mod soak;
mod stage_timer;
mod structure;
mod synthesize;
mod test;
mod wordpress;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  cargo xtask demo --lan                        the demo, for a phone on the same network too
  cargo xtask test format lint structure unit   the quick checks
  cargo xtask build && cargo xtask size         the widget, and how large it is

CONTRIBUTING.md explains the commands; `cargo xtask COMMAND --help` has the options of one.";

/// Builds, tests, measures and releases Passwave.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Demo: builds everything and serves a sign-in page on http://localhost:8787.
    Demo(demo::Options),
    /// Tests: every check that CI runs, or only the stages named.
    Test(test::Options),
    /// Builds the widget into pkg/dist.
    Build,
    /// Builds the documentation as a site with a search into target/docs.
    Docs,
    /// Packs the crates as they would be published, and compiles the packages.
    Package,
    /// Packs the WordPress plugin as a zip file into target/integrations.
    Wordpress,
    /// Builds a release into target/dist: archives, Debian packages, images, hashes, SBOM.
    Dist(dist::Options),
    /// Release checklist: lists what is missing.
    Release(release::Options),
    /// Reproducible build: builds the widget in two folders and compares the bytes.
    Reproduce,
    /// Code structure: import circles, lengths of functions and files, repeated lines.
    Structure(structure::Options),
    /// Sizes of the shipped files.
    Size(size::Options),
    /// Synthetic recordings: prints them, one JSON object a line.
    Synthesize(synthesize::Options),
    /// Recogniser: judges every recording and prints the rates of acceptance.
    Evaluate(evaluate::Options),
    /// Attack: makes tokens in every way from a server of its own, and prints what they cost.
    Attack(attack::Options),
    /// Screen reader: compares what Orca says of the widget with the transcripts in docs.
    ScreenReader(screen_reader::Options),
    /// Benchmark of the server: siteverify calls a second, beside other servers.
    BenchServer(bench_server::Options),
    /// Soak test: the server at half load while its store comes and goes.
    Soak(soak::Options),
    /// Benchmark of the widget in a page, beside Cap and ALTCHA.
    BenchPage(bench_page::Options),
    /// Installs what building and testing need.
    Setup,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo(options) => demo::run(options),
        Command::Test(options) => test::run(options),
        Command::Build => setup::for_build().and_then(|()| build::run()),
        Command::Docs => setup::for_build().and_then(|()| docs::run()),
        Command::Package => crate_packages::run(),
        Command::Wordpress => wordpress::pack(),
        Command::Dist(options) => setup::for_build().and_then(|()| dist::run(options)),
        Command::Release(options) => release::run(&options),
        Command::Reproduce => setup::for_build().and_then(|()| reproducible_build::run()),
        Command::Structure(options) => setup::for_build().and_then(|()| structure::run(&options)),
        Command::Size(options) => size::run(options),
        Command::Synthesize(options) => synthesize::run(options),
        Command::ScreenReader(options) => screen_reader::run(options),
        Command::Attack(options) => attack::run(options),
        Command::Evaluate(options) => evaluate::run(options),
        Command::BenchServer(options) => bench_server::run(options),
        Command::Soak(options) => soak::run(options),
        Command::BenchPage(options) => bench_page::run(options),
        Command::Setup => setup::for_test().and_then(|()| frameworks::set_up()),
    }
}
