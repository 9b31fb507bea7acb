//! Support for the tests of several crates. Its functions panic where a test would fail.

pub mod config;
pub mod decoders;
pub mod evidence;
pub mod redis;
pub mod server_process;
pub mod small_disk;
