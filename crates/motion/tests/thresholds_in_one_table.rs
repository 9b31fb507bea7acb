//! Reads the crate's own source: all thresholds stand in `model/thresholds.rs`, and no other module knows the modes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules that may hold any number.
const TABLES: [&str; 4] = ["limits.rs", "math.rs", "model/thresholds.rs", "model/weights.rs"];

/// Numbers that decide nothing: counts of axes, halves, identities.
const NEUTRAL: [&str; 8] = ["0", "1", "2", "3", "0.0", "0.5", "1.0", "2.0"];

/// The numbers of the numerical methods, file by file. A threshold does not belong here but into the table.
const METHODS: [(&str, &[&str], &str); 10] = [
    ("features/extractor.rs", &["4"], "quarters of a window"),
    ("features/orientation.rs", &["15", "5", "180.0"], "averaging, sampling and the largest angle"),
    ("features/periodicity.rs", &["80", "1e-9"], "points of the autocorrelation, division by zero"),
    ("features/principal_axes.rs", &["6", "1e-12"], "sweeps of the eigenvalue algorithm, its zero"),
    ("features/signal.rs", &["4", "4.0", "6.0", "16.0"], "the binomial filter and its passes"),
    ("input/resample.rs", &["1000.0"], "milliseconds in a second"),
    ("input/sample.rs", &["0.1", "10.0"], "the unit of a frame"),
    ("model/gesture.rs", &["4"], "number of gestures"),
    ("model/linear_model.rs", &["100.0"], "hundredths in one"),
    ("model/verdict.rs", &["9"], "number of reasons"),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every module, by its path below `src`, without its comments.
fn modules() -> Vec<(String, String)> {
    let mut modules = Vec::new();
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(source()).expect("below src").display().to_string();
            modules.push((name, code(&fs::read_to_string(&path).expect("the file can be read"))));
        }
    }
    modules
}

fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The numeric literals, without those of types such as `[i16; 3]`'s name.
fn numbers(code: &str) -> BTreeSet<String> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut found = BTreeSet::new();
    let mut rest = code;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let inside_word = rest[..start].chars().next_back().is_some_and(is_word);
        let literal = literal(&rest[start..]);
        if !inside_word {
            found.insert(literal.to_owned());
        }
        rest = &rest[start + literal.len()..];
    }
    found
}

/// The literal at the start of the text; the dots of a range are not part of it.
fn literal(text: &str) -> &str {
    let word = |text: &str| {
        let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        end.unwrap_or(text.len())
    };
    let mut end = word(text);
    let fraction =
        text[end..].strip_prefix('.').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(fraction) = fraction {
        end += 1 + word(fraction);
    }
    if text[..end].ends_with('e') && text[end..].starts_with('-') {
        end += 1 + word(&text[end + 1..]);
    }
    &text[..end]
}

fn is_expected(module: &str, number: &str) -> bool {
    let of_method =
        METHODS.iter().any(|(file, known, _)| *file == module && known.contains(&number));
    NEUTRAL.contains(&number) || of_method
}

#[test]
fn no_module_but_the_tables_holds_a_threshold() {
    let modules = modules();
    assert!(modules.len() > 15, "{} modules", modules.len());
    for (module, code) in modules.iter().filter(|(module, _)| !TABLES.contains(&module.as_str())) {
        for number in numbers(code) {
            assert!(
                is_expected(module, &number),
                "{module} has {number}: move it to model/thresholds.rs"
            );
        }
    }
}

#[test]
fn every_number_of_a_method_is_still_in_use() {
    let modules = modules();
    for (file, known, why) in METHODS {
        let (_, code) =
            modules.iter().find(|(module, _)| module == file).expect("the module exists");
        for number in known {
            assert!(numbers(code).contains(*number), "{file} no longer has {number} ({why})");
        }
    }
}

#[test]
fn only_the_table_tells_modes_and_gestures_apart() {
    let known = ["model/gesture.rs", "model/thresholds.rs"];
    for (module, code) in modules().iter().filter(|(module, _)| !known.contains(&module.as_str())) {
        for name in ["Mode::", "Gesture::"] {
            assert!(!code.contains(name), "{module} has {name}: make it a column of the table");
        }
    }
}

#[test]
fn numeric_literals_are_found_in_code() {
    let found = numbers("let x: [f64; 3] = f(0.25, 1e-9, -4, 0..=17, POINTS_2, 6.5..=13.0, v.0);");
    let expected = ["3", "0.25", "1e-9", "4", "0", "17", "6.5", "13.0"];
    assert_eq!(found, expected.map(String::from).into());
}
