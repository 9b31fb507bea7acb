//! `passwave completions` and `passwave man`: what a shell and `man` know of the commands.

use std::io::{self, Write};
use std::path::PathBuf;
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
            Some(folder) => clap_mangen::generate_to(command, folder),
            None => Man::new(command).render(&mut io::stdout()),
        })
    }
}

fn done(written: io::Result<()>) -> ExitCode {
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => failed(cause),
    }
}
