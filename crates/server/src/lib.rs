//! The Passwave server.
