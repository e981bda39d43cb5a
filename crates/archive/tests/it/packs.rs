//! Names of files in archives, as the systems write them that packed and unpacked them.

use archive::{Memory, Options, Source};
use std::sync::Arc;

use crate::read::{rows, show, source, zip};

/// The rows of a zip whose names have these bytes where the members' have tildes.
fn told(members: &[(&str, &[u8])], bytes: &[u8]) -> Vec<String> {
    let mut packed = zip(members);
    while let Some(at) = packed.windows(bytes.len()).position(|run| run.iter().all(|byte| *byte == b'~')) {
        packed[at..at + bytes.len()].copy_from_slice(bytes);
    }
    let source = Source::new("x.zip", Arc::new(Memory::file("x.zip", packed))).unwrap();
    rows(&source, &Options::default()).iter().map(show).collect()
}

const DAY: &str = "2024-03-25 | - | - > - | Ada | 2024-03-25T08:00:00Z";

#[test]
fn names_of_a_zip_may_stand_in_the_letters_of_the_first_machines() {
    let chat = "25/03/2024, 08:00 - Ada: Büro.pdf (file attached)\n".as_bytes();
    let (name, file) = ("WhatsApp Chat with J~rg.txt", "B~ro.pdf");
    let expected = format!("Jürg | Jürg / {DAY} | \"\" file=Büro.pdf:application/pdf:5:-");
    assert_eq!(told(&[(name, chat), (file, b"bytes")], &[0x81]), [expected.as_str()]);
    let (name, file) = (name.replace('~', "~~"), file.replace('~', "~~"));
    assert_eq!(told(&[(&name, chat), (&file, b"bytes")], "ü".as_bytes()), [expected]);
}
