//! Where recordings of people lie.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

const VARIABLE: &str = "PASSWAVE_TRACES";
const BESIDE_THE_CHECKOUT: &str = "../shared/traces";
const ENDING: &str = ".ndjson.gz";

/// The folder named in `PASSWAVE_TRACES`, else `../shared/traces` beside the checkout; none if no recordings
/// (`*.ndjson.gz`) are there.
#[must_use]
pub fn recordings_of_people(checkout: &Path) -> Option<PathBuf> {
    folder(checkout, env::var_os(VARIABLE))
}

fn folder(checkout: &Path, named: Option<OsString>) -> Option<PathBuf> {
    let folder = named.map_or_else(|| checkout.join(BESIDE_THE_CHECKOUT), PathBuf::from);
    let mut files = fs::read_dir(&folder).ok()?.filter_map(Result::ok);
    files.any(|file| file.file_name().to_string_lossy().ends_with(ENDING)).then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_counts_only_with_recordings_in_it() {
        let root = env::temp_dir().join(format!("passwave-location-{}", std::process::id()));
        let (checkout, beside) = (root.join("passwave"), root.join("shared/traces"));
        fs::create_dir_all(&checkout).unwrap();
        assert_eq!(folder(&checkout, None), None);
        fs::create_dir_all(&beside).unwrap();
        assert_eq!(folder(&checkout, None), None);
        fs::write(beside.join("some.ndjson.gz"), "").unwrap();
        assert_eq!(folder(&checkout, None), Some(checkout.join(BESIDE_THE_CHECKOUT)));
        assert_eq!(folder(&checkout, Some(checkout.clone().into())), None);
        assert_eq!(folder(&root, Some(beside.clone().into())), Some(beside));
        fs::remove_dir_all(&root).unwrap();
    }
}
