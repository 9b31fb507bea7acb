//! Lines of code fit beside each other on a screen. Strings do not count, nor do examples and generated files.

use super::source::{MAX_COLUMNS, SourceFile, Violation};

pub(crate) fn check(files: &[SourceFile]) -> Vec<Violation> {
    let written = files.iter().filter(|file| !file.is_generated() && !file.is_example());
    let wide = |file: &SourceFile| {
        let what = format!("over {MAX_COLUMNS} columns");
        let lines = file.syntax.wide.iter();
        lines.map(|&line| file.violation("line width", line, what.clone())).collect::<Vec<_>>()
    };
    written.flat_map(wide).collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::Syntax;
    use super::*;

    fn found(path: &str) -> Vec<Violation> {
        let syntax = Syntax { wide: vec![3], ..Syntax::default() };
        check(&[SourceFile { path: path.into(), syntax, ..SourceFile::default() }])
    }

    #[test]
    fn a_wide_line_is_found_outside_examples() {
        assert_eq!(found("www/src/a.js")[0].line, 3);
        assert_eq!(found("www/examples/a.js"), []);
    }
}
