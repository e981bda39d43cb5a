//! Zulip: topics that were resolved, public archives.

use archive::Options;

use crate::read::{rows, show, source};

fn shown(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    rows(&source("acme", &files), &Options::default()).iter().map(show).collect()
}

const INDEX: &str = r#"{
    "streams": {
        "new members": {
            "id": 3,
            "latest_id": 101,
            "topic_data": {"swimming": {"size": 2, "latest_date": 1700000060}}
        }
    },
    "time": 1700000100.1
}"#;

fn said(id: u32, who: &str) -> String {
    format!(r#"[{{"content": "<p>hello</p>", "id": {id}, "sender_full_name": "{who}", "timestamp": 1700000000}}]"#)
}

#[test]
fn a_public_archive_tells_channels_and_topics_by_its_folders() {
    let (one, two, three) = (said(100, "Ada Lee"), said(101, "Bo"), said(102, "Bo"));
    let files: [(&str, &str); 5] = [
        ("README.md", "# Archive"),
        ("zulip_json/3-new-members/.E2.9C.94.20a.2Fb.20v1.2E2.json", &one),
        ("zulip_json/3-new-members/swimming.json", &two),
        ("zulip_json/4-gone/lunch.json", &three),
        ("zulip_json/stream_index.json", INDEX),
    ];
    let expected = [
        "new members | new members / a/b v1.2 | ✔ a/b v1.2 | 100 > - | Ada Lee | 2023-11-14T22:13:20Z | \"hello\"",
        "new members | new members / swimming | swimming | 101 > - | Bo | 2023-11-14T22:13:20Z | \"hello\"",
        "gone | gone / lunch | lunch | 102 > - | Bo | 2023-11-14T22:13:20Z | \"hello\"",
    ];
    assert_eq!(shown(&files), expected);
    let topic = [("4-gone/lunch.json", &*three)];
    assert_eq!(shown(&topic), expected[2..]);
    // A topic alone does not say where it lies.
    let alone = source("lunch.json", &[("lunch.json", three.as_bytes())]);
    let found = rows(&alone, &Options::default());
    assert_eq!(found[0].as_ref().unwrap().message.origin, "zulip");
    let found: Vec<String> = found.iter().map(show).collect();
    assert_eq!(found, ["zulip | zulip / lunch | lunch | 102 > - | Bo | 2023-11-14T22:13:20Z | \"hello\""]);
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
