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

#[test]
fn a_mac_writes_letters_in_parts_and_means_the_same_file() {
    let chat = "25/03/2024, 08:00 - Ada: Büro.pdf (file attached)\n";
    let file = "file=Büro.pdf:application/pdf:5:-";
    for (said, packed) in [("ü", "u\u{308}"), ("u\u{308}", "ü"), ("u\u{308}", "u\u{308}")] {
        let (chat, name) = (chat.replace('ü', said), format!("x/B{packed}ro.pdf"));
        let files: [(&str, &[u8]); 2] = [("x/WhatsApp Chat with Team.txt", chat.as_bytes()), (name.as_str(), b"bytes")];
        let found: Vec<String> = rows(&source("x", &files), &Options::default()).iter().map(show).collect();
        assert_eq!(found, [format!("Team | Team / {DAY} | \"\" {}", file.replace('ü', said))]);
    }
}

#[test]
fn a_channel_of_slack_is_the_listed_one_in_either_writing() {
    let list = "[{\"id\":\"C1\",\"name\":\"grüße\",\"members\":[]}]";
    let day = b"[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"hi\",\"ts\":\"1709553600.000100\"}]";
    for (list, folder) in [(list.to_owned(), "gru\u{308}ße"), (list.replace('ü', "u\u{308}"), "gru\u{308}ße")] {
        let name = format!("{folder}/2024-03-04.json");
        let files: [(&str, &[u8]); 3] =
            [("channels.json", list.as_bytes()), ("users.json", b"[]"), (name.as_str(), day)];
        let found = rows(&source("acme", &files), &Options::default());
        assert_eq!(found[0].as_ref().unwrap().message.native_id.as_deref(), Some("C1/1709553600.000100"));
    }
}
