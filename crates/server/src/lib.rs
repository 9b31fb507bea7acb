//! The Passwave server.
//!
//! It issues challenges, runs the recogniser over the evidence it is sent, signs tokens, and
//! confirms each of them once to the site's backend the way sites already know (`siteverify`).
//! Time is an argument everywhere, the state is one value, and [`app::router`] can be called without
//! a socket.

pub mod admin;
pub mod app;
pub mod claims;
pub mod client;
pub mod clock;
pub mod commands;
pub mod config;
pub mod digest;
pub mod endpoints;
pub mod files;
pub mod jwt;
pub mod keys;
pub mod limits;
pub mod load;
pub mod metrics;
pub mod origin;
pub mod own_signature;
pub mod rates;
pub mod refused;
pub mod site;
pub mod sliding;
pub mod store;
pub mod test_keys;
pub mod tls;
