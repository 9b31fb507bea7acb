//! Installs what is missing. Every step may run again and again; it speaks only when it acts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::{self, find_program, root};

const OLDEST_NODE: u32 = 18;
const WASM: &str = "wasm32-unknown-unknown";
const CHROMIUM_NAMES: [&str; 4] =
    ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

/// What the widget's build needs.
pub fn for_build() -> Result<()> {
    wasm_target()?;
    node()?;
    node_modules()
}

/// What the tests need: the build's needs, a browser and its test runner.
pub fn for_test() -> Result<()> {
    for_build()?;
    browser()?;
    if let Some(install) = wasm_test_runner_install()? {
        install.finish()?;
    }
    Ok(())
}

fn wasm_target() -> Result<()> {
    let mut sysroot = Command::new("rustc");
    let sysroot = process::output(
        sysroot.current_dir(root()).args(["--print", "target-libdir", "--target", WASM]),
        "Install Rust with rustup: see rustup.rs.",
    )?;
    if Path::new(sysroot.trim()).is_dir() {
        return Ok(());
    }
    println!("setup: adding Rust's {WASM} target");
    process::run_quietly(
        Command::new("rustup").current_dir(root()).args(["target", "add", WASM]),
        "Install Rust with rustup (see rustup.rs), or add that target the way your system does.",
    )
}

fn node() -> Result<()> {
    let advice = format!(
        "Install Node.js {OLDEST_NODE} or newer together with npm, for instance `apt-get install nodejs npm` \
         or from nodejs.org."
    );
    let version = process::output(Command::new("node").arg("--version"), &advice)?;
    let major = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    if major.parse::<u32>().is_ok_and(|major| major >= OLDEST_NODE) {
        return Ok(());
    }
    bail!("Node.js here is {}, which is too old.\n{advice}", version.trim())
}

fn node_modules() -> Result<()> {
    let installed = modified(&root().join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&root().join("package-lock.json")) {
        return Ok(());
    }
    println!("setup: npm ci");
    // No package needs its install script; in particular none may fetch a browser.
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    process::run_quietly(
        Command::new(npm).current_dir(root()).args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ]),
        "npm must be installed beside Node.js and reach its registry.",
    )
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|entry| entry.modified()).ok()
}

/// The browser and the driver with which the tests steer it.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium or Chrome, and where possible installs it.
pub fn browser() -> Result<Browser> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    install_browser()?;
    find_browser().context("chromium was installed, but chromium and chromedriver are not on PATH")
}

fn find_browser() -> Option<Browser> {
    let chromium = find_program(&CHROMIUM_NAMES)?;
    Some(Browser { chromium, driver: find_program(&["chromedriver"])? })
}

fn install_browser() -> Result<()> {
    let advice = "Install Chromium (or Google Chrome) and a chromedriver of the same version, both on PATH; \
                  on Debian: `apt-get install chromium chromium-driver`.";
    if find_program(&["apt-get"]).is_none() || !is_root() {
        bail!("the tests need Chromium and chromedriver, and they are not here.\n{advice}");
    }
    println!("setup: apt-get install chromium chromium-driver");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
        process::run_quietly(&mut command, advice)
    };
    apt(&["update"])?;
    apt(&["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"])
}

fn is_root() -> bool {
    process::output(Command::new("id").arg("-u"), "").is_ok_and(|id| id.trim() == "0")
}

/// Where `wasm-bindgen-test-runner` is installed, so that no other version gets in the way.
pub fn wasm_test_runner() -> PathBuf {
    tools().join("bin").join(format!("wasm-bindgen-test-runner{}", std::env::consts::EXE_SUFFIX))
}

fn tools() -> PathBuf {
    workspace::target().join("tools")
}

/// An installation under way.
pub struct Install {
    command: Command,
    child: std::process::Child,
    log: PathBuf,
}

impl Install {
    /// Waits for its end.
    pub fn finish(mut self) -> Result<()> {
        let status = self.child.wait()?;
        if !status.success() {
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            bail!("{} ended with {status}\n{log}", process::line(&self.command));
        }
        Ok(())
    }
}

impl Drop for Install {
    /// What nobody waits for any more should not go on.
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Starts to install the runner of the wasm tests, which takes minutes, unless it is there.
pub fn wasm_test_runner_install() -> Result<Option<Install>> {
    let version = locked_version("wasm-bindgen")?;
    if runner_version().is_some_and(|line| line.ends_with(&version)) {
        return Ok(None);
    }
    println!(
        "setup: installing wasm-bindgen-test-runner {version} (some minutes, beside the rest)"
    );
    fs::create_dir_all(tools())?;
    let log = tools().join("install.log");
    let mut command = workspace::cargo("install");
    command
        .args(["wasm-bindgen-cli", "--locked", "--force", "--bin", "wasm-bindgen-test-runner"])
        .args(["--version", &version, "--root"])
        .arg(tools())
        // A target folder of its own: another one's lock would make the two builds wait.
        .env("CARGO_TARGET_DIR", tools().join("build"))
        .stdout(fs::File::create(&log)?)
        .stderr(fs::File::options().append(true).open(&log)?);
    let child = command.spawn().with_context(|| process::line(&command))?;
    Ok(Some(Install { command, child, log }))
}

fn runner_version() -> Option<String> {
    let version = process::output(Command::new(wasm_test_runner()).arg("--version"), "").ok()?;
    Some(version.trim().to_owned())
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let heading = format!("name = \"{package}\"\nversion = \"");
    let (_, rest) =
        lock.split_once(&heading).with_context(|| format!("no {package} in Cargo.lock"))?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}
