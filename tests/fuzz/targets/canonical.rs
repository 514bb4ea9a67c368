//! Feeds `sandpail_s3::fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sandpail_s3::fuzz::run("canonical", data));
