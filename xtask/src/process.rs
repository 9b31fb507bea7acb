//! Runs other programs; the error names the command and says how to fix the problem.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs a command to completion; its output is inherited.
pub(crate) fn run(command: &mut Command, advice: &str) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command, advice))?;
    if !status.success() {
        bail!("{} ended with {status}{}", line(command), then(advice));
    }
    Ok(())
}

/// Runs a command to completion and returns its standard output.
pub(crate) fn output(command: &mut Command, advice: &str) -> Result<String> {
    let output =
        command.stderr(Stdio::piped()).output().with_context(|| cannot_start(command, advice))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}\n{said}{}", line(command), output.status, then(advice));
    }
    text(output.stdout, command)
}

/// Runs a command that tells its progress on standard error, and returns its standard output.
pub(crate) fn output_with_progress(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| cannot_start(command, ""))?;
    if !output.status.success() {
        bail!("{} ended with {}", line(command), output.status);
    }
    text(output.stdout, command)
}

/// Runs a command to completion and shows its output only if it fails.
pub(crate) fn run_quietly(command: &mut Command, advice: &str) -> Result<()> {
    output(command, advice).map(|_| ())
}

fn text(printed: Vec<u8>, command: &Command) -> Result<String> {
    String::from_utf8(printed).with_context(|| format!("{} printed invalid UTF-8", line(command)))
}

/// The command line, as it would be typed.
pub(crate) fn line(command: &Command) -> String {
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
