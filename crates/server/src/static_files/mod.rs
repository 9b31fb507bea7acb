//! Static files: the widget, and in the demo its pages.

pub mod demo;
mod earlier;
#[cfg(feature = "embed")]
pub(crate) mod embedded;
pub mod files;
mod paths_of_others;
pub mod widget;
