//! Any mail is trimmed, and to no more than it was.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|mail: &str| {
    assert!(text::trim::trim(mail).len() <= mail.len() + 1);
});
