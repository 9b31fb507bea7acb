//! The stages of `cargo xtask test`, each timed.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What has been run so far, and how long each took.
#[derive(Default)]
pub struct Stages {
    done: Vec<(&'static str, Duration)>,
}

impl Stages {
    /// Runs one stage; an error names it.
    pub fn run(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n--- {name}");
        let started = Instant::now();
        work()
            .with_context(|| format!("stage {name:?} failed (again: `cargo xtask test {name}`)"))?;
        self.done.push((name, started.elapsed()));
        Ok(())
    }

    /// Prints the times.
    pub fn print(&self) {
        println!();
        for (name, time) in &self.done {
            println!("{name:>10} {:>7.1} s", time.as_secs_f64());
        }
        println!("stages: {} passed, 0 failed", self.done.len());
    }
}
