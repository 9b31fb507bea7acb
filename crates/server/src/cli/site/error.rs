//! Why a site cannot be changed.

use crate::cli::edit_config::UnknownLayout;

/// A site cannot be changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum SiteError {
    #[error("there is no site {0:?}; `passwave site list` names them")]
    Unknown(String),
    #[error("it is the only site, and a server needs one")]
    Only,
    #[error("two secrets are accepted already; end that change with --finish first")]
    UnderWay,
    #[error("the site has one secret only; run this without --finish first")]
    NotUnderWay,
    #[error("the newest secret is not in secret_sha256; remove the old one by hand")]
    NoDigest,
    #[error(transparent)]
    Layout(#[from] UnknownLayout),
    #[error(transparent)]
    Syntax(#[from] toml_edit::TomlError),
}
