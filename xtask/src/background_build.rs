//! Compiles the programs of a release while tests wait for browsers and servers.

use std::env;
use std::ffi::OsStr;
use std::process::Command;
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow};

use crate::process;
use crate::workspace::{find_program, root};

/// A build that goes on beside the tests.
#[derive(Default)]
pub(crate) struct BackgroundBuild(Option<JoinHandle<Result<()>>>);

impl BackgroundBuild {
    /// Compiles the programs of the release artefacts; that needs the widget's files.
    pub(crate) fn start() -> Self {
        Self(Some(thread::spawn(artefacts)))
    }

    /// Waits until it is done. A build that was never started is.
    pub(crate) fn finish(&mut self) -> Result<()> {
        let Some(build) = self.0.take() else { return Ok(()) };
        build.join().map_err(|_| anyhow!("the build in the background panicked"))?
    }
}

/// Leaves the processor to the tests where the system has `nice`.
fn artefacts() -> Result<()> {
    let program = env::current_exe().context("this program has no path")?;
    let mut words = vec![program.as_os_str(), OsStr::new("dist"), OsStr::new("--compile-only")];
    if find_program(&["nice"]).is_some() {
        words.splice(0..0, ["nice", "-n", "10"].map(OsStr::new));
    }
    let mut dist = Command::new(words[0]);
    process::run_quietly(dist.args(&words[1..]).current_dir(root()), "")
}
