//! Google Hangouts as a Takeout has it.

use archive::Options;

use crate::read::{file, rows, show, source};

fn shown(source: &archive::Source) -> Vec<String> {
    rows(source, &Options::default()).iter().map(show).collect()
}

/// One conversation of Ada and somebody who is only known by a telephone.
fn export(events: &[String]) -> String {
    format!(
        r#"{{"conversations":[{{"conversation":{{"conversation_id":{{"id":"c1"}},"conversation":{{"participant_data":[{{"id":{{"chat_id":"1"}},"fallback_name":"Ada"}},{{"id":{{"gaia_id":"2"}},"phone_number":{{"e164":"+15550100"}}}}]}}}},"events":[{}]}}]}}"#,
        events.join(",")
    )
}

fn event(kind: &str, rest: &str) -> String {
    format!(
        r#"{{"sender_id":{{"chat_id":"1"}},"timestamp":"1709560000123456","event_id":"e","event_type":"{kind}",{rest}}}"#
    )
}

fn said(content: &str) -> String {
    event("REGULAR_CHAT_MESSAGE", &format!(r#""chat_message":{{"message_content":{{{content}}}}}"#))
}

/// What is shown of each event: what stands behind its time.
fn told(events: &[String], beside: &[(&str, &[u8])]) -> Vec<String> {
    let text = export(events);
    let mut files: Vec<(&str, &[u8])> = vec![("Hangouts.json", text.as_bytes())];
    files.extend(beside);
    let found = shown(&source("Hangouts", &files));
    found.iter().map(|line| line.split_once("123456Z | ").map_or(line.clone(), |(_, rest)| rest.to_owned())).collect()
}

#[test]
fn events_of_hangouts_are_messages_or_say_why_not() {
    let found = told(
        &[
            said(r#""segment":[{"type":"LINK","link_data":{"link_target":"https://acme.example"}},{"type":"TEXT"}]"#),
            said(r#""segment":[]"#),
            event(
                "SMS",
                r#""chat_message":{"annotation":[{"type":4}],"message_content":{"segment":[{"type":"TEXT","text":"by phone"}]}}"#,
            ),
            event("ADD_USER", r#""membership_change":{"type":"JOIN"}"#),
            event("RENAME_CONVERSATION", r#""conversation_rename":{"new_name":"b","old_name":"a"}"#),
            event("OTR_MODIFICATION", r#""otr_modification":{}"#),
            event("NEW_THING", r#""new_thing":{}"#),
            "3".to_owned(),
        ],
        &[],
    );
    assert_eq!(
        found,
        [
            "\"https://acme.example\"",
            "skip 2 no_text: REGULAR_CHAT_MESSAGE",
            "\"by phone\"",
            "skip 4 system: ADD_USER",
            "skip 5 system: RENAME_CONVERSATION",
            "skip 6 system: OTR_MODIFICATION",
            "skip 7 unsupported: NEW_THING",
            "skip 8 malformed: not an object",
        ]
    );
}

#[test]
fn pictures_of_hangouts_come_along_where_only_one_can_be_meant() {
    let photo = |url: &str| {
        said(&format!(
            r#""attachment":[{{"embed_item":{{"type":["PLUS_PHOTO"],"plus_photo":{{"original_content_url":"{url}","url":"https://plus.google.com/photos/1"}}}}}}]"#
        ))
    };
    let sound =
        r#""attachment":[{"embed_item":{"type":["PLUS_AUDIO_V2"],"plus_audio_v2":{}}},{"embed_item":{"new":{}}},{}]"#;
    let found = told(
        &[
            photo("https://lh3.acme.example/a/s0/one.png?x=1.5"),
            photo("https://lh3.acme.example/a/s0/two.png"),
            photo("https://lh3.acme.example/a=s0"),
            said(sound),
        ],
        &[("one.png", b"1"), ("two.png", b"22"), ("two(1).png", b"333")],
    );
    assert_eq!(
        found,
        [
            "\"\" file=one.png:image/png:1:-",
            "\"\" file=two.png:image/png:-:https://lh3.acme.example/a/s0/two.png",
            "\"\" file=a=s0:image/jpeg:-:https://lh3.acme.example/a=s0",
            "\"\" file=plus_audio_v2:application/octet-stream:-:- !file_left_out",
        ]
    );
}

#[test]
fn hangouts_are_found_in_a_whole_takeout_and_told_by_their_people() {
    let bare = r#"{"conversations":[{"events":[{"chat_message":{"message_content":{"segment":[{"type":"TEXT","text":"x"}]}},"sender_id":{"gaia_id":"1"},"timestamp":"1709560000123456"}]}]}"#;
    assert_eq!(
        shown(&file("talks.json", bare.as_bytes())),
        ["talks | talks / 2024-03-04 | - | - > - | 1 | 2024-03-04T13:46:40.123456Z | \"x\""]
    );
    let first = said(r#""segment":[{"type":"TEXT","text":"x"}]"#);
    let text = export(&[first.clone(), first.replace("chat_id", "gaia_id").replace(":\"1\"}", ":\"2\"}")]);
    let walks: Vec<String> = (0..20).map(|number| format!("Takeout/Fit/{number}.json")).collect();
    let mut files: Vec<(&str, &[u8])> = vec![("Takeout/Hangouts/Hangouts.json", text.as_bytes())];
    files.extend(walks.iter().map(|path| (path.as_str(), b"{\"sport\":\"walk\"}".as_slice())));
    assert_eq!(
        shown(&source("takeout.zip", &files)),
        [
            "skip 1 unsupported: not read: Takeout/Fit/0.json (json), Takeout/Fit/1.json (json), \
             Takeout/Fit/10.json (json), Takeout/Fit/11.json (json), Takeout/Fit/12.json (json) and 15 more; each format \
             is an import of its own",
            "Ada, +15550100 | c1 / 2024-03-04 | - | c1/e > - | 1 (Ada) | 2024-03-04T13:46:40.123456Z | \"x\"",
            "Ada, +15550100 | c1 / 2024-03-04 | - | c1/e > - | 2 (+15550100) | 2024-03-04T13:46:40.123456Z | \"x\"",
        ]
    );
    let cut = &text.as_bytes()[..text.len() - 3];
    let found = shown(&file("Hangouts.json", cut));
    assert!(found.len() == 3 && found[2].starts_with("skip 3 broken"), "{found:?}");
}
