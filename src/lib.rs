//! The Passwave widget: reads the phone's motion, runs the session, drives the page's view.
//!
//! Modules stand in the order in which data flows: the sensors ([`motion_guard`]), the story of one
//! verification ([`session`], with no browser in it), what the page does for it ([`page`]: shows,
//! requests, clocks, work), and the class that ties them together ([`widget`]). What a gesture is, is
//! decided in `passwave-motion` alone.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod answer;
mod gesture_session;
mod motion_guard;
mod page;
mod rows;
pub mod session;
mod widget;

pub use gesture_session::GestureSession;
pub use widget::Widget;

/// Without the standard library a panic stops the widget where it stands, and no words for it are shipped.
#[cfg(all(target_arch = "wasm32", not(feature = "std")))]
#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// The standard allocator is four kilobytes larger, on every phone.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
