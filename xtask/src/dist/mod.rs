//! `cargo xtask dist`: what a release consists of, into `target/dist`.

mod archive;
mod compile;
mod deb;
mod image;
mod machine;
mod release;
mod sbom;
pub(crate) mod sums;
pub(crate) mod tests;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};

use crate::file_tree::read_tree;
use crate::workspace::{self, root, shown};
use crate::{build, docs, path_leaks, process};
use archive::{Entry, gzip, tar};
pub(crate) use machine::Machine;
use release::Release;

/// Every part of the image must be fetched before the first start.
const MAX_IMAGE_BYTES: usize = 20 << 20;

/// The arguments of `cargo xtask dist`.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Build only for this machine; repeat it for several [default: all].
    #[arg(long)]
    machine: Vec<Machine>,
    /// Build a second time in another folder, and compare the bytes.
    #[arg(long)]
    twice: bool,
    /// Compiles the programs and packs nothing.
    #[arg(long, conflicts_with = "twice")]
    compile_only: bool,
}

/// The folder of the artefacts.
pub(crate) fn folder() -> PathBuf {
    workspace::target().join("dist")
}

/// Makes the artefacts of the machines.
pub(crate) fn run(options: Options) -> Result<()> {
    let all = || Machine::value_variants().to_vec();
    let machines = if options.machine.is_empty() { all() } else { options.machine };
    build::run_if_missing()?;
    if options.compile_only {
        return compile_all(&machines, workspace::target(), commit_time_s()?).map(drop);
    }
    path_leaks::check(&workspace::dist())?;
    docs::run()?;
    make(&machines, workspace::target(), &folder())?;
    if options.twice {
        compare_with_second_build(&machines)?;
    }
    Ok(())
}

fn make(machines: &[Machine], target: &Path, folder: &Path) -> Result<()> {
    let commit_s = commit_time_s()?;
    let programs = compile_all(machines, target, commit_s)?;
    let release = Release {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit_s,
        shell_files: shell_files(target, machines)?,
        docs: read_tree(&docs::folder())?,
    };
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for (machine, program) in &programs {
        pack(&release, *machine, program, folder)?;
    }
    let sbom = format!("passwave-{}.cdx.json", release.version);
    fs::write(folder.join(sbom), sbom::describe(&release, machines)?)?;
    sums::write(folder)?;
    print!("{}", fs::read_to_string(folder.join(sums::FILE))?);
    println!("in {}", shown(folder));
    Ok(())
}

/// The program of each machine.
fn compile_all(
    machines: &[Machine],
    target: &Path,
    commit_s: u64,
) -> Result<Vec<(Machine, Vec<u8>)>> {
    let of = |machine: &Machine| Ok((*machine, compile::server(*machine, target, commit_s)?));
    machines.iter().map(of).collect()
}

/// Packs twice, so that nothing depends on what differs between two runs.
fn pack(release: &Release, machine: Machine, program: &[u8], folder: &Path) -> Result<()> {
    let version = &release.version;
    let (name, debian) = (machine.name(), machine.debian_name());
    let artefacts: [(String, Packer); 3] = [
        (format!("passwave-{version}-{name}-linux.tar.gz"), archive_of),
        (format!("passwave_{version}_{debian}.deb"), deb::package),
        (format!("passwave-{version}-image-{debian}.tar"), image::archive),
    ];
    for (file, packed) in artefacts {
        let bytes = packed(release, machine, program)?;
        ensure!(bytes == packed(release, machine, program)?, "{file}: packed twice, it differs");
        if file.contains("-image-") && bytes.len() >= MAX_IMAGE_BYTES {
            bail!("{file} has {} bytes; the limit is {MAX_IMAGE_BYTES}", bytes.len());
        }
        fs::write(folder.join(file), bytes)?;
    }
    Ok(())
}

type Packer = fn(&Release, Machine, &[u8]) -> Result<Vec<u8>>;

fn archive_of(release: &Release, machine: Machine, program: &[u8]) -> Result<Vec<u8>> {
    let top = format!("passwave-{}-{}-linux", release.version, machine.name());
    let mut files = vec![
        Entry::program(format!("{top}/passwave"), program),
        Entry::file(format!("{top}/passwave.service"), release.unit()?),
    ];
    let copied = ["LICENSE-MIT", "LICENSE-APACHE", "packaging/passwave.toml.example"];
    for path in copied {
        let name = path.rsplit('/').next().unwrap_or(path);
        files.push(Entry::file(format!("{top}/{name}"), fs::read(root().join(path))?));
    }
    files.extend(
        release
            .shell_files
            .iter()
            .map(|(path, text)| Entry::file(format!("{top}/share/{path}"), text.as_bytes())),
    );
    files.extend(release.docs_in(&format!("{top}/docs")));
    gzip(&tar(&files, release.commit_s)?)
}

/// The time of the commit, as `SOURCE_DATE_EPOCH` or git says.
fn commit_time_s() -> Result<u64> {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok();
    let text = match given {
        Some(given) => given,
        None => {
            let mut git = Command::new("git");
            git.current_dir(root()).args(["log", "-1", "--format=%ct"]);
            process::output(&mut git, "Outside a git checkout set SOURCE_DATE_EPOCH.")?
        }
    };
    text.trim().parse().with_context(|| format!("{text:?} is not a time in seconds"))
}

/// As a program says them that runs on this machine.
fn shell_files(target: &Path, machines: &[Machine]) -> Result<Vec<(&'static str, String)>> {
    let own = |machine: &&Machine| machine.name() == std::env::consts::ARCH;
    let Some(machine) = machines.iter().find(own) else { return Ok(Vec::new()) };
    let program = target.join(machine.rust_target()).join("release/passwave");
    let files: [(&str, &[&str]); 4] = [
        ("man/man1/passwave.1", &["man"]),
        ("bash-completion/completions/passwave", &["completions", "bash"]),
        ("zsh/vendor-completions/_passwave", &["completions", "zsh"]),
        ("fish/vendor_completions.d/passwave.fish", &["completions", "fish"]),
    ];
    let said = files.into_iter().map(|(path, arguments)| {
        Ok((path, process::output(Command::new(&program).args(arguments), "")?))
    });
    said.collect()
}

fn compare_with_second_build(machines: &[Machine]) -> Result<()> {
    let again = workspace::target().join("dist-again");
    if again.exists() {
        fs::remove_dir_all(&again)?;
    }
    make(machines, &again, &again.join("dist"))?;
    let (one, other) = (read_tree(&folder())?, read_tree(&again.join("dist"))?);
    let differing = crate::reproducible_build::differing(&one, &other);
    if !differing.is_empty() {
        bail!("these artefacts differ between two builds: {}", differing.join(", "));
    }
    println!("{} artefacts of two builds are identical", one.len());
    fs::remove_dir_all(&again).context("cannot remove target/dist-again")
}
