//! `cargo xtask demo`: from a fresh checkout to a page one can try.

use anyhow::Result;
use clap::Args;

use crate::workspace::{self, cargo};
use crate::{build, process, setup};

/// What `cargo xtask demo` takes.
#[derive(Args)]
pub struct Options {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8787")]
    listen: String,
    /// Anything else for `passwave serve`, after `--`.
    #[arg(last = true)]
    more: Vec<String>,
}

/// Installs, builds and serves until it is interrupted.
pub fn run(options: Options) -> Result<()> {
    setup::for_build()?;
    build::run()?;
    let mut server = cargo("build");
    process::run(server.args(["--release", "--package", "passwave-server"]), "")?;
    println!("{}", what_to_do(&options.listen));
    let mut serve = std::process::Command::new(workspace::target().join("release/passwave"));
    serve.current_dir(workspace::root()).args(["serve", "--demo", "--listen", &options.listen]);
    process::run(
        serve.args(&options.more),
        "Is the address in use? Choose another: --listen 127.0.0.1:9000",
    )
}

fn what_to_do(listen: &str) -> String {
    let address = listen.replace("127.0.0.1", "localhost").replace("0.0.0.0", "localhost");
    format!(
        "\nOpen http://{address} in a browser.\n\
         Press \"Verify by waving your phone\" and wave; on a computer it goes on without waving by itself.\n\
         Then send the form: the page says what the server found.\n\
         A phone needs an https address to give a page its motion sensors.\n\
         Ctrl+C ends it.\n"
    )
}
