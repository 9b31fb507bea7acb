//! The Passwave widget: reads the phone's motion, runs the session, drives the page's view.
//!
//! Modules stand in the order in which data flows: the sensors ([`motion_guard`]), the story of one
//! verification ([`session`], with no browser in it), the work ([`solver`]), the server
//! ([`server`]), and the class that ties them to the page ([`widget`]). What a gesture is, is
//! decided in `passwave-motion` alone.

mod gesture_session;
mod json;
mod motion_guard;
mod rows;
mod server;
pub mod session;
mod solver;
mod widget;

pub use gesture_session::GestureSession;
pub use solver::WorkSolver;
pub use widget::Widget;
