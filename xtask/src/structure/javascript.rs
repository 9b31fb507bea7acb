//! Has TypeScript's compiler read the JavaScript: functions, imports, comments and wide lines.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::source::{MAX_COLUMNS, SourceFile, Syntax};
use crate::process;

/// Parses every JavaScript file among these, in one run of Node.
pub(crate) fn parse(root: &Path, files: &mut [SourceFile]) -> Result<()> {
    let mut node = Command::new("node");
    node.current_dir(root).arg("xtask/src/structure/javascript.mjs").arg(MAX_COLUMNS.to_string());
    node.args(files.iter().filter(|file| file.is_javascript()).map(|file| &file.path));
    let printed =
        process::output(&mut node, "Run `cargo xtask setup`: the check needs TypeScript.")?;
    let mut parsed: BTreeMap<String, Syntax> = serde_json::from_str(&printed)?;
    for file in files.iter_mut().filter(|file| file.is_javascript()) {
        file.syntax =
            parsed.remove(&file.path).with_context(|| format!("{} was not read", file.path))?;
    }
    Ok(())
}
