//! The invariants of ARCHITECTURE.md that say where something may be used, and where not.

use super::source::{SourceFile, Violation};

const RULE: &str = "boundary";

/// Something in code that is allowed in some files only.
struct Boundary {
    /// The invariant, as ARCHITECTURE.md words it.
    invariant: &'static str,
    /// The files that the invariant is about.
    scope: fn(&str) -> bool,
    /// Those of them that are exempt.
    allowed: fn(&str) -> bool,
    /// How many files may contain it, apart from those.
    max_files: usize,
    /// Whether a line of code contains it.
    finds: fn(&str) -> bool,
}

const NOWHERE: fn(&str) -> bool = |_| false;

const BOUNDARIES: [Boundary; 12] = [
    Boundary {
        invariant: "only src/ imports web-sys",
        scope: |path| path.ends_with(".rs"),
        allowed: |path| path.starts_with("src/") || path == "tests/wasm.rs",
        max_files: 0,
        finds: |code| has_any_word(code, &["web_sys", "js_sys", "wasm_bindgen"]),
    },
    Boundary {
        invariant: "only the server imports tokio",
        scope: |path| path.ends_with(".rs"),
        allowed: |path| {
            path.starts_with("crates/server/") || path.starts_with("crates/test-support/")
        },
        max_files: 0,
        finds: |code| has_any_word(code, &["tokio"]),
    },
    Boundary {
        invariant: "only one module of motion imports libm",
        scope: |path| path.ends_with(".rs"),
        allowed: |path| path == "crates/motion/src/math.rs",
        max_files: 0,
        finds: |code| has_any_word(code, &["libm"]),
    },
    Boundary {
        invariant: "motion reads no clock, no randomness, no I/O, and allocates nothing",
        scope: |path| path.starts_with("crates/motion/src/"),
        allowed: NOWHERE,
        max_files: 0,
        finds: |code| has_any_word(code, &["std", "alloc", "rand", "getrandom"]),
    },
    Boundary {
        invariant: "elder mode is a row of a table, never an if",
        scope: |path| path.starts_with("crates/motion/src/") || path.starts_with("src/"),
        allowed: |path| {
            let tables =
                ["model/thresholds.rs", "model/gesture.rs", "flow/timing.rs", "flow/slide.rs"];
            tables.iter().any(|table| path.ends_with(table))
        },
        max_files: 0,
        finds: |code| has_any_word(code, &["Mode::Elder"]),
    },
    Boundary {
        invariant: "thresholds stand in the table, the recogniser's decisions compare with no number but 0",
        scope: |path| {
            path.starts_with("crates/motion/src/model/") || path.ends_with("/recogniser.rs")
        },
        allowed: |path| path.ends_with("/thresholds.rs"),
        max_files: 0,
        finds: compares_with_number,
    },
    Boundary {
        invariant: "limits of size stand in one limits module per crate",
        scope: |path| ["motion", "protocol", "server"].iter().any(|name| is_source_of(path, name)),
        allowed: |path| path.ends_with("/limits.rs"),
        max_files: 0,
        finds: |code| {
            let units = ["_BYTES:", "_CHARS:", "_FRAMES:", "_BITS:"];
            code.contains("const MAX_") && units.iter().any(|unit| code.contains(unit))
        },
    },
    Boundary {
        invariant: "flow has no browser and no clock in it",
        scope: |path| path.starts_with("src/flow/"),
        allowed: NOWHERE,
        max_files: 0,
        finds: |code| {
            has_any_word(code, &["web_sys", "js_sys", "wasm_bindgen", "std::time", "crate::js"])
        },
    },
    Boundary {
        invariant: "every duration is in src/flow/timing.rs",
        scope: |path| path.starts_with("src/"),
        allowed: |path| path == "src/flow/timing.rs" || path.starts_with("src/flow/tests"),
        max_files: 0,
        finds: |code| {
            code.contains("const ") && ["_MS:", "_S:"].iter().any(|unit| code.contains(unit))
        },
    },
    Boundary {
        invariant: "nothing is stored but the remembered switches, in one place",
        scope: |path| path.starts_with("www/src/"),
        allowed: NOWHERE,
        max_files: 1,
        finds: |code| {
            has_any_word(code, &["localStorage", "sessionStorage", "indexedDB", "cookie"])
        },
    },
    Boundary {
        invariant: "the script shows strings by their keys, the words are in www/strings",
        scope: |path| path.starts_with("www/src/"),
        allowed: NOWHERE,
        max_files: 0,
        finds: |code| {
            has_sentence(code) && !["Error(", "console."].iter().any(|word| code.contains(word))
        },
    },
    Boundary {
        invariant: "a module's file is where its name says, without #[path]",
        scope: |path| path.ends_with(".rs"),
        allowed: |path| path == file!(),
        max_files: 0,
        finds: |code| code.contains("#[path"),
    },
];

