//! What the server withstands: see `docs/robustness.md`.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/redis_server.rs"]
mod redis_server;
#[path = "../../../../fuzz/src/targets.rs"]
mod targets;

mod check_order;
mod client;
mod crashes;
mod decoders;
mod hostile;
mod round_trips;
mod sentinel;
mod server;
mod several_instances;
