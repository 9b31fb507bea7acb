//! `cargo xtask test`: all checks of the project, in stages.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};

use crate::background_build::BackgroundBuild;
use crate::setup::{self, Browser};
use crate::size;
use crate::stage_timer::StageTimer;
use crate::workspace::{self, cargo, files_ending, node, node_tool, root};
use crate::{
    apps, build, crate_packages, dist, docs, frameworks, not_run, path_leaks, process,
    screen_reader, structure, wordpress,
};

const BACKENDS: &str = "tests/backends";
const BROWSER: &str = "tests/browser";
/// The line with which a test of the two folders takes recordings.
const RECORDINGS: &str = r#" from "../support/recordings.mjs";"#;
/// The line with which one moves a phone by hand.
const SENSOR_PLAYER: &str = r#" from "../support/sensor-player.mjs";"#;
/// How long a file of Node's tests may take: many times what the longest does.
const FILE_LIMIT: Duration = Duration::from_secs(25 * 60);
const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// The server's tests that need a Redis or take minutes.
const RESILIENCE: [&str; 2] = ["--features", "passwave-server/resilience-tests"];

/// The arguments of `cargo xtask test`.
#[derive(Args)]
pub(crate) struct Options {
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
    /// Unit and property tests: `cargo test` as everybody has it.
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
    /// The server's tests with a Redis, several instances, crashes and hostile requests.
    Resilience,
    /// Other services' clients, the documented examples, proxies and the systemd unit, against the real server.
    Backends,
    /// The WordPress plugin in a real WordPress, with a real server and browser.
    Wordpress,
    /// Real applications as docs/integrations.md sets them up, and the programs of docs/quick-starts.md, in a browser.
    Apps,
    /// The programs of docs/frameworks.md for Angular, SvelteKit, Astro and Nuxt, built in empty folders, in a browser.
    Frameworks,
    /// What a release consists of, used as an operator does: package, image, archives, manifests.
    Dist,
    /// End-to-end tests: server, widget, browser.
    Browser,
    /// The announcements of a screen reader, compared with the docs.
    ScreenReader,
    /// All that reads recordings of people, in a checkout that has none.
    WithoutRecordings,
}

/// Installs what the stages need, then runs them in order.
pub(crate) fn run(options: Options) -> Result<()> {
    let is_chosen = |stage: &Stage| options.stages.is_empty() || options.stages.contains(stage);
    let chosen: Vec<Stage> = Stage::value_variants().iter().copied().filter(is_chosen).collect();
    let mut timer = StageTimer::default();
    not_run::clear()?;
    timer.run("setup", || chosen.iter().try_for_each(|stage| stage.set_up()))?;
    let mut background_build = BackgroundBuild::default();
    for stage in &chosen {
        let name = stage.to_possible_value().expect("every stage has a name");
        timer.run(name.get_name(), || {
            if *stage == Stage::Dist {
                background_build.finish()?;
            }
            stage.run()
        })?;
        if *stage == Stage::Build && chosen.contains(&Stage::Dist) {
            background_build = BackgroundBuild::start();
        }
    }
    timer.print();
    not_run::print()
}

impl Stage {
    /// Installs what the stage needs: what a machine lacks is known before the first check runs.
    fn set_up(self) -> Result<()> {
        match self {
            Stage::Format | Stage::Lint | Stage::Structure => setup::for_build(),
            Stage::Build | Stage::Types | Stage::Size => setup::for_build(),
            Stage::Unit => Ok(()),
            Stage::Resilience => setup::redis_server(),
            Stage::Package => Ok(()),
            Stage::Wasm => setup::for_build().and_then(|()| setup::browser().map(drop)),
            Stage::Backends => setup::for_build().and_then(|()| setup::for_backends().map(drop)),
            Stage::Wordpress => setup_wordpress(),
            Stage::Apps => setup_apps().map(drop),
            Stage::Frameworks => frameworks::set_up(),
            Stage::Dist => dist::tests::set_up(),
            Stage::Browser => setup::for_browser_tests(),
            Stage::ScreenReader => setup::for_build().and_then(|()| setup::for_screen_reader()),
            Stage::WithoutRecordings => [Stage::Backends, Stage::Browser, Stage::ScreenReader]
                .into_iter()
                .try_for_each(Stage::set_up),
        }
    }

