//! Code is not copied: no run of ten equal lines stands twice, in one file or in two.
//!
//! Blank lines, comments, imports and lines of closing brackets neither count nor end a run. Indentation is ignored.

use std::collections::HashMap;

use super::source::{SourceFile, Violation};

/// How many equal lines are a copy.
const RUN: usize = 10;

/// A line that is compared with others.
struct Line<'a> {
    number: usize,
    text: &'a str,
}

pub(crate) fn check(files: &[SourceFile]) -> Vec<Violation> {
    let compared = |file: &&SourceFile| !file.is_generated() && !file.is_example();
    let mut first_seen: HashMap<Vec<&str>, (&SourceFile, usize)> = HashMap::new();
    let mut violations = Vec::new();
    for file in files.iter().filter(compared) {
        // The windows that follow a reported one belong to the same copy until they cease to repeat.
        let mut is_inside_copy = false;
        for window in lines(file).windows(RUN) {
            let texts = window.iter().map(|line| line.text).collect();
            let here = window[0].number;
            let &mut (other, line) = first_seen.entry(texts).or_insert((file, here));
            let is_copy = (other.path.as_str(), line) != (file.path.as_str(), here);
            if is_copy && !is_inside_copy {
                violations.push(copy(file, here, other, line));
            }
            is_inside_copy = is_copy;
        }
    }
    violations
}

fn copy(file: &SourceFile, here: usize, other: &SourceFile, line: usize) -> Violation {
    let what = format!("{RUN} or more lines as from {}:{line}", other.path);
    file.violation("repeated lines", here, what)
}

fn lines(file: &SourceFile) -> Vec<Line<'_>> {
    let numbered = file.text.lines().enumerate();
    let lines = numbered.map(|(index, text)| Line { number: index + 1, text: text.trim() });
    let is_compared = |line: &Line| {
        !file.syntax.uncompared.contains(&line.number) && line.text.contains(char::is_alphanumeric)
    };
    lines.filter(is_compared).collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::Syntax;
    use super::*;

    fn file(path: &str, text: String) -> SourceFile {
        SourceFile { path: path.into(), text, ..SourceFile::default() }
    }

    fn numbered(from: usize, count: usize) -> String {
        (from..from + count).map(|number| format!("    step({number});\n")).collect()
    }

    #[test]
    fn ten_equal_lines_in_two_files_are_found_once() {
        let one = file("a.rs", numbered(0, 20));
        assert_eq!(check(&[one]), []);
        let both =
            [file("a.rs", numbered(0, 20)), file("b.rs", "other\n".to_owned() + &numbered(5, 12))];
        let found = check(&both);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].line, found[0].what.as_str()), (2, "10 or more lines as from a.rs:6"));
    }

    #[test]
    fn ten_equal_lines_in_one_file_are_found() {
        let copied = numbered(0, 10) + "between\n" + &numbered(0, 10);
        assert_eq!(check(&[file("a.rs", copied)]).len(), 1);
        let nine = numbered(0, 9) + "between\n" + &numbered(0, 9);
        assert_eq!(check(&[file("a.rs", nine)]), []);
    }

    #[test]
    fn blank_lines_brackets_and_indentation_neither_count_nor_hide() {
        let spread = numbered(0, 10).replace('\n', "\n\n  }\n").replace("    ", "  ");
        let both = [file("a.rs", numbered(0, 10)), file("b.rs", spread)];
        assert_eq!(check(&both).len(), 1);
        let brackets = "  }\n".repeat(30);
        assert_eq!(check(&[file("a.rs", brackets)]), []);
    }

    #[test]
    fn imports_and_comments_are_not_compared() {
        let with_imports = |path: &str| SourceFile {
            syntax: Syntax { uncompared: (1..=10).collect(), ..Syntax::default() },
            ..file(path, numbered(0, 10))
        };
        assert_eq!(check(&[with_imports("a.rs"), with_imports("b.rs")]), []);
    }
}
