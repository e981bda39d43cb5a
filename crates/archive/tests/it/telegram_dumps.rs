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

const SAID: &str = r#"{"_": "Message", "id": 5, "peer_id": {"_": "PeerChannel", "channel_id": 1234}, "date": "2021-03-04T10:10:12+00:00", "message": "hello", "out": false, "from_id": {"_": "PeerUser", "user_id": 54}, "fwd_from": null, "reply_to": null, "media": null, "edit_date": "2021-03-04T10:11:00+00:00", "reactions": {"_": "MessageReactions", "results": [{"_": "ReactionCount", "reaction": {"_": "ReactionEmoji", "emoticon": "👍"}, "count": 2}]}}"#;
const JOINED: &str = r#"{"_": "MessageService", "id": 6, "peer_id": {"_": "PeerChannel", "channel_id": 1234}, "date": "2021-03-04T10:11:00+00:00", "from_id": {"_": "PeerUser", "user_id": 56}, "action": {"_": "MessageActionChatAddUser", "users": [56]}}"#;
const ANSWER: &str = r#"{"_": "Message", "id": 7, "peer_id": {"_": "PeerChannel", "channel_id": 1234}, "date": "2021-03-05T10:11:12+00:00", "message": "answer", "out": false, "from_id": {"_": "PeerUser", "user_id": 55}, "fwd_from": null, "reply_to": {"_": "MessageReplyHeader", "reply_to_msg_id": 5}, "media": null, "edit_date": null}"#;
const PICTURE: &str = r#"{"_": "Message", "id": 8, "peer_id": {"_": "PeerChannel", "channel_id": 1234}, "date": "2021-03-05T11:00:00+00:00", "message": "", "out": false, "from_id": null, "post_author": "Cy", "fwd_from": {"_": "MessageFwdHeader"}, "media": {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": 1}}}"#;

#[test]
fn telethons_objects_have_authors_answers_and_the_ids_of_an_export() {
    let expected = |channel: &str, [ada, bob]: [&str; 2]| {
        [
            format!(
                "{channel} | 1234 / 2021-03-04 | - | 1234/5 > - | {ada} | 2021-03-04T10:10:12Z | \"hello\" edited=2021-03-04T10:11:00Z 👍×2"
            ),
            "skip 2 system: MessageActionChatAddUser".to_owned(),
            format!("{channel} | 1234 / 2021-03-04 | - | 1234/7 > 1234/5 | {bob} | 2021-03-05T10:11:12Z | \"answer\""),
            format!(
                "{channel} | 1234 / 2021-03-05 | - | 1234/8 > - | channel1234/Cy (Cy) | 2021-03-05T11:00:00Z | \"\" \
                 file=photo.jpg:image/jpeg:-:- !file_left_out"
            ),
        ]
    };
    let all = [SAID, JOINED, ANSWER, PICTURE];
    let nameless = expected("acme", ["user54", "user55"]);
    let nameless: Vec<&str> = nameless.iter().map(String::as_str).collect();
    check("acme.json", &format!("[{}]", all.join(",")), &nameless);
    check("acme.jsonl", &all.join("\n"), &nameless);
    let of_folder = expected("grp", ["user54", "user55"]);
    let laid_out: Vec<String> = all.iter().map(|one| one.replacen("{", "{\n  ", 1)).collect();
    check("acme.json", &laid_out.join("\n"), &nameless);
    let of_folder: Vec<&str> = of_folder.iter().map(String::as_str).collect();
    check("grp/2021-03-04.ndjson", &all.join("\n"), &of_folder);
    let named = expected("Acme chat", ["user54 (Ada Lee)", "user55 (bob)"]);
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let answer = format!(
        r#"{{"_": "messages.ChannelMessages", "type": "channel", "messages": [{}], "chats": [{{"_": "Channel", "id": 1234, "title": "Acme chat"}}],
            "users": [{{"_": "User", "id": 54, "first_name": "Ada", "last_name": "Lee"}}, {{"_": "User", "id": 55, "first_name": null, "username": "bob"}}]}}"#,
        all.join(",")
    );
    check("acme.json", &answer, &named);
}

