//! A file is short enough to be read at one sitting.

use super::source::{SourceFile, Violation};

/// The longest that a file may be, its tests included, in lines.
const MAX_LINES: usize = 400;

pub(crate) fn check(files: &[SourceFile]) -> Vec<Violation> {
    let written = files.iter().filter(|file| !file.is_generated());
    let too_long = |file: &SourceFile| {
        let lines = file.text.lines().count();
        let what = format!("{lines} lines, the limit is {MAX_LINES}");
        (lines > MAX_LINES).then(|| file.violation("file length", lines, what))
    };
    written.filter_map(too_long).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: String) -> Vec<Violation> {
        check(&[SourceFile { path: "src/a.rs".into(), text, ..SourceFile::default() }])
    }

    #[test]
    fn a_file_over_the_limit_is_found() {
        assert_eq!(found("a\n".repeat(MAX_LINES)), []);
        assert_eq!(found("a\n".repeat(MAX_LINES + 1))[0].what, "401 lines, the limit is 400");
    }

    #[test]
    fn a_generated_file_may_be_longer() {
        let header = "//! Written by a script; not to be edited.\n".to_owned();
        assert_eq!(found(header + &"a\n".repeat(MAX_LINES)), []);
    }
}
