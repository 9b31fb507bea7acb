//! Functions are short: most fit on a hand, none is longer than a screen.
//!
//! A function's length counts every line from its signature to its closing brace. Closures count as part of the
//! function that holds them; a callback of JavaScript's test runner counts as a function.

use std::collections::BTreeMap;

use super::source::{SourceFile, Violation};

/// Half of an area's functions are at most this long, in lines.
pub(crate) const MAX_MEDIAN: usize = 8;
/// Nine of ten of an area's functions are at most this long, in lines.
pub(crate) const MAX_P90: usize = 25;
/// The longest that a function may be, in lines.
pub(crate) const MAX_LINES: usize = 60;

/// Fewer functions than this have no meaningful percentiles; they count in those of the whole.
const MIN_FUNCTIONS: usize = 20;

const RULE: &str = "function length";

/// The lengths of some functions, in order.
#[derive(Default)]
pub(crate) struct Lengths(Vec<usize>);

impl FromIterator<usize> for Lengths {
    fn from_iter<I: IntoIterator<Item = usize>>(lengths: I) -> Self {
        let mut lengths: Vec<usize> = lengths.into_iter().collect();
        lengths.sort_unstable();
        Self(lengths)
    }
}

impl Lengths {
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().copied()
    }

    /// By the nearest rank; zero if there is no function.
    pub(crate) fn percentile(&self, percent: usize) -> usize {
        let rank = (self.0.len() * percent).div_ceil(100);
        rank.checked_sub(1).map_or(0, |index| self.0[index])
    }
}

pub(crate) fn by_area(files: &[SourceFile]) -> BTreeMap<String, Lengths> {
    let mut areas: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for file in files {
        let lengths = file.syntax.functions.iter().map(|function| function.lines);
        areas.entry(file.area().to_owned()).or_default().extend(lengths);
    }
    areas.into_iter().map(|(area, lengths)| (area, lengths.into_iter().collect())).collect()
}

pub(crate) fn check(files: &[SourceFile]) -> Vec<Violation> {
    let mut violations: Vec<Violation> = files.iter().flat_map(too_long).collect();
    let areas = by_area(files);
    let all = areas.values().flat_map(Lengths::iter).collect();
    let large = areas.into_iter().filter(|(_, lengths)| lengths.0.len() >= MIN_FUNCTIONS);
    for (area, lengths) in large.chain([("all".to_owned(), all)]) {
        for (percent, limit) in [(50, MAX_MEDIAN), (90, MAX_P90)] {
            let measured = lengths.percentile(percent);
            if measured > limit {
                let what = format!("{percent}th percentile {measured} lines, the limit is {limit}");
                violations.push(Violation { rule: RULE, path: format!("{area}/"), line: 0, what });
            }
        }
    }
    violations
}

fn too_long(file: &SourceFile) -> impl Iterator<Item = Violation> {
    let functions = file.syntax.functions.iter().filter(|function| function.lines > MAX_LINES);
    functions.map(|function| {
        let what =
            format!("{} has {} lines, the limit is {MAX_LINES}", function.name, function.lines);
        file.violation(RULE, function.line, what)
    })
}

#[cfg(test)]
mod tests {
    use super::super::source::{Function, Syntax};
    use super::*;

    fn file(lengths: &[usize]) -> SourceFile {
        let functions = lengths.iter().map(|&lines| Function { name: "f".into(), line: 1, lines });
        let syntax = Syntax { functions: functions.collect(), ..Syntax::default() };
        SourceFile { path: "src/a.rs".into(), syntax, ..SourceFile::default() }
    }

    fn found(lengths: &[usize]) -> Vec<String> {
        check(&[file(lengths)]).into_iter().map(|violation| violation.what).collect()
    }

    #[test]
    fn a_function_over_the_limit_is_named() {
        assert_eq!(found(&[[1; 9].as_slice(), &[MAX_LINES]].concat()), [""; 0]);
        let found = found(&[[1; 9].as_slice(), &[MAX_LINES + 1]].concat());
        assert_eq!(found, ["f has 61 lines, the limit is 60"]);
    }

    #[test]
    fn long_functions_of_an_area_and_of_the_whole_are_found() {
        assert_eq!(found(&[8; MIN_FUNCTIONS]), [""; 0]);
        let median = "50th percentile 9 lines, the limit is 8";
        assert_eq!(found(&[9; MIN_FUNCTIONS]), [median; 2]);
        assert_eq!(found(&[9; MIN_FUNCTIONS - 1]), [median]);
        let p90 = [[1; 17].as_slice(), &[26; 3]].concat();
        assert_eq!(found(&p90), ["90th percentile 26 lines, the limit is 25"; 2]);
    }
}
