//! The boundary to JavaScript: what it calls ([`Widget`], [`GestureRecogniser`]), what it is asked to
//! do (`host_imports`), and the sensors (`motion_listener`, `motion_buffer`).

mod answer;
mod gesture_recogniser;
mod host_imports;
mod motion_buffer;
mod motion_listener;
mod widget;

pub use gesture_recogniser::GestureRecogniser;
pub use widget::Widget;
