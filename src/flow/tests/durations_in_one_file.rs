//! Every duration stands in `timing.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::string::String;
use std::vec::Vec;

/// Units of time, as names of constants, fields and variables end.
const UNITS: [&str; 4] = ["_ms", "_s", "_MS", "_S"];

/// Rust files of the crate but for `timing.rs` and tests, with their text up to the tests at their foot.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        if path.is_dir() && name != "tests" {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && name != "timing.rs" {
            let text = fs::read_to_string(&path).expect("a text");
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().into();
            found.push((path, code));
        }
    }
    found
}

/// Whether a name with a unit of time is given a number that is not zero, or a timer is started with one.
fn has_duration(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let words: Vec<&str> =
        code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').collect();
    let is_number = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.contains(|c: char| ('1'..='9').contains(&c))
    };
    let is_timed = |word: &&str| UNITS.iter().any(|unit| word.ends_with(unit));
    words.iter().any(is_number) && (words.iter().any(is_timed) || code.contains("SetTimer"))
}

#[test]
fn lines_with_a_duration_are_recognised() {
    for line in [
        "const WAIT_MS: u32 = 500;",
        "Effect::SetTimer(Timer::Hint, 5_000)",
        "if now_ms - at_ms < 700.0 {",
        "after_ms: 2_000,",
    ] {
        assert!(has_duration(line), "{line}");
    }
    for line in ["now_ms: 0.0,", "const TOUCH_PX: f64 = 10.0;", "let x = at_ms; // 3 times"] {
        assert!(!has_duration(line), "{line}");
    }
}

#[test]
fn every_duration_is_in_timing() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources = sources(&src);
    assert!(sources.len() > 15, "{} files", sources.len());
    for (path, text) in sources {
        let found: Vec<&str> = text.lines().filter(|line| has_duration(line)).collect();
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
}
