//! Out and in again: the same bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use archive::{Memory, Options, Source};

use crate::read::{file, rows, shared};

/// The first 20,000 messages of a source as an export, with what stands beside it.
fn exported(source: &Source) -> Vec<(String, Arc<[u8]>)> {
    let mut lines = Vec::new();
    let mut files = BTreeMap::new();
    let (_, rows) = archive::open(source, &Options::default()).unwrap();
    for row in rows.take(20_000) {
        let message = row.unwrap().message;
        let out = archive::export(&message);
        lines.extend(out.line);
        files.extend(out.media.into_iter().map(|(path, bytes)| (path, Arc::from(bytes))));
    }
    files.insert("messages.jsonl".to_owned(), lines.into());
    files.into_iter().collect()
}

fn check(source: &Source) -> usize {
    let first = exported(source);
    let again = Source::new("export", Arc::new(Memory(first.clone()))).unwrap();
    assert_eq!(archive::choose(&again, &Options::default()).unwrap().0.name, "tribune");
    assert!(first == exported(&again), "{}: the second export differs", source.name());
    first.len()
}

#[test]
fn mails_with_files_come_out_in_and_out_the_same() {
    let big = "x".repeat(400_000);
    let mail = format!(
        "From: ada@example.org\nDate: Mon, 4 Mar 2024 12:00:00 +0000\nMessage-ID: <1@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHi \u{1f389}\n--b\nContent-Disposition: attachment; filename=a.bin\nContent-Type: application/x-b\n\n{big}\n--b--\n"
    );
    assert_eq!(check(&file("a.eml", mail.as_bytes())), 3);
    assert_eq!(check(&file("a.eml", b"From: ada\xff@example.org\nSubject: \xe9\nDate: no\n\nlatin \xe9\n")), 1);
}

#[test]
fn a_part_of_the_real_archive_comes_out_in_and_out_the_same() {
    let Some(path) = shared("data/lean_zulip/dev_new_members.jsonl.gz") else { return };
    check(&file("dev_new_members.jsonl.gz", &std::fs::read(path).unwrap()));
}

#[test]
fn a_line_from_a_newer_version_is_refused_not_misread() {
    let found = rows(&file("a.jsonl", b"{\"tribune\":2,\"type\":\"message\",\"text\":\"x\"}\n"), &Options::default());
    assert!(found[0].as_ref().unwrap_err().detail.starts_with("written by a newer Tribune"));
}
