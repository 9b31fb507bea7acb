//! The Passwave server.
fn main() {}
