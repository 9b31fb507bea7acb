//! The red team's client: what it costs a program to get tokens from a Passwave server. It attacks a server of its own
//! on this machine, for the documentation.

#![warn(unreachable_pub)]

mod cpu_time;
mod door;
mod forgeries;
mod movement;
mod peers;
pub mod report;
mod site;
mod solver;

pub use door::{Door, Token};
pub use site::Site;
pub use solver::{Solver, fastest_solver};