#[test]
fn talks_of_two_and_forums_of_telethon_are_told() {
    let head = r#""date": "2021-03-04 10:10:12+00:00", "edit_date": "2021-03-04 10:12:00+00:00", "edit_hide": true"#;
    check(
        "ada.jsonl",
        &[
            format!(r#"{{"_": "Message", "id": 1, "peer_id": {{"_": "PeerUser", "user_id": 54}}, {head}, "message": "in", "out": false, "from_id": null}}"#),
            format!(r#"{{"_": "Message", "id": 2, "to_id": {{"_": "PeerChat", "chat_id": 9}}, {head}, "message": "old", "from_id": 55, "reply_to_msg_id": 1}}"#),
            format!(
                r#"{{"_": "Message", "id": 3, "peer_id": {{"channel_id": 12}}, {head}, "message": "new", "from_id": {{"user_id": 55}},
                    "reply_to": {{"reply_to_msg_id": 100, "forum_topic": true, "reply_to_top_id": null}}}}"#
            )
            .replace('\n', ""),
            format!(r#"{{"_": "MessageEmpty", "id": 4, {head}}}"#),
        ]
        .join("\n"),
        &[
            "ada | 54 / 2021-03-04 | - | 54/1 > - | user54 | 2021-03-04T10:10:12Z | \"in\"",
            "ada | 9 / 2021-03-04 | - | 9/2 > 9/1 | user55 | 2021-03-04T10:10:12Z | \"old\"",
            "ada | 12 / 100 | - | 12/3 > - | user55 | 2021-03-04T10:10:12Z | \"new\"",
            "skip 4 unsupported: MessageEmpty",
        ],
    );
}

#[test]
fn pyrograms_objects_have_authors_and_answers() {
    let list = r#"[
        {"_": "Message", "id": 5, "from_user": {"_": "User", "id": 54, "first_name": "Ada", "is_bot": true},
         "chat": {"_": "Chat", "id": -1001234, "type": "ChatType.SUPERGROUP", "title": "Acme"}, "date": "2021-03-04 10:10:12", "text": "hello"},
        {"_": "Message", "id": 6, "service": "MessageServiceType.NEW_CHAT_MEMBERS", "from_user": {"_": "User", "id": 54}, "chat": {"id": -1001234, "title": "Acme"},
         "date": "2021-03-04 10:10:13"},
        {"_": "Message", "id": 7, "sender_chat": {"_": "Chat", "id": -1001234, "title": "Acme"}, "chat": {"_": "Chat", "id": -1001234, "title": "Acme"},
         "date": "2021-03-04 10:11:12", "caption": "look", "document": {"_": "Document", "file_name": "a.pdf", "mime_type": "application/pdf"}, "reply_to_message_id": 5}
    ]"#;
    check(
        "messages.json",
        list,
        &[
            "Acme | 1234 / 2021-03-04 | - | 1234/5 > - | user54 (Ada) | 2021-03-04T10:10:12Z | \"hello\" bot",
            "skip 2 system: MessageServiceType.NEW_CHAT_MEMBERS",
            "Acme | 1234 / 2021-03-04 | - | 1234/7 > 1234/5 | channel1234 (Acme) | 2021-03-04T10:11:12Z | \"look\" \
             file=a.pdf:application/pdf:-:- !file_left_out",
        ],
    );
}

#[test]
fn what_came_in_from_each_person_is_a_talk_of_its_own() {
    let said = |id: u32, to: u32, rest: &str| {
        format!(
            r#"{{"_": "Message", "id": {id}, "to_id": {{"_": "PeerUser", "user_id": {to}}}, "date": "2019-03-01T10:00:00+00:00", "message": "x", {rest}}}"#
        )
    };
    check(
        "mine.jsonl",
        &[
            said(5, 1, r#""from_id": 2, "out": false"#),
            said(6, 2, r#""from_id": 1, "out": true, "reply_to_msg_id": 5"#),
            said(7, 1, r#""from_id": 3, "out": null"#),
            // Whoever leaves the direction out does not tell which of the two the account is.
            said(8, 3, r#""from_id": 1"#),
            said(9, 1, r#""from_id": 1, "out": true"#),
        ]
        .join("\n"),
        &[
            "mine | 2 / 2019-03-01 | - | 2/5 > - | user2 | 2019-03-01T10:00:00Z | \"x\"",
            "mine | 2 / 2019-03-01 | - | 2/6 > 2/5 | user1 | 2019-03-01T10:00:00Z | \"x\"",
            "mine | 3 / 2019-03-01 | - | 3/7 > - | user3 | 2019-03-01T10:00:00Z | \"x\"",
            "mine | 3 / 2019-03-01 | - | 3/8 > - | user1 | 2019-03-01T10:00:00Z | \"x\"",
            "mine | 1 / 2019-03-01 | - | 1/9 > - | user1 | 2019-03-01T10:00:00Z | \"x\"",
        ],
    );
}
