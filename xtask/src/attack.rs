//! `cargo xtask attack`: the red team. Makes tokens from a server of its own on this machine through every door, and
//! says what they cost.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use clap::Args;

use crate::docs_sections::{Part, write_into};
use crate::workspace::{self, cargo, root};
use crate::{build, process};

const PAGE: &str = "docs/threat-model.md";
/// The generated sections of the page.
const SECTIONS: [&str; 3] = ["doors", "peers", "forgeries"];
/// Added to the configuration of the server that is there for the forgeries' verdicts.
const NEXT_TO_NO_WORK: [&str; 4] = ["wave", "shake", "circle", "flip"];

/// The arguments of `cargo xtask attack`.
#[derive(Args)]
pub(crate) struct Options {
    /// Processor time for each way and mode, in seconds.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Ways to try, separated by commas.
    #[arg(
        long,
        value_name = "WAYS",
        value_delimiter = ',',
        default_value = "press,slide,wave,shake,circle,flip"
    )]
    doors: Vec<String>,
    /// Write the figures into docs/threat-model.md.
    #[arg(long)]
    write: bool,
}

/// Builds server and client, runs the attack, and prints or writes the tables.
pub(crate) fn run(options: Options) -> Result<()> {
    build::run_if_missing()?;
    process::run(cargo("build").args(["--release", "--package", "passwave-server"]), "")?;
    let client = build_client()?;
    let folder = workspace::target().join("attack-servers");
    let site = Server::start(&folder.join("default"), "")?;
    let light = Server::start(&folder.join("light"), &next_to_no_work())?;
    let mut attack = Command::new(client);
    attack.arg("--site").args(site.named()).arg("--light").args(light.named());
    attack.args(["--seconds", &options.seconds.to_string()]);
    attack.args(["--doors", &options.doors.join(",")]).arg("--checkout").arg(root());
    let parts = parts(&process::output_with_progress(&mut attack)?)?;
    for part in &parts {
        println!("== {} ==\n\n{}", part.name, part.text);
    }
    if options.write { write_into(PAGE, &parts) } else { Ok(()) }
}

/// The client for exactly this processor, in a folder of its own: other flags would compile everything else anew.
fn build_client() -> Result<PathBuf> {
    let target = workspace::target().join("attack");
    let mut build = cargo("build");
    build.args(["--release", "--package", "passwave-attack", "--target-dir"]).arg(&target);
    process::run(build.env("RUSTFLAGS", "-Ctarget-cpu=native"), "")?;
    Ok(target.join("release/passwave-attack"))
}

fn next_to_no_work() -> String {
    let work = |way: &&str| format!("[sites.work.{way}]\npuzzles = 1\nbits = 1\n");
    NEXT_TO_NO_WORK.iter().map(work).collect()
}

fn parts(json: &str) -> Result<Vec<Part>> {
    let mut texts: HashMap<String, String> = serde_json::from_str(json)?;
    let section = |name| {
        let text = texts.remove(name).with_context(|| format!("the client says nothing of {name}"));
        Ok(Part { name, text: text? })
    };
    SECTIONS.into_iter().map(section).collect()
}

/// A server as `passwave init` configures it, but without limit and without rising work, which would get in the way of
/// measuring from one address.
struct Server {
    process: Child,
    url: String,
    sitekey: String,
    secret: String,
}

impl Server {
    fn start(folder: &Path, more: &str) -> Result<Self> {
        let program = workspace::target().join("release/passwave");
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        let config = folder.join("passwave.toml");
        let mut init = Command::new(&program);
        let said = process::output(init.arg("init").arg("--config").arg(&config), "")?;
        let text = fs::read_to_string(&config)?;
        fs::write(&config, unlimited(&text) + more)?;
        let [sitekey, secret] = [printed(&said, "sitekey:")?, printed(&said, "secret:")?];
        let mut serve = Command::new(&program);
        serve.args(["serve", "--listen", "127.0.0.1:0", "--config"]).arg(&config);
        serve.arg("--assets").arg(workspace::dist());
        let process = serve.env("RUST_LOG", "error").stdout(Stdio::piped()).spawn()?;
        Self { process, url: String::new(), sitekey, secret }.listening()
    }

    fn listening(mut self) -> Result<Self> {
        let output = self.process.stdout.take().context("the server has no standard output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let url = line.trim().strip_prefix("Listening on ").context("the server did not start")?;
        self.url = url.to_owned();
        Ok(self)
    }

    fn named(&self) -> [&str; 3] {
        [&self.url, &self.sitekey, &self.secret]
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The configuration without limit for each address and without rising work.
fn unlimited(config: &str) -> String {
    let lines = config.lines().filter(|line| !line.starts_with("requests_per_minute"));
    let rest: Vec<&str> = lines.collect();
    format!("requests_per_minute = 0\nwork_steps = []\n{}\n", rest.join("\n"))
}

/// What `passwave init` printed after this name.
fn printed(said: &str, name: &str) -> Result<String> {
    let line = said.lines().find_map(|line| line.trim().strip_prefix(name));
    Ok(line.with_context(|| format!("init printed no {name}"))?.trim().to_owned())
}
