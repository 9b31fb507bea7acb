//! Whole verifications, input by input.

mod coaching;
mod durations_in_one_file;
mod order_of_effects;
mod pressing;
mod redeem;
mod renewal;
mod scenario;
mod slide;
mod start;
