//! Chats as programs really write them, faults and all: a file in, its rows out.

use archive::Options;

use crate::read::{file, rows, show};

/// Reads one file; each row stands as `show` says it.
fn check(name: &str, text: &str, expected: &[&str]) {
    let found: Vec<String> = rows(&file(name, text.as_bytes()), &Options::default()).iter().map(show).collect();
    assert_eq!(found, expected, "{name}: {text}");
}

fn telegram(name: &str, messages: &[&str]) -> String {
    let messages = messages.join(",\n");
    format!(
        "{{\n \"name\": \"{name}\",\n \"type\": \"private_group\",\n \"id\": 7,\n \"messages\": [\n{messages}\n ]\n}}"
    )
}

#[test]
fn telegram_messages_that_its_own_exporter_broke_are_read() {
    let head = "\"type\":\"message\",\"date\":\"2023-12-30T10:00:00\",\"from\":\"Ada\",\"from_id\":\"user1\"";
    let expected = |id: u32, text: &str| {
        format!("Acme | 7 / 2023-12-30 | - | 7/{id} > - | user1 (Ada) | 2023-12-30T10:00:00Z | {text}")
    };
    let file = "{\n\"type\": \"custom_emoji\",\n\"text\": \"😮\",\n\"document_id\": video_files/sticker (2).webm\n}";
    check(
        "result.json",
        &telegram(
            "A\\x08cme",
            &[
                &format!("{{\"id\":1,{head},\"text\":\"two\\x0C pages \\\\x0C\"}}"),
                &format!("{{\"id\":2,{head},\"text\":[{file},{file},\" wow: so\"]}}"),
                &format!("{{\"id\":3,{head},\"text\":\"three\" \"four\"}}"),
            ],
        ),
        &[
            &expected(1, "\"two\\u{c} pages \\\\x0C\""),
            &expected(2, "\"😮😮 wow: so\""),
            "skip 3 malformed: expected `,` or `}` at line 1 column 101",
        ],
    );
}

#[test]
fn telegram_messages_that_nobody_edited_are_not_edited_in_1970() {
    let row = |edited: &str| {
        format!(
            "{{\"id\":1,\"type\":\"message\",\"date\":\"2018-03-04T10:00:00\",\"edited\":\"{edited}\",\"from\":\"Ada\",\"from_id\":9,\"text\":\"x\"}}"
        )
    };
    for (edited, shown) in [
        ("1970-01-01T01:00:00", ""),
        ("1970-01-01T05:00:00", ""),
        ("2018-03-04T10:05:00", " edited=2018-03-04T10:05:00Z"),
    ] {
        let expected =
            format!("Acme | 7 / 2018-03-04 | - | 7/1 > - | user9 (Ada) | 2018-03-04T10:00:00Z | \"x\"{shown}");
        check("result.json", &telegram("Acme", &[&row(edited)]), &[&expected]);
    }
}
