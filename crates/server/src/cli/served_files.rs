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
    /// Folder of the widget's files
    ///
    /// [default: those inside a released program; pkg/dist for a program from a checkout]
    #[arg(long, value_name = "DIR", env = "PASSWAVE_ASSETS")]
    assets: Option<PathBuf>,
    /// Folder of earlier versions' files
    ///
    /// One folder for each, such as v0.1.0. A released program carries those of earlier releases.
    #[arg(long, value_name = "DIR", env = "PASSWAVE_EARLIER")]
    earlier: Option<PathBuf>,
    /// Demo: folder of its pages
    ///
    /// [default: those inside a released program; www for a program from a checkout]
    #[arg(long, value_name = "DIR", requires = "demo")]
    pages: Option<PathBuf>,
    /// Folder of the documentation, to serve it under /docs/
    ///
    /// `cargo xtask docs` makes it, and a release has it.
    #[arg(long, value_name = "DIR", env = "PASSWAVE_DOCS")]
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
