//! Static files: the widget, and in the demo its pages.

pub mod demo;
pub mod widget;
