//! `cargo xtask docs`: the documentation as a site, into `target/docs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::file_tree::read_tree;
use crate::workspace::{self, root, shown};
use crate::{build, process};

/// What a browser is sent in compressed form.
const TEXT: [&str; 5] = ["html", "js", "css", "svg", "json"];

/// The folder of the site.
pub(crate) fn folder() -> PathBuf {
    workspace::target().join("docs")
}

/// Makes the site; a link that leads nowhere is an error.
pub(crate) fn run() -> Result<()> {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut node = Command::new("node");
    node.arg(root().join("xtask/src/docs/site.mjs")).arg(root()).arg(&folder);
    process::run(&mut node, "Mend what is said above, in docs/.")?;
    build::compress(texts(&folder)?)?;
    println!("the documentation is in {}", shown(&folder));
    Ok(())
}

fn texts(folder: &Path) -> Result<Vec<PathBuf>> {
    let is_text = |path: &PathBuf| {
        path.extension().is_some_and(|ending| TEXT.iter().any(|text| ending == *text))
    };
    Ok(read_tree(folder)?.into_keys().map(|name| folder.join(name)).filter(is_text).collect())
}
