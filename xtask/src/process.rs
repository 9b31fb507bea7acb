//! Runs other programs; a failure says what was run and what to do about it.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs to the end, its output going where ours goes.
pub fn run(command: &mut Command, advice: &str) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command, advice))?;
    if !status.success() {
        bail!("{} ended with {status}{}", line(command), then(advice));
    }
    Ok(())
}

/// Runs to the end and returns what it printed on standard output.
pub fn output(command: &mut Command, advice: &str) -> Result<String> {
    let output =
        command.stderr(Stdio::piped()).output().with_context(|| cannot_start(command, advice))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}\n{said}{}", line(command), output.status, then(advice));
    }
    String::from_utf8(output.stdout).with_context(|| format!("{} printed no text", line(command)))
}

/// Runs to the end and shows what it printed only if it failed.
pub fn run_quietly(command: &mut Command, advice: &str) -> Result<()> {
    output(command, advice).map(|_| ())
}

/// A command as one would type it.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    format!("`{}`", words.join(" "))
}

fn cannot_start(command: &Command, advice: &str) -> String {
    format!("{} could not be started{}", line(command), then(advice))
}

fn then(advice: &str) -> String {
    if advice.is_empty() { String::new() } else { format!("\n{advice}") }
}
