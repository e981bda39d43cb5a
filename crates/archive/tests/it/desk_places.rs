//! Which conversation of a help desk a message belongs to, and what it answers there.

use archive::Options;

use crate::read::{rows, show, source};

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown: Vec<String> = rows(&source("export", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected);
}

/// A list of Help Scout's threads, which does not say whose.
fn threads(id: u32, body: &str) -> String {
    format!(
        r#"{{"_embedded":{{"threads":[{{"id":{id},"type":"customer","state":"published","body":"{body}","createdBy":{{"id":4,"type":"customer","email":"ada@example.org"}},"createdAt":"2024-03-10T22:46:22Z","_embedded":{{"attachments":[]}}}}]}},"page":{{"size":25}}}}"#
    )
}

#[test]
fn threads_of_help_scout_belong_to_the_conversation_of_their_file() {
    let conversation = |id: u32| {
        format!(
            r#"{{"id":{id},"number":1,"threads":1,"type":"email","subject":"Help {id}","mailboxId":85,"createdAt":"2024-03-10T22:46:22Z"}}"#
        )
    };
    let list = format!(r#"{{"_embedded":{{"conversations":[{},{}]}}}}"#, conversation(10), conversation(11));
    let row = |id: u32, thread: u32| {
        format!("85 | {id} | Help {id} | {id}/{thread} > - | ada@example.org | 2024-03-10T22:46:22Z | \"in {id}\"")
    };
    let beside = |row: u32| format!("skip {row} unsupported: its words stand in a file beside");
    for (ten, eleven) in [
        ("conversations/10/threads.json", "conversations/11/threads.json"),
        ("conversation_10_page_1.json", "conversation_11_page_1.json"),
        ("threads_10.json", "threads_11.json"),
        ("10_threads.json", "11_threads.json"),
    ] {
        check(
            &[(ten, &threads(1, "in 10")), (eleven, &threads(2, "in 11")), ("z.json", &list)],
            &[&row(10, 1), &row(11, 2), &beside(1), &beside(2)],
        );
    }
    // Without the list, files of one name are those of several conversations all the same.
    let alone = |id: u32, thread: u32| {
        row(id, thread).replace(&format!("85 | {id} | Help {id}"), &format!("export | {id} | -"))
    };
    check(
        &[("10/threads.json", &threads(1, "in 10")), ("11/threads.json", &threads(2, "in 11"))],
        &[&alone(10, 1), &alone(11, 2)],
    );
    check(
        &[("10/threads.json", &threads(1, "in 10"))],
        &[&alone(10, 1).replace("10 |", "threads |").replace("10/", "threads/")],
    );
}

#[test]
fn one_conversation_of_help_scouts_first_api_is_read() {
    let whole = r#"{"item":{"id":29,"number":3,"mailbox":{"id":1,"name":"Post"},"threadCount":1,"subject":"Help","createdAt":"2012-07-23T12:34:12Z",
        "threads":[{"id":88,"createdAt":"2012-07-23T12:34:12Z","createdBy":{"id":4,"firstName":"Ada","lastName":"Lee","email":"ada@example.org"},"type":"message","state":"published","body":"I need it."}]}}"#;
    check(
        &[("29.json", whole)],
        &["Post | 29 | Help | 29/88 > - | ada@example.org (Ada Lee) | 2012-07-23T12:34:12Z | \"I need it.\""],
    );
}
