//! `cargo xtask package`: whether the crates can be published, and how large they are.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::{self, cargo, shown};

/// What other Rust programs can use: the widget, the recogniser, the protocol.
const CRATES: [&str; 3] = ["passwave-motion", "passwave-protocol", "passwave"];
/// Far more than any of them needs, and far less than a recording.
const MAX_BYTES: u64 = 100_000;

/// Packs every crate as it would be published, and compiles it from what was packed and nothing else.
pub fn run() -> Result<()> {
    let named = CRATES.iter().flat_map(|name| ["--package", name]);
    // What is not committed yet is packed as well: this is a check, nothing is published.
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
        bail!("{} is over {MAX_BYTES} bytes: what should not be published?", shown(&path));
    }
    Ok(())
}
