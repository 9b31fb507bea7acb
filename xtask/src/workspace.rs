//! Paths of the workspace, and the commands (cargo, node, npm tools) that run in it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

/// Environment variable: another copy of the workspace to work in.
pub(crate) const ROOT_ELSEWHERE: &str = "PASSWAVE_ROOT";

/// The workspace's root folder.
pub(crate) fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| match env::var_os(ROOT_ELSEWHERE) {
        Some(elsewhere) => PathBuf::from(elsewhere),
        None => {
            let own = Path::new(env!("CARGO_MANIFEST_DIR"));
            own.parent().expect("xtask lies inside the workspace").to_path_buf()
        }
    });
    &ROOT
}

/// Cargo's home folder, with the registry cache.
pub(crate) fn cargo_home() -> Result<PathBuf> {
    let given = env::var_os("CARGO_HOME").map(PathBuf::from);
    given
        .or_else(|| Some(env::home_dir()?.join(".cargo")))
        .context("cargo's home folder is unknown")
}

/// Cargo's target folder, as configured.
pub(crate) fn target() -> &'static Path {
    static TARGET: LazyLock<PathBuf> = LazyLock::new(|| match ask_cargo_for_target() {
        Ok(target) => target,
        Err(_) => root().join("target"),
    });
    &TARGET
}

fn ask_cargo_for_target() -> Result<PathBuf> {
    let mut metadata = cargo("metadata");
    let answer = process::output(metadata.args(["--no-deps", "--format-version", "1"]), "")?;
    let answer: Value = serde_json::from_str(&answer)?;
    Ok(PathBuf::from(answer["target_directory"].as_str().context("no target_directory")?))
}

/// The output folder of the built widget.
pub(crate) fn dist() -> PathBuf {
    root().join("pkg/dist")
}

/// The folder of wasm-bindgen's output before bundling; tsconfig.json finds its types there.
pub(crate) fn generated() -> PathBuf {
    root().join("target/widget")
}

/// The cargo that runs this program, started in the workspace's root.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).arg(subcommand);
    command
}

/// Node, for a script that starts the server built with this profile.
pub(crate) fn node(profile: &str) -> Result<Command> {
    let xtask = env::current_exe().context("this program has no path")?;
    let mut command = Command::new("node");
    command
        .current_dir(root())
        .env("PASSWAVE_BINARY", target().join(profile).join("passwave"))
        .env("PASSWAVE_XTASK", xtask);
    Ok(command)
}

/// Builds the debug server, as a part of `cargo test --workspace`: built by itself, with only the features that it
/// asks for, it would compile more than sixty crates a second time.
pub(crate) fn build_debug_server() -> Result<()> {
    process::run(cargo("test").args(["--workspace", "--no-run", "--test", "api"]), "")
}

/// A command line tool from node_modules.
pub(crate) fn node_tool(name: &str) -> Command {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    let path = root().join("node_modules/.bin").join(format!("{name}{suffix}"));
    let mut command = Command::new(path);
    command.current_dir(root());
    command
}

/// The first of these programs found on PATH.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let candidate = |name: &&str| {
        env::split_paths(&folders)
            .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
            .find(|path| path.is_file())
    };
    names.iter().find_map(candidate)
}

/// The files of a folder with this name ending, sorted.
pub(crate) fn files_ending(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", shown(folder)))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A path for display, relative to the workspace where possible.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
