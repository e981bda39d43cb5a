//! Forums and social servers in the shapes that their programs leave behind.

use archive::Options;

use crate::read::{rows, show, source};

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown: Vec<String> = rows(&source("export", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected);
}

#[test]
fn pictures_in_an_archive_of_pleroma_are_files() {
    let note = |id: u32, attachment: &str| {
        format!(
            r#"{{"id":"https://pl.example/activities/{id}","type":"Create","actor":"https://pl.example/users/ada","published":"2023-03-04T12:00:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"object":{{"id":"https://pl.example/objects/{id}","type":"Note","content":"x","published":"2023-03-04T12:00:00Z","attachment":[{attachment}]}}}}"#
        )
    };
    let link = r#"{"type":"Link","href":"https://pl.example/media/a.png","mediaType":"image/png"}"#;
    let several = note(1, &format!(r#"{{"type":"Document","name":"","url":[{link}]}}"#));
    let one = note(2, &format!(r#"{{"type":"Document","url":{link}}}"#));
    let outbox = format!(r#"{{"type":"OrderedCollection","orderedItems":[{several},{one}]}}"#);
    let row = |id: u32| {
        let id = format!("https://pl.example/objects/{id}");
        format!(
            "@ada@pl.example | {id} | - | {id} > - | ada@pl.example | 2023-03-04T12:00:00Z | \"x\" file=a.png:image/png:-:https://pl.example/media/a.png"
        )
    };
    check(&[("outbox.json", &outbox)], &[&row(1), &row(2)]);
}

#[test]
fn what_an_account_says_to_named_people_stands_apart() {
    let note = |id: u32, to: &str| {
        format!(
            r#"{{"id":"https://m.example/users/ada/statuses/{id}/activity","type":"Create","actor":"https://m.example/users/ada","published":"2024-03-01T10:00:00Z","object":{{"id":"https://m.example/users/ada/statuses/{id}","type":"Note","content":"x",{to}}}}}"#
        )
    };
    let notes = [
        note(1, r#""to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://m.example/users/bo"]"#),
        note(2, r#""to":["https://m.example/users/ada/followers"],"cc":[]"#),
        note(3, r#""to":["https://m.example/users/ada/followers"],"cc":["as:Public"]"#),
        note(4, r#""to":["https://m.example/users/bo"],"cc":[]"#),
        note(5, r#""to":"https://m.example/users/bo""#),
        note(6, r#""to":[],"cc":[]"#),
    ];
    let row = |id: u32, channel: &str| {
        let id = format!("https://m.example/users/ada/statuses/{id}");
        format!("{channel} | {id} | - | {id} > - | ada@m.example | 2024-03-01T10:00:00Z | \"x\"")
    };
    let own = "@ada@m.example";
    check(
        &[("outbox.json", &format!(r#"{{"type":"OrderedCollection","orderedItems":[{}]}}"#, notes.join(",")))],
        &[
            &row(1, own),
            &row(2, own),
            &row(3, own),
            &row(4, "direct messages"),
            &row(5, "direct messages"),
            &row(6, own),
        ],
    );
}
