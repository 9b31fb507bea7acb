//! `passwave completions` and `passwave man`: what a shell and `man` know of the commands.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use super::failure::failed;

/// The program's name in both.
const NAME: &str = "passwave";

/// `passwave completions`.
#[derive(Args)]
#[command(after_help = "Example:\n  passwave completions bash > /etc/bash_completion.d/passwave")]
pub(super) struct Completions {
    /// Shell
    shell: Shell,
}

/// `passwave man`.
#[derive(Args)]
#[command(after_help = "Example:\n  passwave man --folder /usr/local/share/man/man1")]
pub(super) struct Manual {
    /// Write the pages of all commands into this folder instead of printing one
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Completions {
    pub(super) fn run(&self, mut command: Command) -> ExitCode {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, NAME, &mut script);
        done(io::stdout().write_all(&script))
    }
}

impl Manual {
    pub(super) fn run(&self, command: Command) -> ExitCode {
        done(match &self.folder {
            Some(folder) => {
                clap_mangen::generate_to(command, folder).and_then(|()| with_examples_in(folder))
            }
            None => printed(command),
        })
    }
}

fn printed(command: Command) -> io::Result<()> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    io::stdout().write_all(with_examples(&String::from_utf8_lossy(&page)).as_bytes())
}

fn with_examples_in(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(NAME) && name.ends_with(".1") {
            fs::write(&path, with_examples(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}

/// What follows the options of a command are its examples; the generator has no name for it.
fn with_examples(page: &str) -> String {
    page.replace(".SH EXTRA\n", ".SH EXAMPLES\n")
}

fn done(written: io::Result<()>) -> ExitCode {
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => failed(cause),
    }
}
