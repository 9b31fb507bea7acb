//! The invariants of ARCHITECTURE.md that say where something may be used, and where not.

use std::collections::BTreeSet;

use super::source::{SourceFile, Violation};

const RULE: &str = "boundary";

/// Words of code that may stand in some files only.
struct Boundary {
    /// The invariant, as a reader is told of it.
    invariant: &'static str,
    words: &'static [&'static str],
    /// The files in question.
    scope: fn(&SourceFile) -> bool,
    /// Those of them in which the words may stand.
    allowed: fn(&str) -> bool,
    /// In how many files they may stand.
    max_files: usize,
}

const BOUNDARIES: [Boundary; 6] = [
    Boundary {
        invariant: "only the widget's crate, src/, imports web-sys",
        words: &["web_sys", "js_sys", "wasm_bindgen"],
        scope: SourceFile::is_rust,
        allowed: |path| {
            path.starts_with("src/") || path == "tests/wasm.rs" || path.starts_with("xtask/")
        },
        max_files: usize::MAX,
    },
    Boundary {
        invariant: "only the server imports tokio",
        words: &["tokio"],
        scope: SourceFile::is_rust,
        allowed: |path| {
            path.starts_with("crates/server/") || path.starts_with("crates/test-support/")
        },
        max_files: usize::MAX,
    },
    Boundary {
        invariant: "only one module of motion imports libm",
        words: &["libm"],
        scope: SourceFile::is_rust,
        allowed: |path| path.starts_with("crates/motion/src/"),
        max_files: 1,
    },
    Boundary {
        invariant: "motion reads no clock, no randomness, no I/O, and allocates nothing",
        words: &["std", "alloc", "rand", "getrandom"],
        scope: |file| file.path.starts_with("crates/motion/src/"),
        allowed: |_| false,
        max_files: 0,
    },
    Boundary {
        invariant: "the state machine has no browser in it",
        words: &["web_sys", "js_sys", "wasm_bindgen", "js"],
        scope: |file| file.path.starts_with("src/flow/"),
        allowed: |_| false,
        max_files: 0,
    },
    Boundary {
        invariant: "the widget stores nothing but the remembered switches, in one place",
        words: &["localStorage", "sessionStorage", "indexedDB", "cookie"],
        scope: |file| file.path.starts_with("www/src/"),
        allowed: |_| true,
        max_files: 1,
    },
];

pub fn check(files: &[SourceFile]) -> Vec<Violation> {
    let mut violations: Vec<Violation> =
        BOUNDARIES.iter().flat_map(|boundary| boundary.check(files)).collect();
    violations.extend(loader_imports(files));
    violations
}

impl Boundary {
    fn check(&self, files: &[SourceFile]) -> Vec<Violation> {
        let scope: Vec<&SourceFile> = files.iter().filter(|file| (self.scope)(file)).collect();
        if scope.is_empty() {
            return vec![nothing_to_check(self.invariant)];
        }
        let mut users = BTreeSet::new();
        let mut violations = Vec::new();
        for (file, line, word) in scope.iter().filter_map(|file| self.first_use(file)) {
            users.insert(&file.path);
            if !(self.allowed)(&file.path) || users.len() > self.max_files {
                let what = format!("uses {word}, but {}", self.invariant);
                violations.push(file.violation(RULE, line, what));
            }
        }
        violations
    }

    fn first_use<'a>(&self, file: &'a SourceFile) -> Option<(&'a SourceFile, usize, &'static str)> {
        let mut lines = file.text.lines().take_while(|line| line.trim() != "#[cfg(test)]").zip(1..);
        lines.find_map(|(line, number)| {
            let code = line.split("//").next().unwrap_or_default();
            let word = self.words.iter().find(|word| has_word(code, word))?;
            Some((file, number, *word))
        })
    }
}

/// Whether the word stands in code by itself, as a path's first name where it is one.
fn has_word(code: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '"';
    code.match_indices(word).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        !before.ends_with(is_name) && !before.ends_with("::") && !after.starts_with(is_name)
    })
}

