#![doc = include_str!("README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod flow;
mod js;

#[cfg(feature = "motion")]
pub use js::GestureRecogniser;
pub use js::Widget;

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
