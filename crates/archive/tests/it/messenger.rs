//! Chats of Facebook Messenger and Instagram, as an account's download has them.

use archive::Options;

use crate::read::{file, rows, show, source};

const INBOX: &str = "your_activity_across_facebook/messages/inbox/adagrace_10203";

fn shown(source: &archive::Source) -> Vec<String> {
    rows(source, &Options::default()).iter().map(show).collect()
}

/// A chat as it is downloaded: newest first, each byte of UTF-8 a letter of its own, its name behind the messages.
fn chat(messages: &[&str]) -> String {
    format!(
        r#"{{"participants":[{{"name":"Ad\u00c3\u00a8le"}},{{"name":"Grace"}}],"messages":[{}],
"title":"Caf\u00c3\u00a9 Acme","is_still_participant":true,"thread_path":"inbox/adagrace_10203","magic_words":[]}}"#,
        messages.join(",")
    )
}

#[test]
fn a_messenger_chat_has_its_accents_its_days_and_its_name() {
    let newest = chat(&[
        r#"{"sender_name":"Ad\u00c3\u00a8le","timestamp_ms":1709560000123,"content":"\u00c3\u0087a marche \u00f0\u009f\u0091\u008d",
            "reactions":[{"reaction":"\u00e2\u009d\u00a4","actor":"Grace"},{"reaction":"\u00e2\u009d\u00a4","actor":"Bob"}]}"#,
        r#"{"sender_name":"Grace","timestamp_ms":1709500000000,"content":"It does not start","type":"Generic"}"#,
    ]);
    let older = chat(&[
        r#"{"sender_name":"Grace","timestamp_ms":1709300000000,"content":"Grace added Ada.","type":"Subscribe","users":[{"name":"Ada"}]}"#,
        r#"{"sender_name":"Grace","timestamp_ms":1709200000000,"content":"You called","type":"Call","call_duration":0}"#,
        r#"{"sender_name":"Grace","timestamp_ms":1709100000000,"is_unsent":true}"#,
        r#"{"sender_name":"Grace","timestamp_ms":1709100000000}"#,
        r#"{"sender_name":"Grace","timestamp_ms":1709000000000,"content":"Reacted \u00f0\u009f\u0098\u008d to your message "}"#,
    ]);
    let found = shown(&source(
        "facebook.zip",
        &[
            ("facebook-acme/your_posts_1.json", b"[{\"timestamp\":1709560000,\"data\":[{\"post\":\"no chat\"}]}]"),
            (&format!("facebook-acme/{INBOX}/message_1.json"), newest.as_bytes()),
            (&format!("facebook-acme/{INBOX}/message_2.json"), older.as_bytes()),
        ],
    ));
    assert_eq!(
        found,
        [
            "Café Acme | inbox/adagrace_10203 / 2024-03-04 | - | - > - | Adèle | 2024-03-04T13:46:40.123Z | \"Ça marche 👍\" ❤×2",
            "Café Acme | inbox/adagrace_10203 / 2024-03-03 | - | - > - | Grace | 2024-03-03T21:06:40Z | \"It does not start\"",
            "skip 1 system: Subscribe",
            "skip 2 system: Call",
            "Café Acme | inbox/adagrace_10203 / 2024-02-28 | - | - > - | Grace | 2024-02-28T06:00:00Z | \"\" deleted",
            "skip 4 no_text",
            "skip 5 folded: a reaction",
        ]
    );
}