fn loader_imports(files: &[SourceFile]) -> Vec<Violation> {
    const INVARIANT: &str = "the loader imports only itself and www/src/shared";
    const LOADER: &str = "www/src/loader/";
    let loader: Vec<_> = files.iter().filter(|file| file.path.starts_with(LOADER)).collect();
    if loader.is_empty() {
        return vec![nothing_to_check(INVARIANT)];
    }
    let imports =
        loader.iter().flat_map(|file| file.syntax.imports.iter().map(move |import| (file, import)));
    let is_allowed =
        |target: &str| [LOADER, "www/src/shared/"].iter().any(|room| target.starts_with(room));
    let outside = imports.filter(|(_, import)| !is_allowed(&import.target));
    outside
        .map(|(file, import)| {
            file.violation(RULE, import.line, format!("imports {}, but {INVARIANT}", import.target))
        })
        .collect()
}

/// A rule about files that have moved away would be kept by everyone.
fn nothing_to_check(invariant: &str) -> Violation {
    let what = format!("no file that this rule is about: {invariant}");
    Violation { rule: RULE, path: "xtask/src/structure/boundaries.rs".into(), line: 0, what }
}

#[cfg(test)]
mod tests {
    use super::super::source::{Import, Syntax};
    use super::*;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.into(), text: text.into(), ..SourceFile::default() }
    }

    fn found(boundary: usize, files: &[SourceFile]) -> Vec<String> {
        BOUNDARIES[boundary].check(files).into_iter().map(|violation| violation.what).collect()
    }

    #[test]
    fn web_sys_outside_of_the_widget_is_found() {
        let used = "use web_sys::Event;\n";
        assert_eq!(found(0, &[file("src/js/listener.rs", used)]), [""; 0]);
        let found = found(0, &[file("crates/motion/src/a.rs", used)]);
        assert_eq!(found, ["uses web_sys, but only the widget's crate, src/, imports web-sys"]);
    }

    #[test]
    fn tokio_outside_of_the_server_is_found() {
        assert_eq!(found(1, &[file("crates/server/src/a.rs", "use tokio::net;\n")]).len(), 0);
        assert_eq!(found(1, &[file("xtask/src/a.rs", "fn f() { tokio::spawn() }\n")]).len(), 1);
    }

    #[test]
    fn a_second_module_with_libm_is_found() {
        let (one, other) = (
            file("crates/motion/src/a.rs", "libm::sinf"),
            file("crates/motion/src/b.rs", "libm::cosf"),
        );
        assert_eq!(found(2, std::slice::from_ref(&one)).len(), 0);
        assert_eq!(found(2, &[one, other]).len(), 1);
    }

    #[test]
    fn a_clock_in_motion_is_found_outside_of_its_tests() {
        let clock = "use std::time::Instant;\n";
        assert_eq!(found(3, &[file("crates/motion/src/a.rs", clock)]).len(), 1);
        let tests = "use core::cmp;\n#[cfg(test)]\n".to_owned() + clock;
        assert_eq!(found(3, &[file("crates/motion/src/a.rs", &tests)]).len(), 0);
    }

    #[test]
    fn a_browser_in_the_state_machine_is_found() {
        assert_eq!(found(4, &[file("src/flow/a.rs", "use crate::js::page;\n")]).len(), 0);
        assert_eq!(found(4, &[file("src/flow/a.rs", "use js_sys::Date;\n")]).len(), 1);
    }

    #[test]
    fn a_second_place_that_stores_is_found() {
        let stores = |path| file(path, "localStorage.setItem(key, value);\n");
        assert_eq!(found(5, &[stores("www/src/a.js")]).len(), 0);
        assert_eq!(found(5, &[stores("www/src/a.js"), stores("www/src/b.js")]).len(), 1);
    }

    #[test]
    fn a_loader_that_imports_what_comes_later_is_found() {
        let importing = |target: &str| {
            let imports = vec![Import { target: target.into(), line: 1 }];
            let syntax = Syntax { imports, ..Syntax::default() };
            [SourceFile { syntax, ..file("www/src/loader/element.js", "") }]
        };
        assert_eq!(loader_imports(&importing("www/src/shared/dom.js")), []);
        assert_eq!(loader_imports(&importing("www/src/main/story.js")).len(), 1);
    }

    #[test]
    fn a_rule_without_files_is_no_rule() {
        assert_eq!(loader_imports(&[]).len(), 1);
        assert!(BOUNDARIES.iter().all(|boundary| boundary.check(&[]).len() == 1));
    }
}
