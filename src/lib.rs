//! The Passwave widget: reads the phone's motion, runs the session, drives the page's view.
//!
//! Modules stand in the order in which data flows: the sensors ([`motion_guard`]), the story of one
//! verification ([`session`], with no browser in it), what the page does for it ([`page`]: shows,
//! requests, clocks, work), and the class that ties them together ([`widget`]). What a gesture is, is
//! decided in `passwave-motion` alone.

mod gesture_session;
mod motion_guard;
mod page;
mod plain_object;
mod rows;
pub mod session;
mod widget;

pub use gesture_session::GestureSession;
pub use widget::Widget;

/// The standard allocator is four kilobytes larger, on every phone.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
