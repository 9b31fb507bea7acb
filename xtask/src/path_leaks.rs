//! Finds build paths in shipped files: no file may name a folder of the machine that built it.

use std::env;
use std::path::Path;

use anyhow::{Result, bail};

use crate::file_tree::read_tree;
use crate::workspace::{cargo_home, root};

/// The standard library's sources have this prefix and the hash of their commit, on every machine.
const RUST: &str = "/rustc/";
const HASH_DIGITS: usize = 40;

/// Fails if a file in the folder contains one of this machine's folders, or an absolute path of a Rust source.
pub(crate) fn check(folder: &Path) -> Result<()> {
    let files = read_tree(folder)?;
    let plain: Vec<_> = files.iter().filter(|(name, _)| !is_compressed(name)).collect();
    if plain.is_empty() {
        bail!("there is no file in {}", folder.display());
    }
    let own = own_folders()?;
    for (name, bytes) in plain {
        let text = String::from_utf8_lossy(bytes);
        if let Some(named) = own.iter().find(|own| names_folder(&text, own)) {
            bail!("{name} names {named}");
        }
        if let Some(path) = absolute_source(&text) {
            bail!("{name} names a source by an absolute path: {path}");
        }
    }
    Ok(())
}

/// A compressed copy of a file that is checked itself.
fn is_compressed(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}

fn own_folders() -> Result<Vec<String>> {
    let mut folders = vec![root().to_path_buf(), cargo_home()?];
    // A home folder of `/` would match every file.
    folders.extend(env::home_dir().filter(|home| home.components().count() > 1));
    Ok(folders.iter().map(|folder| folder.display().to_string()).collect())
}

/// Whether a text names the folder or what is in it. In a
/// checkout at `/passwave` the address `/passwave.js` is no leak.
fn names_folder(text: &str, folder: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || "._-".contains(c);
    text.match_indices(folder).any(|(at, _)| !text[at + folder.len()..].starts_with(goes_on))
}

/// The first absolute path of a Rust source outside the standard library.
fn absolute_source(text: &str) -> Option<&str> {
    for (end, _) in text.match_indices(".rs") {
        let is_of_path = |c: char| c.is_ascii_alphanumeric() || "/\\:._-+ @".contains(c);
        let before = &text[..end];
        let start = before.rfind(|c| !is_of_path(c)).map_or(0, |at| at + width_at(before, at));
        let path = &text[start..end + ".rs".len()];
        if is_absolute(path) && !is_of_rust(path) {
            return Some(path);
        }
    }
    None
}

fn width_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.starts_with('\\') || path.get(1..3) == Some(":\\")
}

fn is_of_rust(path: &str) -> bool {
    let hash = path.strip_prefix(RUST).and_then(|rest| rest.split('/').next());
    hash.is_some_and(|hash| {
        hash.len() == HASH_DIGITS && hash.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_source_paths_are_found() {
        for path in ["/home/anna/src/lib.rs", "/build/x/y.rs", "C:\\src\\lib.rs"] {
            assert_eq!(absolute_source(&format!("panic\u{fffd}{path}\0more")), Some(path));
        }
    }

    #[test]
    fn a_folder_is_named_by_itself_and_before_what_is_in_it() {
        for text in ["at /passwave", "at /passwave/src/lib.rs", "\"/passwave\""] {
            assert!(names_folder(text, "/passwave"), "{text}");
        }
        for text in ["\"./passwave.js\": \"/passwave.js\"", "/passwave-main.js", "/passwaves"] {
            assert!(!names_folder(text, "/passwave"), "{text}");
        }
    }

    #[test]
    fn standard_library_and_relative_paths_are_allowed() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        for path in
            [format!("{RUST}{hash}/library/core/src/str.rs"), "crates/talc-5/src/lib.rs".into()]
        {
            assert_eq!(absolute_source(&format!("\u{fffd}{path}\0")), None);
        }
        assert!(absolute_source("\0/rustc/library/core.rs").is_some(), "no hash");
    }
}
