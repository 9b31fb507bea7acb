//! The files that `passwave serve` serves: the widget's, those of earlier versions, the demo's, the documentation's.

use std::path::PathBuf;

use clap::Args;

use crate::static_files::docs;
use crate::static_files::files::Files;
use crate::static_files::widget::Widget;

/// The page that a browser is sent to; without it there is no demo.
const DEMO_PAGE: &str = "demo/index.html";

/// The options about files.
#[derive(Args)]
pub(super) struct ServedFiles {
    /// The folder of the built widget [default: the files inside this program, if it was built with them, or pkg/dist]
    #[arg(long, env = "PASSWAVE_ASSETS")]
    assets: Option<PathBuf>,
    /// A folder with the files of earlier versions, each in a folder such as v0.1.0, beside those in this program
    #[arg(long, env = "PASSWAVE_EARLIER")]
    earlier: Option<PathBuf>,
    /// The folder of the demo's pages [default: those inside this program, if it was built with them, or www]
    #[arg(long, requires = "demo")]
    pages: Option<PathBuf>,
    /// The folder of the documentation, as `cargo xtask docs` makes it; served under /docs/
    #[arg(long, env = "PASSWAVE_DOCS")]
    docs: Option<PathBuf>,
}

impl ServedFiles {
    /// # Errors
    /// If there are none; for the operator.
    pub(super) fn widget(&self) -> Result<Widget, String> {
        #[cfg(feature = "embed")]
        let default = || Files::Embedded(crate::static_files::embedded::widget());
        #[cfg(not(feature = "embed"))]
        let default = || Files::Folder(PathBuf::from("pkg/dist"));
        let current = self.assets.clone().map_or_else(default, Files::Folder);
        Widget::new(current, self.earlier.as_deref())
    }

    /// # Errors
    /// If there are none; for the operator.
    pub(super) fn pages(&self) -> Result<Files, String> {
        #[cfg(feature = "embed")]
        let default = || Files::Embedded(crate::static_files::embedded::pages());
        #[cfg(not(feature = "embed"))]
        let default = || Files::Folder(PathBuf::from("www"));
        let pages = self.pages.clone().map_or_else(default, Files::Folder);
        pages.expect(DEMO_PAGE, "the demo's pages", "--pages")?;
        Ok(pages)
    }

    /// # Errors
    /// If the folder has no documentation; for the operator.
    pub(super) fn docs(&self) -> Result<Option<Files>, String> {
        self.docs.as_deref().map(docs::pages).transpose()
    }
}
