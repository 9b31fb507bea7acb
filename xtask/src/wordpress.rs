//! `cargo xtask wordpress`: the WordPress plugin as a zip, and its tests.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::setup::apt_install;
use crate::workspace::{find_program, root, target};

/// What the tests need of WordPress, where Debian puts it.
const FILES: [&str; 4] = [
    "/usr/share/wordpress/wp-load.php",
    "/usr/share/wordpress/wp-content/languages/de_DE.mo",
    "/usr/share/wordpress/wp-content/themes/twentytwentyone/style.css",
    "/usr/share/wordpress/wp-content/themes/twentytwentythree/style.css",
];
const PROGRAMS: [&str; 5] = ["php", "mariadbd", "mariadb", "mariadb-install-db", "msgfmt"];
const PACKAGES: [&str; 10] = [
    "wordpress",
    "wordpress-l10n",
    "wordpress-theme-twentytwentyone",
    "wordpress-theme-twentytwentythree",
    "mariadb-server",
    "php-cli",
    "php-mysql",
    "php-xml",
    "php-mbstring",
    "gettext",
];

/// Packs the plugin into `target/integrations`.
pub(crate) fn pack() -> Result<()> {
    if find_program(&["msgfmt"]).is_none() {
        apt_install(&["gettext"], "Install gettext; on Debian: `apt-get install gettext`.")?;
    }
    let mut program = Command::new("node");
    program.arg(root().join("integrations/wordpress/pack.mjs")).arg(target().join("integrations"));
    process::run(&mut program, "")
}

/// Installs WordPress, its database and the tools of the translations, unless all of it is there.
pub(crate) fn set_up() -> Result<()> {
    let has_programs = PROGRAMS.iter().all(|name| find_program(&[name]).is_some());
    if has_programs && FILES.iter().all(|file| Path::new(file).is_file()) {
        return Ok(());
    }
    let advice = format!(
        "Install WordPress, MariaDB, PHP and gettext; on Debian: `apt-get install {}`.",
        PACKAGES.join(" ")
    );
    apt_install(&PACKAGES, &advice)
}
