#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| passwave_fuzz::targets::config(bytes));
