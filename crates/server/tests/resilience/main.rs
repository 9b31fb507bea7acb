//! What the server withstands: see `docs/robustness.md`. Needs a Redis and some minutes.

mod check_order;
mod client;
mod crashes;
mod decoders;
mod disk_full;
mod hostile;
mod hostile_connections;
mod round_trips;
mod sentinel;
mod server;
mod several_instances;
mod soak;
