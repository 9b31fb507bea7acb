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

/// Builds, tests and shows Passwave.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installs what is missing, builds everything and serves the demo page.
    Demo(demo::Options),
    /// Runs every check there is, or only the stages named.
    Test(test::Options),
    /// Builds the widget into pkg/dist.
    Build,
    /// Makes the documentation a site with a search, in target/docs.
    Docs,
    /// Packs the crates as they would be published, and compiles what was packed.
    Package,
    /// Packs the WordPress plugin as a zip into target/integrations.
    Wordpress,
    /// Makes what a release consists of: archives, Debian packages, images, hashes, a list of components.
    Dist(dist::Options),
    /// Walks the checklist of a release.
    Release(release::Options),
    /// Builds the widget in two places and compares what came of it.
    Reproduce,
    /// Checks import circles, lengths, repetitions and boundaries of all code.
    Structure(structure::Options),
    /// Says how large the shipped files are.
    Size(size::Options),
    /// Prints synthetic recordings, made with a physical model of an arm, one JSON object a line.
    Synthesize(synthesize::Options),
    /// Judges every recording and says what the recogniser reaches.
    Evaluate(evaluate::Options),
    /// Makes tokens through every door of a server of its own, and says what they cost.
    Attack(attack::Options),
    /// Has a screen reader read the widget, and compares what it says with the docs.
    ScreenReader(screen_reader::Options),
    /// Measures the server beside others on the same machine.
    BenchServer(bench_server::Options),
    /// Runs the server for minutes at half of what it can do, while its store goes away and comes back.
    Soak(soak::Options),
    /// Measures the widget in a page, beside other checks in the same browser.
    BenchPage(bench_page::Options),
    /// Installs what building and testing need, and nothing else.
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
        Command::Setup => setup::for_test(),
    }
}
