//! What the Passwave widget and server say to each other.
#![no_std]
extern crate alloc;
