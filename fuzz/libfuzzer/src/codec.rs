//! libFuzzer on the codec.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::Target::Codec.run(input));
