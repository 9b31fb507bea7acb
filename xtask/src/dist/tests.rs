//! The stage `dist` of `cargo xtask test`: the artefacts, used as an operator uses them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{Options, folder};
use crate::process;
use crate::setup::{self, apt_install};
use crate::workspace::{self, find_program};

const TOOLS: [&str; 2] = ["kubernetes-validate==1.37.0", "podman-compose==1.6.0"];

/// Installs what the stage needs: containers, an emulator, an empty Debian, the schemas of Kubernetes.
pub(crate) fn set_up() -> Result<()> {
    const NEEDED: [(&str, &str); 6] = [
        ("podman", "podman"),
        ("runc", "runc"),
        ("debootstrap", "debootstrap"),
        ("qemu-aarch64-static", "qemu-user-static"),
        ("dpkg-deb", "dpkg"),
        ("python3", "python3-venv"),
    ];
    setup::for_build()?;
    setup::redis_server()?;
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(program, _)| find_program(&[program]).is_none())
        .map(|(_, package)| *package)
        .collect();
    if !missing.is_empty() {
        let advice = format!("On Debian: `apt-get install {}`.", missing.join(" "));
        apt_install(&missing, &advice)?;
    }
    tools()?;
    debian().map(drop)
}

/// Makes the artefacts and runs their tests.
pub(crate) fn run(mut node_tests: Command) -> Result<()> {
    super::run(Options::default())?;
    node_tests
        .env("PASSWAVE_ARTEFACTS", folder())
        .env("PASSWAVE_DEBIAN", debian()?)
        .env("PASSWAVE_KUBERNETES", tools()?.join("kubernetes-validate"))
        .env("PASSWAVE_COMPOSE", tools()?.join("podman-compose"));
    process::run(&mut node_tests, "")
}

/// A Debian with nothing but what every Debian has.
fn debian() -> Result<PathBuf> {
    let folder = workspace::target().join("debian");
    if folder.join("var/lib/dpkg/info/passwd.list").is_file() {
        return Ok(folder);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    println!("setup: debootstrap into target/debian");
    let mut debootstrap = Command::new("debootstrap");
    debootstrap.args(["--variant=minbase", "bookworm"]).arg(&folder);
    process::run_quietly(&mut debootstrap, "It needs root, and Debian's package archive.")?;
    Ok(folder)
}

/// The folder of the programs from Python's index.
fn tools() -> Result<PathBuf> {
    setup::python_programs("dist-tools", &TOOLS)
}
