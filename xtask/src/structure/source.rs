//! The tracked source files, parsed as far as the rules need it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// A Rust or JavaScript file.
#[derive(Default)]
pub(crate) struct SourceFile {
    /// Relative to the workspace, with `/` between folders.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) syntax: Syntax,
}

/// What a parser says about a file. Lines count from one.
#[derive(Default, Deserialize)]
pub(crate) struct Syntax {
    pub(crate) functions: Vec<Function>,
    /// Relative imports of JavaScript, as paths in the workspace.
    pub(crate) imports: Vec<Import>,
    /// Lines of comments and imports, in which a repetition is no copied code.
    pub(crate) uncompared: BTreeSet<usize>,
    /// Lines that are too wide even without their strings.
    pub(crate) wide: Vec<usize>,
}

/// A function, method or test callback, from its signature to its closing brace.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) lines: usize,
}

#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct Import {
    pub(crate) target: String,
    pub(crate) line: usize,
}

/// A place where a rule is broken.
#[derive(Debug, PartialEq)]
pub(crate) struct Violation {
    pub(crate) rule: &'static str,
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) what: String,
}

/// The widest that a line of code may be, in columns.
pub(crate) const MAX_COLUMNS: usize = 120;

const RUST: [&str; 1] = [".rs"];
const JAVASCRIPT: [&str; 5] = [".js", ".mjs", ".ts", ".mts", ".tsx"];

impl SourceFile {
    pub(crate) fn is_rust(&self) -> bool {
        ends_with_any(&self.path, &RUST)
    }

    pub(crate) fn is_javascript(&self) -> bool {
        ends_with_any(&self.path, &JAVASCRIPT)
    }

    /// The crate or folder in whose figures the file counts.
    pub(crate) fn area(&self) -> &str {
        area(&self.path)
    }

    /// Written by a program, which says so at the top.
    pub(crate) fn is_generated(&self) -> bool {
        self.text.lines().take(5).any(|line| line.contains("not to be edited"))
    }

    /// A page or program that the documentation shows: complete by itself, whatever the next one repeats.
    pub(crate) fn is_example(&self) -> bool {
        ["www/examples/", "docs/examples/"].iter().any(|folder| self.path.starts_with(folder))
    }

    pub(crate) fn violation(&self, rule: &'static str, line: usize, what: String) -> Violation {
        Violation { rule, path: self.path.clone(), line, what }
    }
}

pub(crate) fn area(path: &str) -> &str {
    const NESTED: [&str; 4] = ["crates", "docs", "tests", "www"];
    let mut slashes = path.match_indices('/').map(|(at, _)| at);
    let first = slashes.next();
    let is_nested = first.is_some_and(|end| NESTED.contains(&&path[..end]));
    let end = if is_nested { slashes.next().or(first) } else { first };
    end.map_or(".", |end| &path[..end])
}

fn ends_with_any(path: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| path.ends_with(ending))
}

/// The paths of all code in the repository, committed or about to be.
pub(crate) fn tracked_paths(root: &Path) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let listed = crate::process::output(&mut git, "The structure check needs a git checkout.")?;
    let is_code = |path: &&str| {
        let is_known = ends_with_any(path, &RUST) || ends_with_any(path, &JAVASCRIPT);
        is_known && root.join(path).is_file()
    };
    let paths: Vec<String> = listed.lines().filter(is_code).map(str::to_owned).collect();
    if paths.is_empty() {
        bail!("git lists no Rust and no JavaScript in {}", root.display());
    }
    Ok(paths)
}

/// Reads a file that is still to be parsed.
pub(crate) fn read(root: &Path, path: String) -> Result<SourceFile> {
    let text = fs::read_to_string(root.join(&path)).with_context(|| path.clone())?;
    Ok(SourceFile { path, text, syntax: Syntax::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_a_crate_or_a_folder() {
        assert_eq!(area("src/widget.rs"), "src");
        assert_eq!(area("crates/server/src/main.rs"), "crates/server");
        assert_eq!(area("www/src/loader/element.js"), "www/src");
        assert_eq!(area("tests/wasm.rs"), "tests");
        assert_eq!(area("build.rs"), ".");
    }
}
