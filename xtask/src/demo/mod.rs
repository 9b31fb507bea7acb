//! `cargo xtask demo`: from a fresh checkout to a page one can try.

mod lan_https;

use std::net::SocketAddr;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::workspace::{self, cargo};
use crate::{build, process, setup};

const PORT: u16 = 8787;
const IN_USE: &str = "Is the address in use? Choose another: --listen 127.0.0.1:9000";

/// What `cargo xtask demo` takes.
#[derive(Args)]
pub struct Options {
    /// The address to listen on [default: 127.0.0.1:8787, or with --lan this computer's own].
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// For a phone on the same network: over https, with a picture of the address to scan.
    #[arg(long)]
    lan: bool,
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
    let mut serve = Command::new(workspace::target().join("release/passwave"));
    serve.current_dir(workspace::root()).args(["serve", "--demo"]).args(&options.more);
    if options.lan {
        on_the_network(&mut serve, options.listen)?
    } else {
        here(&mut serve, options.listen)
    }
    process::run(&mut serve, IN_USE)
}

/// For this computer alone.
fn here(serve: &mut Command, listen: Option<SocketAddr>) {
    let listen = listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], PORT)));
    serve.arg("--listen").arg(listen.to_string());
    println!("{}", what_to_do(&listen.to_string()));
}

/// For a phone too.
fn on_the_network(serve: &mut Command, listen: Option<SocketAddr>) -> Result<()> {
    let listen = match listen {
        Some(listen) => listen,
        None => SocketAddr::new(lan_https::address()?, PORT),
    };
    let files = lan_https::certificate(listen.ip())?;
    serve.arg("--listen").arg(listen.to_string());
    serve.arg("--cert").arg(files.cert).arg("--key").arg(files.key);
    let explained = format!("http://{}/", lan_https::explain(listen)?);
    println!("{}", what_to_scan(&lan_https::picture(&explained)?, &explained));
    Ok(())
}

fn what_to_scan(picture: &str, address: &str) -> String {
    format!(
        "\n{picture}\n\n\
         Scan this with a phone on the same network, or open {address} on it.\n\
         That page says what to do about the browser's warning, and leads on to the demo.\n\
         Anyone on this network can open the demo while it runs. Ctrl+C ends it.\n"
    )
}

fn what_to_do(listen: &str) -> String {
    let address = listen.replace("127.0.0.1", "localhost").replace("0.0.0.0", "localhost");
    format!(
        "\nOpen http://{address} in a browser.\n\
         Press \"Verify by waving your phone\" and wave; on a computer it goes on without waving by itself.\n\
         Then send the form: the page says what the server found.\n\
         A phone needs an https address to give a page its motion sensors: cargo xtask demo --lan.\n\
         Ctrl+C ends it.\n"
    )
}
