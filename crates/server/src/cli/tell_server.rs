//! `--reload`: tells the running server to read its configuration again.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::failure::failed;

/// Whether and whom to tell.
#[derive(Args)]
pub(super) struct ReloadOptions {
    /// Make the running server reload the configuration (SIGHUP)
    #[arg(long)]
    reload: bool,
    /// Process id of the server, if it is not found by its --config
    #[arg(long, requires = "reload", value_parser = clap::value_parser!(i32).range(1..))]
    pid: Option<i32>,
}

impl ReloadOptions {
    /// Tells the server, if that was asked for. The file has been changed already.
    pub(super) fn tell_server(&self, config: &Path) -> ExitCode {
        if !self.reload {
            return ExitCode::SUCCESS;
        }
        let found = self.pid.map_or_else(|| servers_with(config), |pid| vec![pid]);
        if found.is_empty() {
            return failed(format_args!(
                "{} is changed, but no running server with --config {0} was found. Reload it by its service manager \
                 (systemctl reload passwave), or name its process with --reload --pid",
                config.display()
            ));
        }
        for pid in found {
            if let Err(cause) = hang_up(pid) {
                return failed(format_args!(
                    "{} is changed, but process {pid} cannot be told: {cause}",
                    config.display()
                ));
            }
            println!(
                "Told the server, process {pid}, to read the file; its log says whether it is in force."
            );
        }
        ExitCode::SUCCESS
    }
}

#[cfg(unix)]
fn hang_up(pid: i32) -> std::io::Result<()> {
    use rustix::process::{Pid, Signal, kill_process};
    let pid = Pid::from_raw(pid).ok_or(std::io::ErrorKind::InvalidInput)?;
    Ok(kill_process(pid, Signal::HUP)?)
}

#[cfg(not(unix))]
fn hang_up(_pid: i32) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

/// The processes that serve with this file. Systems without `/proc` show none.
fn servers_with(config: &Path) -> Vec<i32> {
    let (Ok(config), Ok(processes)) = (config.canonicalize(), std::fs::read_dir("/proc")) else {
        return Vec::new();
    };
    let ids = processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|pid| serves(*pid, &config)).collect()
}

fn serves(pid: i32, config: &Path) -> bool {
    let process = Path::new("/proc").join(pid.to_string());
    let command = std::fs::read(process.join("cmdline")).unwrap_or_default();
    let command = String::from_utf8_lossy(&command);
    let words: Vec<&str> = command.split('\0').collect();
    let Some(named) = named_config(&words) else { return false };
    let folder = std::fs::read_link(process.join("cwd")).unwrap_or_default();
    folder.join(named).canonicalize().is_ok_and(|named| named == config)
}

/// What `passwave serve` was given as its configuration.
fn named_config<'a>(words: &[&'a str]) -> Option<&'a str> {
    let (program, words) = words.split_first()?;
    let is_ours = Path::new(program).file_name().is_some_and(|name| name == "passwave");
    if !is_ours || words.first() != Some(&"serve") {
        return None;
    }
    let next = words.iter().skip_while(|word| **word != "--config").nth(1).copied();
    next.or_else(|| words.iter().find_map(|word| word.strip_prefix("--config=")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configuration_is_found_in_a_command_line() {
        let named =
            |line: &str| named_config(&line.split(' ').collect::<Vec<_>>()).map(str::to_owned);
        assert_eq!(named("/usr/bin/passwave serve --config a.toml"), Some("a.toml".to_owned()));
        assert_eq!(named("passwave serve --listen x --config=a.toml"), Some("a.toml".to_owned()));
        assert_eq!(named("passwave serve --demo"), None);
        assert_eq!(named("passwave check-config --config a.toml"), None);
        assert_eq!(named("vim serve --config a.toml"), None);
    }
}
