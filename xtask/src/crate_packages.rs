//! `cargo xtask package`: checks that the crates can be published, and their size.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::{self, cargo, shown};

/// The publishable crates, in the order of publication.
const CRATES: [&str; 3] = ["passwave-motion", "passwave-protocol", "passwave"];
/// Size limit of a packed crate: well above the code's size, well below that of a recording packed by mistake.
const MAX_BYTES: u64 = 100_000;

/// Packs every crate as it would be published, and compiles it from its package alone.
pub(crate) fn run() -> Result<()> {
    let named = CRATES.iter().flat_map(|name| ["--package", name]);
    // Uncommitted changes may be packed: this is a check, nothing is published.
    process::run(cargo("package").arg("--allow-dirty").args(named), "")?;
    for name in CRATES {
        weigh(name)?;
    }
    Ok(())
}

fn weigh(name: &str) -> Result<()> {
    let file = format!("{name}-{}.crate", env!("CARGO_PKG_VERSION"));
    let path = workspace::target().join("package").join(file);
    let bytes = fs::metadata(&path).with_context(|| shown(&path))?.len();
    println!("{name:<26} {bytes:>8} bytes");
    if bytes > MAX_BYTES {
        bail!(
            "{} is over {MAX_BYTES} bytes: which of its files should not be published?",
            shown(&path)
        );
    }
    Ok(())
}
