//! What the tests of `tests/frameworks/projects` need: the frameworks that build by themselves.

use anyhow::Result;

use crate::setup::{self, node_modules};
use crate::workspace::root;

/// The folder of the tests.
pub(crate) const FOLDER: &str = "tests/frameworks/projects";
/// Each has a lock file of its own, since they build with different versions of the same tools.
const FRAMEWORKS: [&str; 4] = ["angular", "astro", "nuxt", "sveltekit"];

/// Installs the frameworks, unless they are there.
pub(crate) fn set_up() -> Result<()> {
    setup::for_build()?;
    setup::browser()?;
    FRAMEWORKS.iter().try_for_each(|name| node_modules(&root().join(FOLDER).join(name)))
}