    fn run(self) -> Result<()> {
        match self {
            Stage::Format => format(),
            Stage::Lint => lint(),
            Stage::Structure => structure(),
            Stage::Unit => unit(),
            Stage::Resilience => resilience(),
            Stage::Build => build::run().and_then(|()| path_leaks::check(&workspace::dist())),
            Stage::Types => types(),
            Stage::Size => size::print()?.check(),
            Stage::Package => crate_packages::run(),
            Stage::Wasm => wasm(),
            Stage::Backends => process::run(&mut backends(test_files(BACKENDS)?)?, ""),
            Stage::Wordpress => wordpress_plugin(),
            Stage::Apps => apps(),
            Stage::Frameworks => process::run(&mut integrations(frameworks::FOLDER)?, ""),
            Stage::Dist => release_artefacts(),
            Stage::Browser => browser_tests(),
            Stage::ScreenReader => screen_reader::compare(),
            Stage::WithoutRecordings => without_recordings(),
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
    clippy(&[&["--workspace", "--all-targets"], &RESILIENCE[..]].concat())?;
    let widget =
        ["--package", "passwave", "--package", "passwave-motion", "--package", "passwave-protocol"];
    clippy(&[&widget[..], &WASM].concat())?;
    clippy(&[&widget[..2], &["--tests"], &WASM].concat())?;
    clippy(&[&widget[..2], &["--no-default-features", "--lib"], &WASM].concat())?;
    process::run(node_tool("eslint").args(["--max-warnings", "0", "."]), "")
}

fn structure() -> Result<()> {
    structure::test_javascript()?;
    structure::run(&structure::Options::check_all())
}

fn unit() -> Result<()> {
    process::run(cargo("test").arg("--workspace"), "")
}

/// With the whole workspace, whose features cargo unites, so that only the server is compiled again.
fn resilience() -> Result<()> {
    let mut test = cargo("test");
    test.arg("--workspace").args(RESILIENCE).arg("--lib");
    process::run(test.args(["--test", "api", "--test", "process", "--test", "resilience"]), "")
}

fn types() -> Result<()> {
    for project in ["tsconfig.json", "tests/tsconfig.json", "tests/types/tsconfig.json"] {
        process::run(node_tool("tsc").args(["--project", project]), "")?;
    }
    Ok(())
}

fn wasm() -> Result<()> {
    const RUNNER: &str = "wasm-test-runner";
    // A driver that starts beside a build may take longer than the runner's own five seconds.
    const LIMITS_S: [(&str, &str); 2] =
        [("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "120"), ("WASM_BINDGEN_TEST_TIMEOUT", "300")];
    process::run(
        cargo("build").args(["--package", "xtask", "--bin", RUNNER, "--features", RUNNER]),
        "",
    )?;
    let runner = workspace::target().join("debug").join(RUNNER);
    let mut test = cargo("test");
    test.args(["--package", "passwave", "--tests"])
        .args(WASM)
        .envs(LIMITS_S)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", setup::browser()?.driver);
    process::run(&mut test, "")
}

/// Node's tests of these files, with the languages of the documented examples.
fn backends(files: Vec<PathBuf>) -> Result<Command> {
    let python = setup::for_backends()?;
    build::run_if_missing()?;
    workspace::build_debug_server()?;
    let mut node = node_tests("debug")?;
    node.arg("--test-concurrency=2")
        .args(files)
        .env("PASSWAVE_PYTHON", python)
        .env("PASSWAVE_RUST_EXAMPLES", workspace::target().join("backends/rust"));
    Ok(node)
}

fn setup_wordpress() -> Result<()> {
    setup::for_build()?;
    setup::browser()?;
    wordpress::set_up()
}

fn wordpress_plugin() -> Result<()> {
    process::run(&mut integrations("tests/integrations/wordpress")?, "")
}

fn setup_apps() -> Result<PathBuf> {
    setup::for_build()?;
    setup::browser()?;
    apps::set_up()
}

fn apps() -> Result<()> {
    let python = apps::set_up()?;
    process::run(integrations(apps::FOLDER)?.env("PASSWAVE_PYTHON", python), "")
}

/// Node's tests of a folder, with a browser and the server.
fn integrations(folder: &str) -> Result<Command> {
    build::run_if_missing()?;
    workspace::build_debug_server()?;
    let mut node = node_tests("debug")?;
    node.arg("--test-concurrency=2")
        .args(test_files(folder)?)
        .env("PASSWAVE_CHROMIUM", setup::browser()?.chromium);
    Ok(node)
}

fn release_artefacts() -> Result<()> {
    let mut node = node_tests("debug")?;
    node.arg("--test-concurrency=1").args(test_files("tests/dist")?);
    dist::tests::run(node)
}

/// Two files at a time, since a browser mostly waits; but a movement that is played needs the machine for itself.
fn browser_tests() -> Result<()> {
    let playing = with_line(BROWSER, &[RECORDINGS, SENSOR_PLAYER])?;
    let mut others = test_files(BROWSER)?;
    others.retain(|test| !playing.contains(test));
    process::run(&mut browser(others, 2)?, "")?;
    process::run(&mut browser(playing, 1)?, "")
}

/// Node's tests of these files, with the browsers and the server.
fn browser(files: Vec<PathBuf>, at_once: usize) -> Result<Command> {
    let Browser { chromium, .. } = setup::browser()?;
    build::run_if_missing()?;
    docs::run()?;
    workspace::build_debug_server()?;
    let mut node = node_tests("debug")?;
    node.arg(format!("--test-concurrency={at_once}"))
        .args(files)
        .env("PASSWAVE_CHROMIUM", chromium)
        .env("PASSWAVE_DOCS_SITE", docs::folder())
        .env("PASSWAVE_FIREFOX", setup::firefox()?)
        .env("PASSWAVE_WEBKIT_DRIVER", setup::webkit()?);
    Ok(node)
}

/// Whoever has no recordings of people runs all stages on generated ones; whoever has some sees here that this works.
fn without_recordings() -> Result<()> {
    let none = workspace::target().join("no-recordings");
    ensure!(!none.exists(), "{} must not exist", workspace::shown(&none));
    let mut evaluate = Command::new(env::current_exe()?);
    evaluate.current_dir(root()).arg("evaluate");
    let mut rust = cargo("test");
    rust.args(["--workspace", "--test", "coaching", "--test", "tremor_and_vibration"]);
    let node = [backends(with_recordings(BACKENDS)?)?, browser(with_recordings(BROWSER)?, 1)?];
    let stories = screen_reader::stories_with_a_wave()?;
    for mut command in [rust, evaluate, stories].into_iter().chain(node) {
        process::run(command.env("PASSWAVE_TRACES", &none), "")?;
    }
    Ok(())
}

/// The tests of a folder that read recordings.
fn with_recordings(folder: &str) -> Result<Vec<PathBuf>> {
    with_line(folder, &[RECORDINGS])
}

/// The tests of a folder that have one of these lines.
fn with_line(folder: &str, lines: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for test in test_files(folder)? {
        let text = fs::read_to_string(&test)?;
        if lines.iter().any(|line| text.contains(line)) {
            found.push(test);
        }
    }
    ensure!(!found.is_empty(), "no test in {folder} has {lines:?}");
    Ok(found)
}

/// Node's test runner, with the server built with this profile. A file ends when its tests have: a set-up that failed
/// halfway may have left a program that keeps the file's process alive.
fn node_tests(profile: &str) -> Result<Command> {
    let mut node = node(profile)?;
    node.args(["--test", "--test-reporter=spec", "--test-force-exit"])
        .arg(format!("--test-timeout={}", FILE_LIMIT.as_millis()))
        .arg("--import")
        .arg(root().join("tests/support/test-process.mjs"));
    not_run::collect(&mut node);
    Ok(node)
}

fn test_files(folder: &str) -> Result<Vec<PathBuf>> {
    let tests = files_ending(&root().join(folder), ".test.mjs")?;
    ensure!(!tests.is_empty(), "there is no test in {folder}");
    Ok(tests)
}
