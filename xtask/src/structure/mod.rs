//! `cargo xtask structure`: checks the shape of all tracked Rust and JavaScript code.
//!
//! | rule | what it asks |
//! |---|---|
//! | import circle | no modules import each other in a circle |
//! | boundary | a library or browser interface is used only where ARCHITECTURE.md allows it |
//! | function length | median at most 8 lines, 90th percentile at most 25, none over 60 |
//! | file length | at most 400 lines |
//! | repeated lines | no ten equal lines twice |
//! | line width | at most 120 columns |

mod boundaries;
mod file_length;
mod function_length;
mod import_cycles;
mod import_graph;
mod javascript;
mod line_width;
mod repeated_lines;
mod report;
mod rust_imports;
mod rust_syntax;
mod source;

use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use report::Report;
use source::{SourceFile, Violation};

use crate::process;
use crate::workspace::root;

/// What `cargo xtask structure` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Only this folder, such as `crates/server` or `www/src`.
    #[arg(long, value_name = "DIR")]
    area: Option<String>,
    /// Fail if a rule is broken.
    #[arg(long)]
    check: bool,
}

impl Options {
    /// All of the tree, as the tests want it.
    pub(crate) fn check_all() -> Self {
        Self { area: None, check: true }
    }
}

/// Prints the figures and every violation.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut files = parsed_rust()?;
    javascript::parse(root(), &mut files)?;
    let report = Report { areas: function_length::by_area(&files), violations: violations(&files) };
    match report.print(options.area.as_deref()) {
        count if options.check && count > 0 => {
            bail!("{count} violations of the structure rules, listed above")
        }
        _ => Ok(()),
    }
}

/// Runs the tests of the program that reads JavaScript, which is written in JavaScript itself.
pub(crate) fn test_javascript() -> Result<()> {
    let mut node = Command::new("node");
    node.current_dir(root()).args(["--test", "xtask/src/structure/javascript.test.mjs"]);
    process::run(&mut node, "")
}

fn violations(files: &[SourceFile]) -> Vec<Violation> {
    let mut violations = import_cycles::check(files);
    violations.extend(boundaries::check(files));
    violations.extend(function_length::check(files));
    violations.extend(file_length::check(files));
    violations.extend(repeated_lines::check(files));
    violations.extend(line_width::check(files));
    violations
}

/// All source files, of which only those in Rust are parsed.
fn parsed_rust() -> Result<Vec<SourceFile>> {
    let paths = source::tracked_paths(root())?;
    let mut files: Vec<_> =
        paths.into_iter().map(|path| source::read(root(), path)).collect::<Result<_>>()?;
    for file in files.iter_mut().filter(|file| file.is_rust()) {
        file.syntax = rust_syntax::parse(&file.text).with_context(|| file.path.clone())?;
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stage `structure` of `cargo xtask test` checks the JavaScript too, for which it needs Node.
    #[test]
    fn rust_code_keeps_the_structure_rules() {
        let mut found = violations(&parsed_rust().expect("all Rust code can be parsed"));
        found.retain(|violation| violation.path.ends_with(".rs"));
        assert!(found.is_empty(), "{found:#?}");
    }
}
