//! `cargo xtask test`: all checks of the project, in stages.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::setup::{self, Browser};
use crate::size;
use crate::stages::Stages;
use crate::workspace::{self, cargo, files_ending, node, node_tool, root};
use crate::{build, package, path_leaks, process, screen_reader, structure};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// The arguments of `cargo xtask test`.
#[derive(Args)]
pub struct Options {
    /// The stages to run [default: all].
    stages: Vec<Stage>,
}

/// The stages, in the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The format of Rust and JavaScript.
    Format,
    /// Clippy, natively and for WebAssembly, and ESLint.
    Lint,
    /// Import circles, lengths, repetitions and boundaries of all code.
    Structure,
    /// Unit and property tests.
    Unit,
    /// The widget's build, used by later stages.
    Build,
    /// TypeScript's check of all JavaScript.
    Types,
    /// The size budget of the shipped files.
    Size,
    /// The publishable crates, packed and compiled from their packages.
    Package,
    /// wasm-bindgen tests in a headless browser.
    Wasm,
    /// Other services' clients, the documented examples, proxies and the systemd unit, against the real server.
    Backends,
    /// End-to-end tests: server, widget, browser.
    Browser,
    /// The announcements of a screen reader, compared with the docs.
    ScreenReader,
}

/// Installs what the stages need, then runs them in order.
pub fn run(options: Options) -> Result<()> {
    let is_chosen = |stage: &Stage| options.stages.is_empty() || options.stages.contains(stage);
    let chosen: Vec<Stage> = Stage::value_variants().iter().copied().filter(is_chosen).collect();
    let mut stages = Stages::default();
    stages.run("setup", || chosen.iter().try_for_each(|stage| stage.set_up()))?;
    for stage in chosen {
        let name = stage.to_possible_value().expect("every stage has a name");
        stages.run(name.get_name(), || stage.run())?;
    }
    stages.print();
    Ok(())
}

impl Stage {
    /// Installs what the stage needs: what a machine lacks is known before the first check runs.
    fn set_up(self) -> Result<()> {
        match self {
            Stage::Format | Stage::Lint | Stage::Structure => setup::for_build(),
            Stage::Build | Stage::Types | Stage::Size => setup::for_build(),
            Stage::Unit => setup::redis_server(),
            Stage::Package => Ok(()),
            Stage::Wasm => setup::for_build().and_then(|()| setup::browser().map(drop)),
            Stage::Backends => setup::for_build().and_then(|()| setup::for_backends().map(drop)),
            Stage::Browser => setup::for_browser_tests(),
            Stage::ScreenReader => setup::for_build().and_then(|()| setup::for_screen_reader()),
        }
    }

    fn run(self) -> Result<()> {
        match self {
            Stage::Format => format(),
            Stage::Lint => lint(),
            Stage::Structure => structure(),
            Stage::Unit => unit(),
            Stage::Build => build::run().and_then(|()| path_leaks::check(&workspace::dist())),
            Stage::Types => types(),
            Stage::Size => size::print()?.check(),
            Stage::Package => package::run(),
            Stage::Wasm => wasm(),
            Stage::Backends => backends(),
            Stage::Browser => browser(),
            Stage::ScreenReader => screen_reader::compare(),
        }
    }
}

fn format() -> Result<()> {
    process::run(cargo("fmt").args(["--all", "--", "--check"]), "Run `cargo fmt`.")?;
    process::run(node_tool("prettier").args(["--check", "."]), "Run `npm run format`.")
}

fn lint() -> Result<()> {
    const DENY: [&str; 3] = ["--", "-D", "warnings"];
    let clippy = |arguments: &[&str]| process::run(cargo("clippy").args(arguments).args(DENY), "");
    clippy(&["--workspace", "--all-targets"])?;
    let widget =
        ["--package", "passwave", "--package", "passwave-motion", "--package", "passwave-protocol"];
    clippy(&[&widget[..], &WASM].concat())?;
    clippy(&[&widget[..2], &["--tests"], &WASM].concat())?;
    process::run(node_tool("eslint").args(["--max-warnings", "0", "."]), "")
}

fn structure() -> Result<()> {
    structure::test_javascript()?;
    structure::run(&structure::Options::default())
}

fn unit() -> Result<()> {
    process::run(cargo("test").arg("--workspace"), "")
}

fn types() -> Result<()> {
    for project in ["tsconfig.json", "tests/tsconfig.json", "tests/types/tsconfig.json"] {
        process::run(node_tool("tsc").args(["--project", project]), "")?;
    }
    Ok(())
}

fn wasm() -> Result<()> {
    const RUNNER: &str = "wasm-test-runner";
    process::run(
        cargo("build").args(["--package", "xtask", "--bin", RUNNER, "--features", RUNNER]),
        "",
    )?;
    let runner = workspace::target().join("debug").join(RUNNER);
    let mut test = cargo("test");
    test.args(["--package", "passwave", "--tests"])
        .args(WASM)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", setup::browser()?.driver);
    process::run(&mut test, "")
}

fn backends() -> Result<()> {
    let python = setup::for_backends()?;
    build::run_if_missing()?;
    workspace::build_debug_server()?;
    let mut node = node_tests("debug")?;
    node.arg("--test-concurrency=2")
        .args(test_files("tests/backends")?)
        .env("PASSWAVE_PYTHON", python)
        .env("PASSWAVE_RUST_EXAMPLES", workspace::target().join("backends/rust"));
    process::run(&mut node, "")
}

fn browser() -> Result<()> {
    let Browser { chromium, .. } = setup::browser()?;
    build::run_if_missing()?;
    // As it is shipped: with the widget's files embedded.
    let server = ["--release", "--package", "passwave-server", "--features", "embed"];
    process::run(cargo("build").args(server), "")?;
    let mut node = node_tests("release")?;
    node.arg("--test-concurrency=1")
        .args(test_files("tests/browser")?)
        .env("PASSWAVE_CHROMIUM", chromium)
        .env("PASSWAVE_FIREFOX", setup::firefox()?);
    process::run(&mut node, "")
}

/// Node's test runner, with the server built with this profile.
fn node_tests(profile: &str) -> Result<Command> {
    let mut node = node(profile)?;
    node.args(["--test", "--test-reporter=spec"]);
    Ok(node)
}

fn test_files(folder: &str) -> Result<Vec<PathBuf>> {
    let tests = files_ending(&root().join(folder), ".test.mjs")?;
    if tests.is_empty() {
        bail!("there is no test in {folder}");
    }
    Ok(tests)
}
