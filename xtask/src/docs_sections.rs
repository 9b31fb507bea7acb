//! Updates the generated sections of a hand-written Markdown page.

use std::fs;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::{self, root, shown};

/// A generated section of a page, between two markers of this name.
pub(crate) struct Part {
    /// The name in the markers.
    pub(crate) name: &'static str,
    /// The text between them.
    pub(crate) text: String,
}

/// Replaces the text between every part's markers, `<!-- generated: NAME -->` and
/// `<!-- end -->`.
///
/// Fails if a part has no markers, so that no section silently goes stale.
pub(crate) fn with_parts(page: &str, parts: &[Part]) -> Result<String> {
    parts.iter().try_fold(page.to_owned(), |page, part| with_part(&page, part))
}

/// Replaces these sections of a page of the documentation, named from the workspace's root.
pub(crate) fn write_into(page: &str, parts: &[Part]) -> Result<()> {
    let path = root().join(page);
    let text = fs::read_to_string(&path).with_context(|| shown(&path))?;
    let text = with_parts(&text, parts).with_context(|| page.to_owned())?;
    fs::write(&path, text).with_context(|| shown(&path))?;
    process::run_quietly(workspace::node_tool("prettier").args(["--write", page]), "")
}

fn with_part(page: &str, part: &Part) -> Result<String> {
    const END: &str = "<!-- end -->";
    let begin = format!("<!-- generated: {} -->", part.name);
    let missing = || format!("there is no {begin} … {END} in the page");
    let (before, rest) = page.split_once(&begin).with_context(missing)?;
    let (_, after) = rest.split_once(END).with_context(missing)?;
    Ok(format!("{before}{begin}\n\n{}\n\n{END}{after}", part.text.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "Before.\n<!-- generated: a -->\nold\n<!-- end -->\nBetween.\n\
                        <!-- generated: b -->\n<!-- end -->\nAfter.\n";

    fn part(name: &'static str, text: &str) -> Part {
        Part { name, text: text.into() }
    }

    #[test]
    fn only_text_between_markers_is_replaced() {
        let page = with_parts(PAGE, &[part("b", "two\n"), part("a", "one\n")]).unwrap();
        let expected = "Before.\n<!-- generated: a -->\n\none\n\n<!-- end -->\nBetween.\n\
                        <!-- generated: b -->\n\ntwo\n\n<!-- end -->\nAfter.\n";
        assert_eq!(page, expected);
        assert_eq!(with_parts(&page, &[part("a", "one\n")]).unwrap(), page);
    }

    #[test]
    fn a_missing_marker_is_an_error() {
        let error = with_parts(PAGE, &[part("c", "three")]).unwrap_err();
        assert!(error.to_string().contains("generated: c"), "{error}");
    }
}
