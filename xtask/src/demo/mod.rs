//! `cargo xtask demo`: builds everything and serves the demo page.

mod lan_https;

use std::net::SocketAddr;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::workspace::{self, cargo};
use crate::{build, docs, process, setup};

const PORT: u16 = 8787;
const IN_USE: &str = "Is the address in use? Choose another: --listen 127.0.0.1:9000";

/// The arguments of `cargo xtask demo`.
#[derive(Args)]
pub(crate) struct Options {
    /// Address and port to listen on [default: 127.0.0.1:8787; with --lan this computer's own].
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// For a phone on the same network: HTTPS, and a QR code of the address.
    #[arg(long)]
    lan: bool,
    /// Further arguments for `passwave serve`, such as `-- --survey`.
    #[arg(last = true, value_name = "ARGUMENT")]
    more: Vec<String>,
}

/// Installs, builds and serves until interrupted.
pub(crate) fn run(options: Options) -> Result<()> {
    setup::for_build()?;
    build::run()?;
    docs::run()?;
    let mut server = cargo("build");
    process::run(server.args(["--release", "--package", "passwave-server"]), "")?;
    let mut serve = Command::new(workspace::target().join("release/passwave"));
    serve.current_dir(workspace::root()).args(["serve", "--demo", "--docs"]).arg(docs::folder());
    serve.args(&options.more);
    if options.lan {
        listen_on_lan(&mut serve, options.listen)?
    } else {
        listen_on_loopback(&mut serve, options.listen)
    }
    process::run(&mut serve, IN_USE)
}

/// Listens on the loopback interface.
fn listen_on_loopback(serve: &mut Command, listen: Option<SocketAddr>) {
    let listen = listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], PORT)));
    serve.arg("--listen").arg(listen.to_string());
    println!("{}", loopback_instructions(&listen.to_string()));
}

/// Listens on the local network, over HTTPS.
fn listen_on_lan(serve: &mut Command, listen: Option<SocketAddr>) -> Result<()> {
    let listen = match listen {
        Some(listen) => listen,
        None => SocketAddr::new(lan_https::address()?, PORT),
    };
    let files = lan_https::certificate(listen.ip())?;
    serve.arg("--listen").arg(listen.to_string());
    serve.arg("--cert").arg(files.cert).arg("--key").arg(files.key);
    let explained = format!("http://{}/", lan_https::serve_certificate_warning(listen)?);
    println!("{}", lan_instructions(&lan_https::qr_code(&explained)?, &explained));
    Ok(())
}

fn lan_instructions(qr_code: &str, address: &str) -> String {
    format!(
        "\n{qr_code}\n\n\
         Scan this with a phone on the same network, or open {address} on it.\n\
         That page says what to do about the browser's warning, and leads on to the demo.\n\
         Anyone on this network can open the demo while it runs. Ctrl+C ends it.\n"
    )
}

fn loopback_instructions(listen: &str) -> String {
    let address = listen.replace("127.0.0.1", "localhost").replace("0.0.0.0", "localhost");
    format!(
        "\nOpen http://{address} in a browser.\n\
         Press \"Verify by waving your phone\" and wave; on a computer it goes on without waving by itself.\n\
         Then send the form: the page says what the server found.\n\
         The documentation is on http://{address}/docs/.\n\
         A phone needs an https address to give a page its motion sensors: cargo xtask demo --lan.\n\
         Ctrl+C ends it.\n"
    )
}
