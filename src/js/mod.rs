//! The boundary to JavaScript: what it calls ([`Widget`], [`GestureRecogniser`]), what it is asked to
//! do (`host_imports`, called by `driver`), and the sensors (`motion_listener`, `motion_rows`).

mod driver;
mod gesture_recogniser;
mod host_imports;
mod motion_listener;
mod motion_rows;
mod widget;

pub use gesture_recogniser::GestureRecogniser;
pub use widget::Widget;
