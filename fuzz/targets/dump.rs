//! One family of readers, fed by libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| readers::read(readers::DUMP, input));
