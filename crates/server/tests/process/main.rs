//! Runs the real program.

mod attack;
mod configuration;
mod demo;
mod docs;
mod doctor;
mod files;
mod fixture;
mod healthcheck;
mod judge;
mod lifecycle;
#[cfg(unix)]
mod log_without_reader;
#[cfg(feature = "redis-tests")]
mod redis;
mod refusal_log;
#[cfg(unix)]
mod reload;
#[cfg(feature = "redis-tests")]
mod shared_counts;
#[cfg(target_os = "linux")]
mod sites;
#[cfg(unix)]
mod tls;
#[cfg(unix)]
mod upgrade;
mod work_networks;
mod wrong_addresses;
