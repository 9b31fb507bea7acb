//! Runs and times the stages of `cargo xtask test`.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The stages that have passed, with their durations.
#[derive(Default)]
pub(crate) struct StageTimer {
    done: Vec<(String, Duration)>,
}

impl StageTimer {
    /// Runs one stage; an error names it.
    pub(crate) fn run(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n--- {name}");
        let started = Instant::now();
        work()
            .with_context(|| format!("stage {name:?} failed (again: `cargo xtask test {name}`)"))?;
        self.done.push((name.to_owned(), started.elapsed()));
        Ok(())
    }

    /// Prints the durations.
    pub(crate) fn print(&self) {
        println!();
        for (name, time) in &self.done {
            println!("{name:>18} {:>7.1} s", time.as_secs_f64());
        }
        println!("stages: {} passed, 0 failed", self.done.len());
    }
}
