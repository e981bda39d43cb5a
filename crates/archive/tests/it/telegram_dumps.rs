//! Telegram's messages that come without the export around them: lists, shortened exports, objects of libraries.

use archive::Options;

use crate::read::{file, show};

#[track_caller]
fn check(name: &str, text: &str, expected: &[&str]) {
    let source = file(name, text.as_bytes());
    let (format, found) = archive::open(&source, &Options::default()).unwrap();
    assert_eq!(format.name, "telegram");
    assert_eq!(found.map(|row| show(&row)).collect::<Vec<_>>(), expected, "{name}");
}

#[test]
fn a_list_of_messages_alone_keeps_its_words_and_people() {
    let list = r#"[
        {"id":1,"type":"message","date":"2025-12-29T10:00:00","date_unixtime":"1767002400","from":"Ada","from_id":"user1","text":"hi"},
        {"id":2,"type":"message","date":"2025-12-29T10:01:00","date_unixtime":"1767002460","from":"Bob","from_id":"user2",
         "text":["a ",{"type":"bold","text":"b"}],"reply_to_message_id":1}
    ]"#;
    check(
        "acme (1).json",
        list,
        &[
            "acme | acme / 2025-12-29 | - | acme/1 > - | user1 (Ada) | 2025-12-29T10:00:00Z | \"hi\"",
            "acme | acme / 2025-12-29 | - | acme/2 > acme/1 | user2 (Bob) | 2025-12-29T10:01:00Z | \"a b\"",
        ],
    );
}

#[test]
fn shortened_exports_are_read() {
    let message = r#"{"id":1,"type":"message","date":"2025-12-29T10:00:00","from":"Ada","text":"hi"}"#;
    check(
        "result.json",
        &format!(r#"{{"name":"Acme","type":"personal_chat","id":7,"messages":[{message}]}}"#),
        &["Acme | 7 / 2025-12-29 | - | 7/1 > - | Ada (Ada) | 2025-12-29T10:00:00Z | \"hi\""],
    );
    check(
        "acme.json",
        r#"{"messages": [{"type": "message", "date": "2025-12-29T10:00:00", "from": "Ada", "text": [{"type":"plain","text":"yo"}]}]}"#,
        &["acme | acme / 2025-12-29 | - | - > - | Ada (Ada) | 2025-12-29T10:00:00Z | \"yo\""],
    );
}
