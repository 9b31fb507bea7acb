//! The boundary to JavaScript: what it calls ([`Widget`], [`GestureRecogniser`]), what it is asked to
//! do (`host_imports`, called by `driver`), and the sensors (`motion_listener`, `motion_rows`).

mod driver;
#[cfg(feature = "motion")]
mod gesture_recogniser;
mod host_imports;
#[cfg(feature = "motion")]
mod motion_input;
#[cfg(feature = "motion")]
mod motion_listener;
#[cfg(feature = "motion")]
mod motion_rows;
mod widget;

#[cfg(feature = "motion")]
pub use gesture_recogniser::GestureRecogniser;
pub use widget::Widget;
