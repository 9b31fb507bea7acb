//! What the server withstands: see `docs/robustness.md`.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/redis_server.rs"]
mod redis_server;
#[path = "../../../../fuzz/src/targets.rs"]
mod targets;

mod client;
mod decoders;
mod hostile;
mod kills;
mod order;
mod passwave;
mod round_trips;
mod shared;
