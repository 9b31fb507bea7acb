//! The red team's client: what it costs a program to get tokens from a Passwave server.

#![warn(unreachable_pub)]

mod cpu_time;
pub mod solver;
