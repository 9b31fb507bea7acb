//! The size of the server program, its time to start, and the memory of an idle server.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

/// Starts the demo, waits until it listens, and prints the figures.
pub(super) fn measure(program: &Path) -> Result<()> {
    let file_mb = fs::metadata(program)?.len() as f64 / 1e6;
    let start = Instant::now();
    let mut server = Command::new(program)
        .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let measured = wait_until_ready(&mut server).and_then(|()| {
        let ready_ms = start.elapsed().as_secs_f64() * 1e3;
        Ok((ready_ms, resident_mib(server.id())?))
    });
    server.kill()?;
    server.wait()?;
    let (ready_ms, resident_mib) = measured?;
    println!("Program {file_mb:.1} MB, ready after {ready_ms:.0} ms, idle {resident_mib:.1} MiB");
    Ok(())
}

fn wait_until_ready(server: &mut Child) -> Result<()> {
    let output = server.stdout.take().context("the server has no standard output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    ensure!(line.starts_with("Listening on "), "the server did not start");
    Ok(())
}

fn resident_mib(process: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib: f64 = line.context("no VmRSS")?.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}
