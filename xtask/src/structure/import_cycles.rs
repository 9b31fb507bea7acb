//! No modules import each other in a circle, so that each can be read, and taken out, after those it stands on.
//!
//! A module is a file. In Rust these count as imports: every path into another module of the same crate (`use`, or
//! written out in code), followed through re-exports to the file that defines what is named. These do not: the
//! declaration `mod x;`, and a re-export (`pub use`) of a module below, unless the file uses the name itself. So a
//! folder's `mod.rs` may declare and re-export its children freely; but if it calls a child, and that child takes
//! something that `mod.rs` defines, the two are a circle. In JavaScript, relative `import`, `export … from` and
//! `import("./…")` count; types named in comments do not. Test code is exempt.

use super::import_graph::ImportGraph;
use super::rust_imports;
use super::source::{SourceFile, Violation};

pub(crate) fn check(files: &[SourceFile]) -> Vec<Violation> {
    let mut graph = ImportGraph::default();
    rust_imports::add_to(&mut graph, files);
    for file in files.iter().filter(|file| file.is_javascript()) {
        for import in &file.syntax.imports {
            graph.add(&file.path, &import.target, import.line);
        }
    }
    graph.cycles().into_iter().map(|cycle| violation(&graph, &cycle)).collect()
}

/// `a.rs:3: -> b.rs:7 -> a.rs`: each line is the one that imports the next.
fn violation(graph: &ImportGraph, cycle: &[&str]) -> Violation {
    let mut what = String::new();
    for (from, to) in cycle.iter().zip(cycle.iter().cycle().skip(1)).skip(1) {
        what += &format!("-> {from}:{} ", graph.line(from, to));
    }
    let (first, second) = (cycle[0], cycle[1 % cycle.len()]);
    let line = graph.line(first, second);
    Violation { rule: "import circle", path: first.into(), line, what: format!("{what}-> {first}") }
}

#[cfg(test)]
mod tests {
    use super::super::source::{Import, Syntax};
    use super::*;

    #[test]
    fn javascript_that_imports_itself_in_a_circle_is_named_with_lines() {
        let file = |path: &str, target: &str, line| {
            let imports = vec![Import { target: target.into(), line }];
            let syntax = Syntax { imports, ..Syntax::default() };
            SourceFile { path: path.into(), syntax, ..SourceFile::default() }
        };
        let found = check(&[file("www/a.js", "www/b.js", 2), file("www/b.js", "www/a.js", 3)]);
        assert_eq!((found[0].path.as_str(), found[0].line), ("www/a.js", 2));
        assert_eq!(found[0].what, "-> www/b.js:3 -> www/a.js");
        assert_eq!(check(&[file("www/a.js", "www/b.js", 2), file("www/b.js", "www/c.js", 3)]), []);
    }
}
