//! Telegram's exports as they really are: broken letters, bots and people, topics that were renamed.

use archive::Options;

use crate::read::{file, rows, show, source};

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
fn telegram_messages_that_are_made_of_colons_are_refused_at_once() {
    let first = "{\"id\":1,\"type\":\"message\",\"date\":\"2023-12-30T10:00:00\",\"from\":\"Ada\",\"from_id\":\"user1\",\"text\":\"x\"}";
    let started = std::time::Instant::now();
    for colons in ["\"\":", ":", "1:"] {
        let broken = format!("{{\"hi\":{}\"\"}}", colons.repeat(120_000 / colons.len()));
        let found = rows(&file("result.json", telegram("Acme", &[first, &broken]).as_bytes()), &Options::default());
        let shown = found.iter().map(show).collect::<Vec<String>>();
        assert!(shown.len() == 2 && shown[1].starts_with("skip 2 malformed"), "{shown:?}");
    }
    let took = started.elapsed();
    assert!(took < std::time::Duration::from_secs(5), "{took:?}");
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

#[test]
fn a_renamed_telegram_topic_has_its_last_name_in_all_its_messages() {
    let said = |id: u32, answers: u32| {
        format!(
            "{{\"id\":{id},\"type\":\"message\",\"date\":\"2026-09-01T09:00:00\",\"from\":\"Ada\",\"from_id\":\"user1\",\"text\":\"x\",\"reply_to_message_id\":{answers}}}"
        )
    };
    let service =
        |id: u32, rest: &str| format!("{{\"id\":{id},\"type\":\"service\",\"date\":\"2026-09-01T09:00:00\",{rest}}}");
    let row = |id: u32| {
        format!("Acme | 7 / 100 | Bugs and crashes | 7/{id} > - | user1 (Ada) | 2026-09-01T09:00:00Z | \"x\"")
    };
    check(
        "result.json",
        &telegram(
            "Acme",
            &[
                &service(100, "\"action\":\"topic_created\",\"title\":\"Bugs\""),
                &said(101, 100),
                &service(
                    102,
                    "\"action\":\"topic_edit\",\"new_title\":\"Bugs and crashes\",\"reply_to_message_id\":100",
                ),
                &said(103, 100),
            ],
        ),
        &["skip 1 system: topic_created", &row(101), "skip 3 system: topic_edit", &row(103)],
    );
}

#[test]
fn people_of_telegram_whose_names_end_like_bots_are_people() {
    let said = |name: &str| {
        let row = format!(
            "{{\"id\":1,\"type\":\"message\",\"date\":\"2023-12-30T10:00:00\",\"from\":\"{name}\",\"from_id\":\"user1\",\"text\":\"x\"}}"
        );
        let found = rows(&file("result.json", telegram("Acme", &[&row]).as_bytes()), &Options::default());
        found[0].as_ref().unwrap().message.author.bot
    };
    for (name, bot) in [
        ("Talbot", false),
        ("Grace Abbot", false),
        ("TALBOT", false),
        ("acme_bot", true),
        ("AcmeBot", true),
        ("Acme Bot", true),
        ("Help bot", true),
    ] {
        assert_eq!(said(name), bot, "{name}");
    }
}

#[test]
fn telegram_says_who_signed_a_post_and_what_was_forwarded_from_nobody() {
    let head = "\"type\":\"message\",\"date\":\"2023-12-30T10:00:00\"";
    let news = "\"from\":\"News\",\"from_id\":\"channel7\"";
    check(
        "result.json",
        &telegram(
            "News",
            &[
                &format!("{{\"id\":1,{head},{news},\"author\":\"Ada L\",\"text\":\"signed\"}}"),
                &format!("{{\"id\":2,{head},{news},\"text\":\"unsigned\"}}"),
                &format!(
                    "{{\"id\":3,{head},\"from\":\"Bo\",\"from_id\":\"user1\",\"forwarded_from\":null,\"text\":\"theirs\"}}"
                ),
            ],
        ),
        &[
            r#"News | 7 / 2023-12-30 | - | 7/1 > - | channel7/Ada L (Ada L) | 2023-12-30T10:00:00Z | "signed""#,
            r#"News | 7 / 2023-12-30 | - | 7/2 > - | channel7 (News) | 2023-12-30T10:00:00Z | "unsigned""#,
            r#"News | 7 / 2023-12-30 | - | 7/3 > - | user1 (Bo) | 2023-12-30T10:00:00Z | "> theirs""#,
        ],
    );
}

#[test]
fn invoices_contacts_and_giveaways_of_telegram_are_read() {
    let row = |rest: &str| {
        let row = format!(
            "{{\"id\":1,\"type\":\"message\",\"date\":\"2023-12-30T10:00:00\",\"from\":\"Ada\",\"from_id\":\"user1\",\"text\":\"\",{rest}}}"
        );
        let text = telegram("Acme", &[&row]);
        let files: [(&str, &[u8]); 2] =
            [("result.json", text.as_bytes()), ("contacts/contact_1.vcard", b"BEGIN:VCARD")];
        let shown = show(&rows(&source("chat", &files), &Options::default())[0]);
        shown.split_once("Z | ").map_or(shown.clone(), |(_, rest)| rest.to_owned())
    };
    // Telegram Desktop writes this object as a text.
    let written = r#""invoice_information":"{\n \"title\": \"Stickers\",\n \"description\": \"Ten of them\",\n \"amount\": 500\n}""#;
    assert_eq!(row(written), "\"Stickers\\nTen of them\"");
    assert_eq!(row(r#""invoice_information":{"title":"Stickers"}"#), "\"Stickers\"");
    assert_eq!(row(r#""invoice_information":"paid""#), "skip 1 no_text");
    let nameless = r#""contact_information":{"first_name":"","last_name":"","phone_number":"+49 170 1"}"#;
    assert_eq!(row(nameless), "\"+49 170 1\"");
    let card = r#""contact_information":{"first_name":"Bo","last_name":"","phone_number":"+49 170 1"},"contact_vcard":"contacts/contact_1.vcard""#;
    assert_eq!(row(card), "\"Bo\\n+49 170 1\" file=contact_1.vcard:text/vcard:11:-");
    assert_eq!(row(r#""giveaway_information":{"quantity":5,"months":3,"additional_prize":"A mug"}"#), "\"A mug\"");
}

#[test]
fn line_separators_that_telegram_wrote_twice_are_read() {
    let row = |id: u32, text: &str| {
        format!(
            "{{\"id\":{id},\"type\":\"message\",\"date\":\"2023-12-30T10:00:00\",\"from\":\"Ada\",\"from_id\":\"user1\",\"text\":\"{text}\"}}"
        )
    };
    // Telegram Desktop writes the first byte of U+2028 as an escape and leaves the two others behind it.
    let said = telegram("Acme", &[&row(1, "one\\u2028LStwo\\u2029PSthree é \\u2028 four"), &row(2, "after")]);
    let mut written = Vec::new();
    for part in said.split_inclusive("\\u2028LS").flat_map(|part| part.split_inclusive("\\u2029PS")) {
        let (text, torn): (&str, &[u8]) = match part.len().checked_sub(2).map(|end| part.split_at(end)) {
            Some((text, "LS")) => (text, b"\x80\xa8"),
            Some((text, "PS")) => (text, b"\x80\xa9"),
            _ => (part, b""),
        };
        written.extend_from_slice(text.as_bytes());
        written.extend_from_slice(torn);
    }
    let found = rows(&file("result.json", &written), &Options::default());
    let texts: Vec<&str> = found.iter().map(|row| row.as_ref().unwrap().message.text.as_str()).collect();
    assert_eq!(texts, ["one\u{2028}two\u{2029}three é \u{2028} four", "after"]);
}

#[test]
fn words_that_telegram_lays_out_in_blocks_are_read() {
    let rich = r#""rich_message":{"rtl":false,"blocks":[
        {"type":"paragraph","text":{"type":"plain","text":"hello"}},
        {"type":"photo","photo_id":"77","caption":{"text":{"type":"plain","text":"a view"},"credit":{"type":"empty"}}},
        {"type":"paragraph","text":{"type":"url","href":"https://e.example","text":{"type":"plain","text":"the docs"}}},
        {"type":"heading","text":{"type":"concat","texts":[{"type":"bold","text":{"type":"plain","text":"Head"}},{"type":"plain","text":" line"}]}},
        {"type":"list","items":[{"blocks":[{"type":"paragraph","text":"first"}]},{"text":["sec",{"type":"bold","text":"ond"}]}]}]}"#;
    let row = |rest: &str| {
        format!(
            "{{\"id\":1,\"type\":\"message\",\"date\":\"2023-12-30T10:00:00\",\"from\":\"Ada\",\"from_id\":\"user1\",{rest}}}"
        )
    };
    let head = "Acme | 7 / 2023-12-30 | - | 7/1 > - | user1 (Ada) | 2023-12-30T10:00:00Z |";
    let words = r#""hello\na view\nthe docs <https://e.example>\nHead line\nfirst\nsecond""#;
    check("result.json", &telegram("Acme", &[&row(rich)]), &[&format!("{head} {words}")]);
    check(
        "result.json",
        &telegram("Acme", &[&row(&format!("\"text\":\"plain\",{rich}"))]),
        &[&format!("{head} \"plain\"")],
    );
    check("result.json", &telegram("Acme", &[&row("\"rich_message\":\"x\"")]), &["skip 1 no_text"]);
}

/// A message of a chat between two people, with the number of whoever wrote it.
fn between(id: u32, from: &str, more: &str) -> String {
    format!(
        "{{\"id\":{id},\"type\":\"message\",\"date\":\"2024-11-14T09:12:44\",\"from\":\"X\",\"from_id\":{from},\"text\":\"{id}\"{more}}}"
    )
}

fn chat(kind: &str, id: u32, messages: &[String]) -> String {
    format!("{{\"name\":\"Cy\",\"type\":\"{kind}\",\"id\":{id},\"messages\":[{}]}}", messages.join(","))
}

/// Conversation, id and what is answered, of each row.
fn identities(text: &str) -> Vec<String> {
    let shown = rows(&file("result.json", text.as_bytes()), &Options::default());
    let shown = shown.iter().map(show);
    shown.map(|row| row.split(" | ").skip(1).step_by(2).take(2).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn chats_of_two_accounts_with_one_person_are_told_apart() {
    let said = |own: &str| [between(10, "\"user777\"", ""), between(11, own, ",\"reply_to_message_id\":10")];
    let expected = |account: &str| {
        let chat = format!("{account}777");
        [format!("{chat} / 2024-11-14 | {chat}/10 > -"), format!("{chat} / 2024-11-14 | {chat}/11 > {chat}/10")]
    };
    for kind in ["personal_chat", "bot_chat"] {
        assert_eq!(identities(&chat(kind, 777, &said("\"user1\""))), expected("user1/"));
        // Exports before 2021 wrote the bare number.
        assert_eq!(identities(&chat(kind, 777, &said("2"))), expected("user2/"));
        // Those of 2019 added 2^32 to the number of the chat.
        let long = chat(kind, 777, &said("2"))
            .replace("777,\"messages", "4294968073,\"messages")
            .replace("\"user777\"", "777");
        let chat_of_2019 = expected("user2/").map(|row| row.replace("user2/777", "user2/4294968073"));
        assert_eq!(identities(&long), chat_of_2019);
        // Nobody knows whose chat it is in which only the other speaks.
        assert_eq!(identities(&chat(kind, 777, &said("\"user777\""))), expected(""));
        let list = format!("\"chats\":{{\"list\":[{}]}}", chat(kind, 777, &said("\"user777\"")));
        let account = "\"personal_information\":{\"user_id\":3,\"first_name\":\"Bo\"}";
        assert_eq!(identities(&format!("{{{account},{list}}}")), expected("user3/"));
    }
    for kind in ["private_group", "private_supergroup", "public_channel", "saved_messages"] {
        assert_eq!(identities(&chat(kind, 777, &said("\"user1\""))), expected(""));
    }
}

#[test]
fn an_export_of_all_chats_tells_its_account_by_the_answers_in_them() {
    let group = chat("private_supergroup", 777, &[between(1, "\"user5\"", "")]);
    let other = chat("personal_chat", 777, &[between(1, "\"user777\"", "")]);
    let elsewhere = ",\"reply_to_message_id\":1,\"reply_to_peer_id\":\"user777\"";
    let own = chat("personal_chat", 9, &[between(2, "\"user1\"", elsewhere)]);
    assert_eq!(
        identities(&format!("{{\"chats\":{{\"list\":[{group},{other},{own}]}}}}")),
        [
            "777 / 2024-11-14 | 777/1 > -",
            "user1/777 / 2024-11-14 | user1/777/1 > -",
            "user1/9 / 2024-11-14 | user1/9/2 > user1/777/1"
        ]
    );
}
