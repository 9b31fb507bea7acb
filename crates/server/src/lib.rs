//! The Passwave server.
//!
//! It issues challenges, runs the recogniser over the evidence it receives, signs tokens, and confirms each of
//! them once to the site's backend through `siteverify`. Time is an argument everywhere, the state is one value,
//! and [`http::router`] can be called without a socket.

#![warn(unreachable_pub)]

pub mod abuse;
pub mod api;
pub mod cli;
pub mod clock;
pub mod config;
pub mod digest;
pub mod http;
pub(crate) mod limits;
pub mod ops;
pub mod static_files;
pub mod store;
mod tls_provider;
pub mod tokens;
