//! Static files: the widget, in the demo its pages, and the documentation.

pub mod demo;
pub mod docs;
mod earlier;
#[cfg(feature = "embed")]
pub(crate) mod embedded;
pub mod files;
mod pages;
mod paths_of_others;
mod qr_code;
pub mod widget;
