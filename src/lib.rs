//! The Passwave widget: reads the phone's motion, runs one verification, drives the page's view.
//!
//! [`flow`] is the state machine, from a press to a token, with no browser in it. The private module
//! `js` is the boundary: the classes that JavaScript uses ([`Widget`], [`GestureRecogniser`]), the host
//! functions that the wasm calls, and the listener to the sensors. What a gesture is, is decided in
//! `passwave-motion` alone.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod flow;
mod js;

pub use js::{GestureRecogniser, Widget};

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
