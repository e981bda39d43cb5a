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

/// What becomes of a message of Grace's without files: its words, or why it is none.
fn said(content: &str, more: &str) -> String {
    let row = format!("{{\"sender_name\":\"Grace\",\"timestamp_ms\":1709560000123,\"content\":\"{content}\"{more}}}");
    let found = shown(&file("message_1.json", chat(&[&row]).as_bytes()));
    found[0].split_once("Z | ").map_or(found[0].clone(), |(_, words)| words.to_owned())
}

#[test]
fn what_messenger_itself_says_is_no_word_of_anybody() {
    assert_eq!(said("Grace joined the group.", ",\"users\":[{\"name\":\"Grace\"}]"), "skip 1 system: joined or left");
    for told in [
        "Grace named the group Acme.",
        "Grace added Ada Lovelace, Mary Somerville, Katherine Johnson and 5 others to the group.",
        "Grace set the emoji to 🦁.",
        "Grace left the group.",
        "Grace added Ada Lovelace to the group.",
        "Grace removed Ada from the group.",
        "Grace changed the theme to Love.",
        "Grace named the group Acme",
        "Grace changed the group photo.",
        "Grace set the nickname for Ada to Countess.",
        "Grace created a poll.",
        "Grace waved at you.",
        "Video chat ended",
    ] {
        assert!(said(told, "").starts_with("skip 1 system"), "{told}");
    }
    for told in [
        "Ada left the group.",
        "Grace added sugar to the cake",
        "You left the group.",
        "Gracefully left the group.",
        "the video chat ended badly",
        "Grace named the group Lions back in 2019, remember?",
        "Grace named the group Lions. And then she left it.",
        "Grace set the emoji to a lion and nobody knew why.",
        "Grace changed the theme to Love because we all were in love with that summer by the sea, which did not end well for any of us.",
        "Grace set the emoji to something that no one else of us would ever have chosen.",
        "Grace added a bit of sugar. Then she went from the cake to the group.",
    ] {
        assert_eq!(said(told, ""), format!("{told:?}"));
    }
}

#[test]
fn reactions_that_instagram_tells_in_other_languages_are_folded() {
    for told in [
        "Hat mit ❤️ auf deine Nachricht reagiert",
        "Hat eine Nachricht mit „Gefällt mir“ markiert",
        "Reaccionó con ❤️ a tu mensaje",
        "A réagi avec ❤️ à votre message",
        "Bir mesajı beğendi",
        "Zareagował(a) ❤️ na Twoją wiadomość",
    ] {
        assert_eq!(said(told, ""), "skip 1 folded: a reaction", "{told}");
    }
    let words = "Hat mit Freude auf deine Nachricht reagiert";
    assert_eq!(said(words, ""), format!("{words:?}"));
}

#[test]
fn what_messenger_says_of_a_link_in_other_languages_goes() {
    let link = ",\"share\":{\"link\":\"https://acme.example/a\"}";
    for told in
        ["Grace hat einen Anhang gesendet.", "Grace a envoyé une pièce jointe.", "Grace envió un archivo adjunto."]
    {
        assert_eq!(said(told, link), "\"https://acme.example/a\"", "{told}");
        assert_eq!(said(told, ""), format!("{told:?}"));
    }
}

#[test]
fn calls_and_files_that_an_encrypted_chat_has_not_are_told_so() {
    let encrypted = r#"{"participants":["Ada","Grace"],"threadName":"Ada_12","messages":[
        {"isUnsent":false,"media":[{"uri":"Failed to download media"}],"reactions":[],"senderName":"Ada","text":"","timestamp":1709560000123,"type":"media"},
        {"isUnsent":false,"media":[],"reactions":[],"senderName":"Ada","text":"You called Grace","timestamp":1709560000123,"type":"placeholder"},
        {"isUnsent":true,"media":[],"reactions":[],"senderName":"Ada","text":"","timestamp":1709560000123,"type":"placeholder"}]}"#;
    let head = "Ada | Ada / 2024-03-04 | - | - > - | Ada | 2024-03-04T13:46:40.123Z";
    assert_eq!(
        shown(&file("Ada_12.json", encrypted.as_bytes())),
        [
            &format!("{head} | \"\" file=file:application/octet-stream:-:- !file_left_out"),
            "skip 2 system: placeholder",
            &format!("{head} | \"\" deleted"),
        ]
    );
}

#[test]
fn files_of_a_message_that_an_encrypted_chat_has_no_words_for_come_in() {
    let encrypted = r#"{"participants":["Ada","Grace"],"threadName":"Ada_12","messages":[
        {"isUnsent":false,"media":[{"uri":"./media/a.mp4"}],"reactions":[],"senderName":"Ada","text":"","timestamp":1709560000123,"type":"placeholder"},
        {"isUnsent":false,"media":[],"reactions":[],"senderName":"Ada","text":"Ada sent a photo","timestamp":1709560000123,"type":"placeholder"}]}"#;
    let found = shown(&source("chats", &[("Ada_12.json", encrypted.as_bytes()), ("media/a.mp4", b"film")]));
    assert!(found[0].contains("file=a.mp4:video/mp4:4:-"), "{found:?}");
    assert_eq!(found[1], "skip 2 system: placeholder");
}

#[test]
fn what_messenger_calls_a_recording_is_sound() {
    let row = r#"{"sender_name":"Grace","timestamp_ms":1709560000123,"audio_files":[{"uri":"audio/clip.mp4"}],"videos":[{"uri":"videos/film.mp4"}]}"#;
    let found = shown(&file("message_1.json", chat(&[row]).as_bytes()));
    assert!(found[0].contains("file=film.mp4:video/mp4:-:- file=clip.mp4:audio/mp4:-:-"), "{found:?}");
}
