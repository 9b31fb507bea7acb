//! Formats percentages, confidence intervals and Markdown tables.

use crate::evaluate::statistics::Tally;

/// `97.2 %`, or a dash for 0 of 0.
pub(crate) fn percent(tally: Tally) -> String {
    tally.percent().map_or_else(|| "–".into(), |percent| format!("{percent:.1} %"))
}

/// `97.2 % (281/289)`
pub(crate) fn share(tally: Tally) -> String {
    match tally.of {
        0 => "–".into(),
        _ => format!("{} ({}/{})", percent(tally), tally.accepted, tally.of),
    }
}

/// `97.2 % (281/289; 94.6 to 98.6)`
pub(crate) fn with_interval(tally: Tally) -> String {
    let Some((low, high)) = tally.interval() else { return "no recordings".into() };
    let Tally { accepted, of } = tally;
    format!("{} ({accepted}/{of}; {low:.1} to {high:.1})", percent(tally))
}

/// A table in Markdown, its columns aligned so that it can be read as plain text as well.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let width = |column: usize| {
        let cells = rows.iter().chain([&header]).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
    let lines = [&header, &rule].into_iter().chain(rows).map(|row| line(row, &widths));
    lines.collect()
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).map(|(cell, &width)| format!(" {cell:width$} |"));
    format!("|{}\n", cells.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_include_their_counts() {
        let tally = Tally { accepted: 281, of: 289 };
        assert_eq!(share(tally), "97.2 % (281/289)");
        assert_eq!(with_interval(tally), "97.2 % (281/289; 94.6 to 98.6)");
        assert_eq!(share(Tally::default()), "–");
        assert_eq!(with_interval(Tally::default()), "no recordings");
    }

    #[test]
    fn tables_are_aligned() {
        let rows = [vec!["wave".into(), "1".into()], vec!["–".into(), "22".into()]];
        let expected = "| what | n  |\n| ---- | -- |\n| wave | 1  |\n| –    | 22 |\n";
        assert_eq!(table(&["what", "n"], &rows), expected);
    }
}
