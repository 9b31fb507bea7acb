//! Runs the real program.

mod configuration;
mod demo;
mod judge;
mod lifecycle;
#[cfg(feature = "redis-tests")]
mod redis;
#[cfg(unix)]
mod reload;
mod setup;
#[cfg(unix)]
mod tls;
