//! What the tests of `tests/integrations/apps` need: the applications themselves.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::setup::{apt_install, can_make_venv, node_modules, python_environment};
use crate::workspace::{find_program, root};

/// The folder of the tests.
pub(crate) const FOLDER: &str = "tests/integrations/apps";

/// The applications that Debian has, where it puts them.
const FILES: [&str; 2] = ["/usr/share/mediawiki/index.php", "/usr/share/dokuwiki/doku.php"];
/// With a PHP and a web server of the smallest kind: else Debian installs Apache, and starts it.
const PACKAGES: [&str; 10] = [
    "mediawiki",
    "dokuwiki",
    "php-cli",
    "php-cgi",
    "php-sqlite3",
    "php-intl",
    "php-mbstring",
    "php-xml",
    "nginx",
    "python3-venv",
];

/// Installs the applications and frameworks, unless they are there. Returns the Python that has those of PyPI.
pub(crate) fn set_up() -> Result<PathBuf> {
    let has_files = FILES.iter().all(|file| Path::new(file).is_file());
    if !has_files || find_program(&["php"]).is_none() || !can_make_venv() {
        let advice = format!(
            "Install MediaWiki, DokuWiki and PHP with SQLite; on Debian: `apt-get install {}`.",
            PACKAGES.join(" ")
        );
        apt_install(&PACKAGES, &advice)?;
    }
    node_modules(&root().join(FOLDER))?;
    python_environment(FOLDER, "apps/python")
}
