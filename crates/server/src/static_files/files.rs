//! A tree of files: a folder, or what this program carries.

use std::path::PathBuf;

use axum::routing::{MethodRouter, get_service};
use tower_http::services::ServeDir;

#[cfg(feature = "embed")]
use super::embedded::Embedded;

/// The source of files.
#[derive(Clone)]
pub enum Files {
    /// A folder.
    Folder(PathBuf),
    /// This program.
    #[cfg(feature = "embed")]
    Embedded(Embedded),
}

impl Files {
    /// Serves the files, the compressed copies in their place where a browser accepts them.
    pub(super) fn service<S: Clone + Send + Sync + 'static>(&self) -> MethodRouter<S> {
        match self {
            Self::Folder(folder) => {
                let folder = ServeDir::new(folder)
                    .append_index_html_on_directories(false)
                    .precompressed_br()
                    .precompressed_gzip();
                get_service(folder)
            }
            #[cfg(feature = "embed")]
            Self::Embedded(embedded) => embedded.clone().service(),
        }
    }

    /// The content of a file.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        match self {
            Self::Folder(folder) => std::fs::read(folder.join(name)).ok(),
            #[cfg(feature = "embed")]
            Self::Embedded(embedded) => embedded.read(name),
        }
    }

    /// Checks that a file is there which cannot be done without.
    ///
    /// # Errors
    /// What is missing and what to do, for the operator.
    pub(crate) fn expect(&self, name: &str, what: &str, option: &str) -> Result<(), String> {
        if self.read(name).is_some() {
            return Ok(());
        }
        let place = match self {
            Self::Folder(folder) => format!("the folder {}", folder.display()),
            #[cfg(feature = "embed")]
            Self::Embedded(_) => "this program".to_owned(),
        };
        Err(format!(
            "{what} are missing: {place} has no {name}. Name their folder with {option}, make them with \
             `cargo xtask build` in a checkout, or use a released program, which carries them"
        ))
    }
}