pub(crate) fn check(files: &[SourceFile]) -> Vec<Violation> {
    let mut violations: Vec<Violation> =
        BOUNDARIES.iter().flat_map(|boundary| boundary.check(files)).collect();
    violations.extend(loader_imports(files));
    violations
}

impl Boundary {
    fn check(&self, files: &[SourceFile]) -> Vec<Violation> {
        let scope: Vec<_> = files.iter().filter(|file| (self.scope)(&file.path)).collect();
        if scope.is_empty() {
            return vec![nothing_to_check(self.invariant)];
        }
        let subject = scope.into_iter().filter(|file| !(self.allowed)(&file.path));
        let found = subject.filter_map(|file| Some((file, self.first_line(file)?)));
        let violation =
            |(file, line): (&SourceFile, usize)| file.violation(RULE, line, self.invariant.into());
        found.skip(self.max_files).map(violation).collect()
    }

    /// The first line that contains it, comments and unit tests aside.
    fn first_line(&self, file: &SourceFile) -> Option<usize> {
        let code = file.text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
        let code = code.map(|line| line.split("//").next().unwrap_or_default());
        let code = code.map(|line| if is_block_comment(line) { "" } else { line });
        code.zip(1..).find(|(code, _)| (self.finds)(code)).map(|(_, number)| number)
    }
}

/// Whether the line belongs to a comment in the style of JSDoc.
fn is_block_comment(line: &str) -> bool {
    ["/*", "* ", "*/"].iter().any(|start| line.trim_start().starts_with(start))
}

/// Whether a string holds a sentence for people: a capital letter, three words or more, a full stop or another end.
fn has_sentence(code: &str) -> bool {
    let strings = code.split(['"', '`']).skip(1).step_by(2);
    let is_sentence = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.ends_with(['.', '?', '!', '…'])
            && text.split(' ').count() > 2
    };
    strings.into_iter().any(is_sentence)
}

fn is_source_of(path: &str, name: &str) -> bool {
    path.strip_prefix("crates/")
        .and_then(|path| path.strip_prefix(name))
        .is_some_and(|path| path.starts_with("/src/"))
}

fn has_any_word(code: &str, words: &[&str]) -> bool {
    words.iter().any(|word| has_word(code, word))
}

/// Whether the word stands in code by itself, and in a path as the first name.
fn has_word(code: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || "_-\"".contains(c);
    code.match_indices(word).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        !before.ends_with(is_name) && !before.ends_with("::") && !after.starts_with(is_name)
    })
}

