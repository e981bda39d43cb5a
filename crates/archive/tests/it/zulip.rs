//! Zulip: topics that were resolved.

use archive::Options;

use crate::read::{rows, show, source};

fn shown(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    rows(&source("acme", &files), &Options::default()).iter().map(show).collect()
}

#[test]
fn a_topic_stays_one_when_it_is_resolved() {
    let message = |id: u32, topic: &str| {
        format!(
            r#"{{"id":{id},"sender":10,"recipient":50,"subject":"{topic}","date_sent":1700000000,"content":"hello"}}"#
        )
    };
    let realm = r#"{"zerver_realm":[{"id":1,"string_id":"acme"}],"zerver_userprofile":[{"id":10,"email":"a@x"}],"zerver_stream":[{"id":5,"name":"general"}],"zerver_recipient":[{"id":50,"type":2,"type_id":5}]}"#;
    let topics = ["Crash", "✔ Crash", "✔ ✔✔ Crash", "✔ ", "✔done"];
    let messages: Vec<String> = topics.iter().zip(1..).map(|(topic, id)| message(id, topic)).collect();
    let export = format!(r#"{{"zerver_message":[{}]}}"#, messages.join(","));
    let row = |id: u32, key: &str, topic: &str| {
        format!("general | general / {key} | {topic} | {id} > - | a@x | 2023-11-14T22:13:20Z | \"hello\"")
    };
    assert_eq!(
        shown(&[("messages-000001.json", &export), ("realm.json", realm)]),
        [
            row(1, "crash", "Crash"),
            row(2, "crash", "✔ Crash"),
            row(3, "crash", "✔ ✔✔ Crash"),
            row(4, "✔ ", "✔ "),
            row(5, "✔done", "✔done"),
        ]
    );
    let of_api = r#"[{"id":7,"sender_id":1,"content":"hello","timestamp":1700000000,"subject":"✔ Crash","sender_full_name":"Ada","sender_email":"a@x","display_recipient":"general"}]"#;
    assert_eq!(
        shown(&[("a.json", of_api)]),
        ["general | general / crash | ✔ Crash | 7 > - | a@x (Ada) | 2023-11-14T22:13:20Z | \"hello\""]
    );
}
