//! The stage `dist` of `cargo xtask test`: the artefacts, used as an operator uses them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{Options, folder};
use crate::process;
use crate::setup::{self, apt_install};
use crate::workspace::{self, find_program};

const VALIDATOR: &str = "kubernetes-validate==1.37.0";

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
    validator()?;
    debian().map(drop)
}

/// Makes the artefacts and runs their tests.
pub(crate) fn run(mut node_tests: Command) -> Result<()> {
    super::run(Options { machine: Vec::new(), twice: false })?;
    node_tests
        .env("PASSWAVE_ARTEFACTS", folder())
        .env("PASSWAVE_DEBIAN", debian()?)
        .env("PASSWAVE_KUBERNETES", validator()?);
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

fn validator() -> Result<PathBuf> {
    let venv = workspace::target().join("kubernetes");
    let program = venv.join("bin/kubernetes-validate");
    if program.is_file() {
        return Ok(program);
    }
    println!("setup: pip install {VALIDATOR}");
    let advice =
        "Python 3 with its venv module must be installed, and pip able to reach its index.";
    let mut make = Command::new("python3");
    process::run_quietly(make.args(["-m", "venv", "--clear"]).arg(&venv), advice)?;
    let mut pip = Command::new(venv.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", VALIDATOR]);
    process::run_quietly(&mut pip, advice)?;
    Ok(program)
}
