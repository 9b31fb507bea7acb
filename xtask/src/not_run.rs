//! What the tests could not do on this machine: they write it into a file, and `cargo xtask test` ends with it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace;

fn file() -> PathBuf {
    workspace::target().join("not-run.txt")
}

/// Forgets what an earlier run has written.
pub(crate) fn clear() -> Result<()> {
    if file().exists() {
        fs::remove_file(file())?;
    }
    Ok(())
}

/// Tells a command where to write.
pub(crate) fn collect(command: &mut Command) {
    command.env("PASSWAVE_NOT_RUN", file());
}

/// The lines that tell it, each once.
pub(crate) fn lines() -> Result<Vec<String>> {
    if !file().exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(file()).context("target/not-run.txt")?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines.dedup();
    Ok(lines)
}

/// Prints what was not run.
pub(crate) fn print() -> Result<()> {
    let lines = lines()?;
    match lines.len() {
        0 => println!("not run on this machine: nothing was left out"),
        _ => println!("not run on this machine:"),
    }
    for line in lines {
        println!("  {line}");
    }
    Ok(())
}
