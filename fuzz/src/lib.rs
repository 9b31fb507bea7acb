//! Fuzzing of everything that reads what strangers write.
//!
//! The target functions are also part of the server's tests, which feed them with mutations of
//! `seeds/`.

pub mod targets;