/// Whether a number other than 0 follows a comparison.
fn compares_with_number(code: &str) -> bool {
    [" < ", " > ", " <= ", " >= "].iter().flat_map(|operator| code.split(operator).skip(1)).any(
        |right| {
            let is_digit = |c: char| c.is_ascii_digit() || c == '.';
            let number = right.split(|c| !is_digit(c)).next().unwrap_or_default();
            number.parse::<f64>().is_ok_and(|number| number != 0.0)
        },
    )
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

    /// The number of violations of the boundary whose invariant begins so.
    fn count(invariant: &str, files: &[(&str, &str)]) -> usize {
        let boundary = BOUNDARIES.iter().find(|boundary| boundary.invariant.starts_with(invariant));
        let files: Vec<_> = files.iter().map(|(path, text)| file(path, text)).collect();
        boundary.expect("there is such an invariant").check(&files).len()
    }

    #[test]
    fn web_sys_outside_of_the_widget_is_found() {
        let used = "use web_sys::Event;\n";
        assert_eq!(count("only src/ imports web-sys", &[("src/js/listener.rs", used)]), 0);
        assert_eq!(count("only src/ imports web-sys", &[("crates/motion/src/a.rs", used)]), 1);
    }

    #[test]
    fn tokio_outside_of_the_server_is_found() {
        let used = "fn f() { tokio::spawn() }\n";
        assert_eq!(count("only the server", &[("crates/server/src/a.rs", used)]), 0);
        assert_eq!(count("only the server", &[("xtask/src/a.rs", used)]), 1);
    }

    #[test]
    fn libm_outside_of_math_is_found() {
        let used = "fn f() { libm::sin(1.0) }";
        assert_eq!(count("only one module", &[("crates/motion/src/math.rs", used)]), 0);
        assert_eq!(count("only one module", &[("crates/motion/src/features/a.rs", used)]), 1);
    }

    #[test]
    fn a_clock_in_motion_is_found_outside_of_its_tests() {
        let clock = "use std::time::Instant;\n";
        assert_eq!(count("motion reads", &[("crates/motion/src/a.rs", clock)]), 1);
        let tests = "use core::cmp;\n#[cfg(test)]\n".to_owned() + clock;
        assert_eq!(count("motion reads", &[("crates/motion/src/a.rs", &tests)]), 0);
    }

    #[test]
    fn a_branch_on_elder_mode_is_found() {
        let branch = "if mode == Mode::Elder { 1.2 } else { 1.0 }";
        assert_eq!(count("elder mode", &[("crates/motion/src/model/thresholds.rs", branch)]), 0);
        assert_eq!(count("elder mode", &[("crates/motion/src/model/classifier.rs", branch)]), 1);
    }

    #[test]
    fn a_threshold_outside_of_the_table_is_found() {
        let classifier =
            |code| count("thresholds stand", &[("crates/motion/src/model/classifier.rs", code)]);
        assert_eq!(classifier("if peak >= row.tick_mps2 && support >= 0.0 {"), 0);
        assert_eq!(classifier("if peak >= 1.5 {"), 1);
    }

    #[test]
    fn a_limit_outside_of_the_limits_module_is_found() {
        let limit = "pub const MAX_BYTES: usize = 3;";
        assert_eq!(count("limits of size", &[("crates/protocol/src/limits.rs", limit)]), 0);
        assert_eq!(count("limits of size", &[("crates/protocol/src/evidence.rs", limit)]), 1);
    }

    #[test]
    fn a_browser_or_a_clock_in_the_flow_is_found() {
        assert_eq!(count("flow has", &[("src/flow/a.rs", "use crate::flow::timing;\n")]), 0);
        assert_eq!(count("flow has", &[("src/flow/a.rs", "use js_sys::Date;\n")]), 1);
        assert_eq!(count("flow has", &[("src/flow/a.rs", "use std::time::Instant;\n")]), 1);
    }

    #[test]
    fn a_duration_outside_of_timing_is_found() {
        let duration = "const PATIENCE_MS: u32 = 300;";
        assert_eq!(count("every duration", &[("src/flow/timing.rs", duration)]), 0);
        assert_eq!(count("every duration", &[("src/flow/attempt.rs", duration)]), 1);
    }

    #[test]
    fn a_second_place_that_stores_is_found() {
        let stores = |path| (path, "localStorage.setItem(key, value);\n");
        assert_eq!(count("nothing is stored", &[stores("www/src/a.js")]), 0);
        assert_eq!(
            count("nothing is stored", &[stores("www/src/a.js"), stores("www/src/b.js")]),
            1
        );
    }

    #[test]
    fn words_for_people_in_a_script_are_found() {
        let script = |code| count("the script shows", &[("www/src/main/view.js", code)]);
        assert_eq!(script("label.textContent = strings.wave;"), 0);
        assert_eq!(script("/** \"Was that easy?\" after the verdict. */"), 0);
        assert_eq!(script("throw new Error(\"The sitekey is missing.\");"), 0);
        assert_eq!(script("label.textContent = \"Wave your phone.\";"), 1);
    }

    #[test]
    fn a_path_attribute_is_found() {
        assert_eq!(count("a module's file", &[("src/a.rs", "mod b;")]), 0);
        assert_eq!(count("a module's file", &[("src/a.rs", "#[path = \"c.rs\"]\nmod b;")]), 1);
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
