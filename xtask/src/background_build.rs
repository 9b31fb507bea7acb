//! Compiles programs while tests wait for browsers and servers: on few cores that is most of a test run's time.

use std::env;
use std::ffi::OsStr;
use std::process::Command;
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow};

use crate::process;
use crate::workspace::{cargo, find_program, root};

/// The server as the browser tests start it.
const RELEASE: [&str; 4] = ["--release", "--package", "passwave-server", "--features=embed"];

/// A build that goes on beside the tests.
#[derive(Default)]
pub(crate) struct BackgroundBuild(Option<JoinHandle<Result<()>>>);

impl BackgroundBuild {
    /// Compiles the server for the browser tests and for the release artefacts; it needs the widget's files.
    pub(crate) fn start() -> Self {
        Self(Some(thread::spawn(|| release_server().and_then(|()| artefacts()))))
    }

    /// Waits until it is done. A build that was never started is.
    pub(crate) fn finish(&mut self) -> Result<()> {
        let Some(build) = self.0.take() else { return Ok(()) };
        build.join().map_err(|_| anyhow!("the build in the background panicked"))?
    }
}

/// Compiles the server as the browser tests start it, unless that has been done.
pub(crate) fn compile_release_server() -> Result<()> {
    process::run(cargo("build").args(RELEASE), "")
}

fn release_server() -> Result<()> {
    let mut build = cargo("build");
    build.args(RELEASE);
    process::run_quietly(&mut yielding(&build), "")
}

fn artefacts() -> Result<()> {
    let mut dist = Command::new(env::current_exe().context("this program has no path")?);
    dist.current_dir(root()).args(["dist", "--compile-only"]);
    process::run_quietly(&mut yielding(&dist), "")
}

/// The same command, which leaves the processor to the tests where the system has `nice`.
fn yielding(command: &Command) -> Command {
    let mut words = vec![command.get_program()];
    words.extend(command.get_args());
    if find_program(&["nice"]).is_some() {
        words.splice(0..0, ["nice", "-n", "10"].map(OsStr::new));
    }
    let mut yielding = Command::new(words[0]);
    yielding.args(&words[1..]).current_dir(root());
    yielding
}
