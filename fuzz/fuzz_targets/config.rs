#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| passwave_test_support::decoders::config(bytes));
