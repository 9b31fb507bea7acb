//! Whole verifications, input by input.

mod coaching;
mod durations;
mod pressing;
mod redeem;
mod renewal;
mod scenario;
mod slide;
mod start;
mod trace;