#[test]
fn files_and_links_of_a_messenger_chat_come_along() {
    let photo = format!("{INBOX}/photos/1.jpg");
    let text = chat(&[
        &format!(
            r#"{{"sender_name":"Grace","timestamp_ms":1709560000000,"photos":[{{"uri":"{photo}","creation_timestamp":1}}]}}"#
        ),
        r#"{"sender_name":"Grace","timestamp_ms":1709560000000,"sticker":{"uri":"messages/stickers_used/7.png"}}"#,
        r#"{"sender_name":"Grace","timestamp_ms":1709560000000,"content":"Grace sent an attachment.","share":{"link":"https://acme.example/a"}}"#,
        r#"{"sender_name":"Grace","timestamp_ms":1709560000000,"content":"see https://acme.example/b","share":{"link":"https://acme.example/b"}}"#,
        r#"{"sender_name":"Grace","timestamp_ms":1709560000000,"content":"Grace sent an attachment."}"#,
    ]);
    let found =
        shown(&source("download", &[(&format!("{INBOX}/message_1.json"), text.as_bytes()), (&photo, b"picture")]));
    let day = "Café Acme | inbox/adagrace_10203 / 2024-03-04 | - | - > - | Grace | 2024-03-04T13:46:40Z";
    assert_eq!(
        found,
        [
            format!("{day} | \"\" file=1.jpg:image/jpeg:7:-"),
            format!("{day} | \"\" file=7.png:image/png:-:- !file_left_out"),
            format!("{day} | \"https://acme.example/a\""),
            format!("{day} | \"see https://acme.example/b\""),
            format!("{day} | \"Grace sent an attachment.\""),
        ]
    );
}

#[test]
fn instagram_and_encrypted_chats_are_told_by_their_own_ways() {
    let text = chat(&[
        r#"{"sender_name":"Grace","timestamp_ms":1709560000123,"content":"Liked a message","is_geoblocked_for_viewer":false}"#,
    ]);
    let path = "your_instagram_activity/messages/inbox/adagrace_10203/message_1.json";
    assert_eq!(shown(&source("instagram.zip", &[(path, text.as_bytes())])), ["skip 1 folded: a reaction"]);

    let said = r#"{"sender_name":"Grace","timestamp_ms":1709560000123,"content":"hello"}"#;
    for (path, origin) in [(path, "instagram"), ("message_1.json", "messenger")] {
        let rows = rows(&source("download", &[(path, chat(&[said]).as_bytes())]), &Options::default());
        assert_eq!(rows[0].as_ref().unwrap().message.origin, origin);
    }

    let encrypted = r#"{"participants":["Adèle","Grace"],"threadName":"Adèle_12","messages":[
        {"isUnsent":false,"media":[{"uri":"./media/a.mp4"}],"reactions":[{"actor":"Grace","reaction":"❤"}],"senderName":"Adèle","text":"Ça marche","timestamp":1709560000123,"type":"media"},
        {"isUnsent":true,"media":[],"reactions":[],"senderName":"Grace","text":"","timestamp":1709560000123,"type":"text"}]}"#;
    assert_eq!(
        shown(&file("Adèle_12.json", encrypted.as_bytes())),
        [
            "Adèle | Adèle / 2024-03-04 | - | - > - | Adèle | 2024-03-04T13:46:40.123Z | \"Ça marche\" file=a.mp4:video/mp4:-:- ❤×1 !file_left_out",
            "Adèle | Adèle / 2024-03-04 | - | - > - | Grace | 2024-03-04T13:46:40.123Z | \"\" deleted",
        ]
    );
}

#[test]
fn a_messenger_chat_that_is_cut_off_says_where() {
    let whole = chat(&[r#"{"sender_name":"Grace","timestamp_ms":1709560000123,"content":"hello"}"#, "{}"]);
    let found = shown(&file("message_1.json", &whole.as_bytes()[..whole.find(",{}").unwrap() + 2]));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("hello") && found[1].starts_with("skip 2 broken"), "{found:?}");
}

#[test]
fn a_chat_of_messenger_that_moved_to_another_box_stays_one() {
    let said = r#"{"sender_name":"Grace","timestamp_ms":1709300000000,"content":"hello"}"#;
    let top = "your_activity_across_facebook/messages";
    for moved in ["archived_threads", "e2ee_cutover", "message_requests", "filtered_threads"] {
        for told in [moved, ""] {
            let path = if told.is_empty() { String::new() } else { format!("{told}/adagrace_10203") };
            let chat = chat(&[said]).replace("inbox/adagrace_10203", &path);
            let path = format!("{top}/{moved}/adagrace_10203/message_1.json");
            let found = shown(&source("facebook.zip", &[(&path, chat.as_bytes())]));
            assert_eq!(
                found,
                [
                    "Café Acme | inbox/adagrace_10203 / 2024-03-01 | - | - > - | Grace | 2024-03-01T13:33:20Z | \"hello\""
                ],
                "{moved} {told}"
            );
        }
    }
}
