//! Chats as programs really write them, faults and all: a file in, its rows out.

use archive::Options;

use crate::read::{file, rows, show, source, tar, zip};

/// Reads one file; each row stands as `show` says it.
fn check(name: &str, text: &str, expected: &[&str]) {
    let found: Vec<String> = rows(&file(name, text.as_bytes()), &Options::default()).iter().map(show).collect();
    assert_eq!(found, expected, "{name}: {text}");
}

#[test]
fn a_person_who_also_speaks_through_a_program_stays_a_person() {
    let rows = "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"by hand\",\"ts\":\"1564023445.000100\",\"team\":\"T7\"},\n\
        {\"type\":\"message\",\"user\":\"U1\",\"text\":\"by app\",\"ts\":\"1564023446.000100\",\"bot_id\":\"B1\",\
        \"bot_profile\":{\"id\":\"B1\",\"name\":\"Charts\"}},\n\
        {\"type\":\"message\",\"user\":\"U2\",\"text\":\"beep\",\"ts\":\"1564023447.000100\",\"bot_id\":\"B2\",\
        \"bot_profile\":{\"id\":\"B2\",\"name\":\"Beeper\"}}]";
    let row = |ts: &str, who: &str, rest: &str| {
        let at = format!("2019-07-25T02:57:{}Z", &ts[8..10].parse::<u32>().unwrap() - 20);
        format!("C1 | C1/{ts} | - | C1/{ts} > - | {who} | {at} | {rest}").replace("Z |", ".000100Z |")
    };
    check(
        "C1.json",
        rows,
        &[
            &row("1564023445.000100", "U1", "\"by hand\""),
            &row("1564023446.000100", "U1", "\"by app\""),
            &row("1564023447.000100", "U2 (Beeper)", "\"beep\" bot"),
        ],
    );
}

#[test]
fn a_slack_message_changed_to_a_tombstone_is_deleted() {
    let rows = "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"oops\",\"ts\":\"1564023445.000100\"},\n\
        {\"type\":\"message\",\"subtype\":\"message_changed\",\"hidden\":true,\"ts\":\"1564023450.000100\",\"message\":\
        {\"subtype\":\"tombstone\",\"text\":\"This message was deleted.\",\"user\":\"USLACKBOT\",\"ts\":\"1564023445.000100\"}}]";
    let gone = "C1 | C1/1564023445.000100 | - | C1/1564023445.000100 > - | U1 | 2019-07-25T02:57:25.000100Z | \"oops\" deleted";
    check("C1.json", rows, &[gone, "skip 2 folded"]);
}

#[test]
fn a_table_beside_a_slack_text_is_kept() {
    let cell = |text: &str| {
        format!(
            "{{\"type\":\"rich_text\",\"elements\":[{{\"type\":\"rich_text_section\",\"elements\":[{{\"type\":\"text\",\"text\":\"{text}\"}}]}}]}}"
        )
    };
    let raw = "{\"type\":\"raw_text\",\"text\":\"9 < 10\"}";
    let rows = format!(
        "[{{\"type\":\"message\",\"user\":\"U1\",\"text\":\"Prices\",\"ts\":\"1564023445.000100\",\"blocks\":[{},\
         {{\"type\":\"table\",\"rows\":[[{},{}],[{},{raw}]]}}]}}]",
        cell("Prices"),
        cell("Plan"),
        cell("Euro"),
        cell("Small & old")
    );
    let kept = "C1 | C1/1564023445.000100 | - | C1/1564023445.000100 > - | U1 | 2019-07-25T02:57:25.000100Z | \
        \"Prices\\nPlan | Euro\\nSmall & old | 9 < 10\"";
    check("C1.json", &rows, &[kept]);
}

#[test]
fn former_versions_of_rocketchat_messages_are_folded_and_quotes_answer() {
    let row = |id: &str, msg: &str, more: &str| {
        format!(
            "{{\"_id\":\"{id}\",\"rid\":\"GENERAL\",\"msg\":\"{msg}\",\"ts\":\"2020-05-02T07:31:26Z\",\"u\":{{\"_id\":\"U1\",\"username\":\"ada\"}}{more}}}"
        )
    };
    let rows = [
        row("a1", "second", ""),
        row("a2", "first", ",\"_hidden\":true,\"parent\":\"a1\""),
        row("a3", "gone", ",\"_hidden\":true"),
        row("a4", "[ ](https://chat.example/channel/general?msg=a1) agreed", ""),
    ];
    let shown = |id: &str, rest: &str| {
        format!("GENERAL | GENERAL / {id} | - | {id} > {rest}").replace("@", "ada | 2020-05-02T07:31:26Z")
    };
    check(
        "messages.json",
        &format!("{{\"messages\":[{}]}}", rows.join(",")),
        &[
            &shown("a1", "- | @ | \"second\""),
            "skip 2 folded: a former version",
            &shown("a3", "- | @ | \"gone\" deleted"),
            &shown("a4", "a1 | @ | \"agreed\""),
        ],
    );
}

#[test]
fn direct_messages_that_lost_their_people_are_not_poured_together() {
    let post = |user: &str, at: u64| {
        format!(
            "{{\"type\":\"direct_post\",\"direct_post\":{{\"channel_members\":[],\"user\":\"{user}\",\"message\":\"psst\",\"create_at\":{at}}}}}\n"
        )
    };
    let text =
        format!("{{\"type\":\"version\",\"version\":1}}\n{}{}", post("ada", 1627996182015), post("bo", 1627996183015));
    let found = rows(&file("export.jsonl", text.as_bytes()), &Options::default());
    let messages: Vec<_> = found.iter().map(|row| row.as_ref().unwrap()).collect();
    assert_ne!(messages[0].message.conversation, messages[1].message.conversation);
    let told = |at: usize| (messages[at].message.channel.as_str(), format!("{:?}", messages[at].warnings));
    assert_eq!(told(0), ("ada, (unknown)", "{\"no_members\"}".to_owned()));
    assert_eq!(told(1), ("bo, (unknown)", "{\"no_members\"}".to_owned()));
}

#[test]
fn polls_of_matrix_are_read_in_all_their_forms() {
    let text = |name: &str, said: &str| match name {
        "m.text" => format!("\"m.text\":[{{\"body\":\"{said}\"}}]"),
        _ => format!("\"{name}\":\"{said}\""),
    };
    for (kind, poll, name) in [
        ("m.poll.start", "m.poll", "m.text"),
        ("org.matrix.msc3381.poll.start", "org.matrix.msc3381.poll.start", "org.matrix.msc1767.text"),
        ("org.matrix.msc3381.poll.start", "org.matrix.msc3381.poll.start", "body"),
    ] {
        let event = format!(
            "{{\"type\":\"{kind}\",\"sender\":\"@ada:x\",\"content\":{{{},\"{poll}\":{{\"question\":{{{}}},\"answers\":\
             [{{\"id\":\"1\",{}}},{{\"id\":\"2\",{}}}]}}}},\"origin_server_ts\":1672567290000,\"event_id\":\"$9\",\"room_id\":\"!r:x\"}}",
            text(name, "Tea?\\\\n1. yes"),
            text(name, "Tea?"),
            text(name, "yes"),
            text(name, "no")
        );
        let expected =
            "!r:x | !r:x / 2023-01-01 | - | $9 > - | @ada:x | 2023-01-01T10:01:30Z | \"Tea?\\n- yes\\n- no\"";
        check("export.json", &format!("{{\"messages\":[{event}]}}"), &[expected]);
    }
}

#[test]
fn matrix_events_that_stand_one_after_the_other_are_read() {
    let event = |at: u32| {
        format!(
            "{{\n  \"type\": \"m.room.message\",\n  \"room_id\": \"!r:x\",\n  \"sender\": \"@ada:x\",\n  \"content\": {{\n\
             \"msgtype\": \"m.text\",\n    \"body\": \"hi {at}\"\n  }},\n  \"origin_server_ts\": 1672567290000,\n  \"event_id\": \"${at}\"\n}}\n"
        )
    };
    let row =
        |at: u32| format!("!r:x | !r:x / 2023-01-01 | - | ${at} > - | @ada:x | 2023-01-01T10:01:30Z | \"hi {at}\"");
    check("events.json", &format!("{}{}", event(1), event(2)), &[&row(1), &row(2)]);
}

#[test]
fn the_name_of_a_file_is_no_origin() {
    let slack = "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"x\",\"ts\":\"1564023445.000100\",\"team\":\"T7\"}]";
    for (name, text, origin) in [
        ("C1.json", slack.to_owned(), "slack:T7"),
        ("C1.json", slack.replace(",\"team\":\"T7\"", ""), "slack"),
        (
            "a1_export.jsonl",
            "{\"type\":\"version\",\"version\":1}\n{\"type\":\"post\",\"post\":{\"team\":\"t\",\"channel\":\"c\",\"user\":\"ada\",\
             \"message\":\"x\",\"create_at\":1627996182015}}\n"
                .to_owned(),
            "mattermost",
        ),
        (
            "r1.json",
            "{\"messages\":[{\"_id\":\"a1\",\"rid\":\"GENERAL\",\"msg\":\"x\",\"ts\":\"2020-05-02T07:31:26Z\",\
             \"u\":{\"username\":\"ada\"}}]}"
                .to_owned(),
            "rocketchat",
        ),
    ] {
        let found = rows(&file(name, text.as_bytes()), &Options::default());
        assert_eq!(found[0].as_ref().unwrap().message.origin, origin, "{name}");
    }
}

#[test]
fn authors_of_gitter_are_found() {
    let text = "[{\"id\":\"m1\",\"text\":\"hello\",\"sent\":\"2015-06-02T20:54:38.747Z\",\"html\":\"hello\",\
        \"fromUser\":{\"id\":\"u1\",\"username\":\"ada\",\"displayName\":\"Ada L\",\"v\":17},\"readBy\":8}]";
    check("acme.json", text, &["acme | m1 | - | m1 > - | ada (Ada L) | 2015-06-02T20:54:38.747Z | \"hello\""]);
}

#[test]
fn posts_of_stack_exchange_without_words_are_told_on_the_sheet() {
    let text = "<posts>\n  <row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2024-03-01T10:00:00\" OwnerUserId=\"5\" Title=\"Why?\" Body=\"\" />\n  \
        <row Id=\"2\" PostTypeId=\"2\" ParentId=\"1\" CreationDate=\"2024-03-01T11:00:00\" OwnerUserId=\"6\" Body=\"\" />\n</posts>\n";
    check(
        "Posts.xml",
        text,
        &["Posts | post/1 | Why? | post/1 > - | 5 | 2024-03-01T10:00:00Z | \"\"", "skip 3 no_text"],
    );
}

#[test]
fn what_a_program_of_slack_shows_in_blocks_is_said_too() {
    let row = |text: &str, blocks: &str| {
        format!(
            "[{{\"type\":\"message\",\"subtype\":\"bot_message\",\"bot_id\":\"B1\",\"username\":\"poll\",\
             \"text\":\"{text}\",\"ts\":\"1677029631.029259\",\"blocks\":{blocks}}}]"
        )
    };
    let section = |said: &str| format!("{{\"type\":\"section\",\"text\":{{\"type\":\"mrkdwn\",\"text\":\"{said}\"}}}}");
    let said = |text: &str, blocks: &str| {
        let files = [("general/2023-02-22.json", row(text, blocks))];
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let found = rows(&source("acme", &files), &Options { format: Some("slack".to_owned()), ..Options::default() });
        found[0].as_ref().unwrap().message.text.clone()
    };
    let button = "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\":one: Soup    `8`\"},\
        \"accessory\":{\"type\":\"button\",\"text\":{\"type\":\"plain_text\",\"text\":\"Vote\"}}}";
    let poll = format!("[{},{button}]", section("*Lunch?*"));
    assert_eq!(said("A question", &poll), "A question\n*Lunch?*\n:one: Soup    `8`");
    assert_eq!(said("Lunch? 1", &format!("[{}]", section("*Lunch?*"))), "Lunch? 1");
}

/// Stored in the order of time, a day of all channels lies together; a tar is read once from front to end.
#[test]
fn days_of_slack_come_one_after_the_other_through_all_channels() {
    let said = |text: &str, ts: u32| {
        format!("[{{\"type\":\"message\",\"user\":\"U1\",\"text\":\"{text}\",\"ts\":\"{ts}.000100\"}}]")
    };
    let days = [
        ("a/2024-03-04.json", said("a4", 1_709_550_000)),
        ("a/2024-03-05.json", said("a5", 1_709_640_000)),
        ("b/2024-03-04.json", said("b4", 1_709_550_001)),
        ("b/2024-03-05.json", said("b5", 1_709_640_001)),
        ("users.json", "[]".to_owned()),
        ("channels.json", "[]".to_owned()),
    ];
    let files: Vec<(&str, &[u8])> = days.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let texts = |source: &archive::Source| -> Vec<String> {
        rows(source, &Options::default()).into_iter().map(|row| row.unwrap().message.text).collect()
    };
    assert_eq!(texts(&source("acme", &files)), ["a4", "b4", "a5", "b5"]);
    assert_eq!(texts(&file("acme.zip", &zip(&files))), ["a4", "b4", "a5", "b5"]);
    assert_eq!(texts(&file("acme.tar", &tar(&files))), ["a4", "a5", "b4", "b5"]);
}

#[test]
fn signs_of_slack_count_together_whatever_the_tone() {
    let text = r#"[{"type":"message","user":"U1","text":"hi","ts":"1677029631.029259","reactions":[
        {"name":"+1::skin-tone-2","users":["U1"],"count":1},{"name":"tada","users":["U1","U2"]},{"name":"+1","users":["U2"],"count":2}]}]"#;
    let source = source("acme", &[("general/2023-02-22.json", text.as_bytes())]);
    let found = rows(&source, &Options { format: Some("slack".to_owned()), ..Options::default() });
    let signs = &found[0].as_ref().unwrap().message.reactions;
    let signs: Vec<(&str, u64)> = signs.iter().map(|sign| (sign.name.as_str(), sign.count)).collect();
    assert_eq!(signs, [("+1", 3), ("tada", 2)]);
}

#[test]
fn an_outbox_that_is_only_a_list_is_read() {
    let text = r#"[{"id":"https://m.example/users/ada/statuses/9/activity","type":"Announce","actor":"https://m.example/users/ada","published":"2023-08-09T04:11:44Z","object":"https://other.example/1"},
        {"id":"https://m.example/users/ada/statuses/8/activity","type":"Create","actor":"https://m.example/users/ada","published":"2023-08-08T13:15:33Z",
        "object":{"id":"https://m.example/users/ada/statuses/8","type":"Note","inReplyTo":null,"published":"2023-08-08T13:15:33Z","attributedTo":"https://m.example/users/ada","content":"<p>Hello <span>#<b>all</b></span></p>"}}]"#;
    check(
        "outbox.json",
        text,
        &[
            "skip 1 unsupported: Announce",
            "@ada@m.example | https://m.example/users/ada/statuses/8 | - | https://m.example/users/ada/statuses/8 > - | ada@m.example | 2023-08-08T13:15:33Z | \"Hello #all\"",
        ],
    );
}

/// A document of MongoDB's out of fields that are written already.
fn document(fields: &[Vec<u8>]) -> Vec<u8> {
    let inside: Vec<u8> = fields.concat();
    let mut bytes = (inside.len() as i32 + 5).to_le_bytes().to_vec();
    bytes.extend(inside);
    bytes.push(0);
    bytes
}

fn field(kind: u8, name: &str, value: &[u8]) -> Vec<u8> {
    [&[kind], name.as_bytes(), &[0], value].concat()
}

fn text(name: &str, value: &str) -> Vec<u8> {
    field(2, name, &[&(value.len() as i32 + 1).to_le_bytes(), value.as_bytes(), &[0]].concat())
}

#[test]
fn a_dump_of_rocket_chats_database_is_read() {
    let who = |name: &str| document(&[text("_id", "u1"), text("username", name), text("name", "Ada L")]);
    let message = |id: &str, more: &[Vec<u8>]| {
        let sent = field(9, "ts", &1_579_161_600_123i64.to_le_bytes());
        let first = [text("_id", id), text("rid", "R1"), text("msg", "café ☕"), sent, field(3, "u", &who("ada"))];
        document(&[&first[..], more].concat())
    };
    let names = document(&[text("0", "bo"), text("1", "cy")]);
    let signs = document(&[field(3, ":tada:", &document(&[field(4, "usernames", &names)]))]);
    let others = [
        field(8, "groupable", &[0]),
        field(0x10, "n", &7i32.to_le_bytes()),
        field(7, "o", &[1; 12]),
        field(5, "b", &[1, 0, 0, 0, 0, 9]),
        field(0x12, "l", &7i64.to_le_bytes()),
        field(1, "d", &0.5f64.to_le_bytes()),
        field(0x0a, "z", &[]),
        field(0x0b, "x", b"a\0i\0"),
        field(0x11, "s", &[0; 8]),
    ];
    let edited = [field(9, "editedAt", &1_579_161_700_000i64.to_le_bytes()), field(3, "reactions", &signs)];
    let all = [
        message("m1", &others),
        message("m2", &[&[text("tmid", "m1")], &edited[..]].concat()),
        document(&[text("_id", "m3"), text("t", "uj"), text("rid", "R1"), text("msg", "bo")]),
    ];
    let rooms = document(&[text("_id", "R1"), text("t", "d"), field(4, "usernames", &names)]);
    let shown = |bytes: &[u8]| -> Vec<String> {
        let files: [(&str, &[u8]); 2] =
            [("rocketchat/rocketchat_message.bson", bytes), ("rocketchat/rocketchat_room.bson", &rooms)];
        rows(&source("dump", &files), &Options::default()).iter().map(show).collect()
    };
    let first = "bo, cy | R1 / m1 | - | m1 > - | ada (Ada L) | 2020-01-16T08:00:00.123Z | \"café ☕\"";
    let second = "bo, cy | R1 / m1 | - | m2 > m1 | ada (Ada L) | 2020-01-16T08:00:00.123Z | \"café ☕\" edited=2020-01-16T08:01:40Z tada×2";
    assert_eq!(shown(&all.concat()), [first, second, "skip 3 system: uj"]);
    // Cut short, with a length that is none, nested without an end, and with a kind that nobody knows.
    assert_eq!(shown(&all.concat()[..all[0].len() + 9]), [first, "skip 2 broken: ends inside a document"]);
    assert_eq!(shown(&[&all[0][..], &[1, 0, 0, 0, 0]].concat()), [first, "skip 2 broken: no document of MongoDB's"]);
    let deep = (0..200).fold(document(&[]), |inside, _| document(&[field(3, "a", &inside)]));
    let strange = document(&[field(0x42, "a", &[])]);
    assert_eq!(shown(&[&deep[..], &strange, &all[0]].concat()), ["skip 1 too_deep", "skip 2 malformed", first]);
}

#[test]
fn matrix_quotes_are_taken_off_answers_alone() {
    let said = |msgtype: &str, body: &str, relates: &str| {
        let event = format!(
            "{{\"type\":\"m.room.message\",\"room_id\":\"!r:x\",\"sender\":\"@ada:x\",\"content\":{{\"msgtype\":\"{msgtype}\",\
             \"body\":\"{body}\"{relates}}},\"origin_server_ts\":1672567290000,\"event_id\":\"$1\"}}\n"
        );
        rows(&file("events.json", event.as_bytes()), &Options::default())[0].as_ref().unwrap().message.text.clone()
    };
    let answers = ",\"m.relates_to\":{\"m.in_reply_to\":{\"event_id\":\"$0\"}}";
    for (msgtype, body, relates, text) in [
        ("m.text", "> <@bo:x> hi\\n> there\\n\\nhello", answers, "hello"),
        ("m.text", "> * <@bo:x> waves\\n\\nhello", answers, "hello"),
        ("m.emote", "> <@bo:x> hi\\n\\nwaves", answers, "/me waves"),
        ("m.text", "> <b> is bold\\n\\nin html", "", "> <b> is bold\n\nin html"),
        ("m.text", "> quoted by hand\\n\\nhello", answers, "> quoted by hand\n\nhello"),
    ] {
        assert_eq!(said(msgtype, body, relates), text, "{body}");
    }
}

#[test]
fn pictures_and_files_in_posts_that_come_as_html_are_kept() {
    let post = |cooked: &str| {
        let cooked = cooked.replace('"', "\\\"");
        format!(
            "{{\"post_stream\":{{\"posts\":[{{\"id\":1,\"username\":\"ada\",\"created_at\":\"2024-03-01T10:00:00Z\",\"cooked\":\"{cooked}\",\"post_number\":1,\"topic_id\":9}}]}},\"id\":9,\"title\":\"Links\"}}"
        )
    };
    let message = |content: &str| {
        let content = content.replace('"', "\\\"");
        format!(
            "{{\"messages\":[{{\"id\":1,\"sender_id\":1,\"content\":\"{content}\",\"timestamp\":1700000000,\"subject\":\"s\",\"sender_full_name\":\"Ada\",\"sender_email\":\"a@x\",\"display_recipient\":\"general\"}}]}}"
        )
    };
    let lightbox = "<p>Look:</p><div class=\"lightbox-wrapper\"><a class=\"lightbox\" href=\"//cdn.example/original/1X/ab.png\" title=\"shot\"><img src=\"/uploads/optimized/1X/ab_2.png\" alt=\"shot\">\
        <div class=\"meta\"><svg></svg><span class=\"filename\">shot</span><span class=\"informations\">1920×1080 120 KB</span></div></a></div><p>Odd, <a href=\"https://x.example/\">no</a>?</p>";
    let onebox = "<p>See</p><aside class=\"onebox allowlistedgeneric\" data-onebox-src=\"https://x.example/a?b=1&amp;c\"><header class=\"source\"><img class=\"site-icon\" src=\"/uploads/i.png\"><a href=\"https://x.example/\">x</a></header><article><h3>Others say</h3></article></aside><p>there</p>";
    let zulip = "<p><a href=\"/user_uploads/2/ab/a.png\">a.png</a> and <a href=\"https://y.example/v\">this</a></p><div class=\"message_inline_image\"><a href=\"/user_uploads/2/ab/a.png\" title=\"a.png\"><img src=\"/user_uploads/thumbnail/2/ab/a.png\"></a></div>\
        <div class=\"message_embed\"><div class=\"data-container\"><div class=\"message_embed_title\">Others say</div></div></div>";
    for (text, shown) in [
        (
            post(lightbox),
            "\"Look:\\n\\nOdd, no <https://x.example/>?\" file=shot:image/png:-:https://cdn.example/original/1X/ab.png",
        ),
        (
            post(
                "<p>With <a class=\"attachment\" href=\"/uploads/default/a.pdf\">a.pdf</a> (3 KB) <img class=\"emoji\" src=\"/images/x.png\" alt=\":smile:\"></p>",
            ),
            "\"With a.pdf (3 KB) :smile:\" file=a.pdf:application/pdf:-:/uploads/default/a.pdf !file_left_out",
        ),
        (
            post("<p><img src=\"/uploads/c.png\" width=\"1\"></p>"),
            "\"\" file=c.png:image/png:-:/uploads/c.png !file_left_out",
        ),
        (post(onebox), "\"See\\n\\nhttps://x.example/a?b=1&c\\n\\nthere\""),
        (post("<p>one</p><aside class=\"onebox\"><p>two</p>"), "\"one\\n\\ntwo\""),
        (
            message(
                "<p>so <span class=\"katex\"><span class=\"katex-mathml\"><math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow><annotation encoding=\"application/x-tex\">x^2</annotation></semantics></math></span><span class=\"katex-html\" aria-hidden=\"true\"><span>x</span><span>2</span></span></span> it is</p>",
            ),
            "\"so x^2 it is\"",
        ),
        (
            message(zulip),
            "\"a.png and this <https://y.example/v>\" file=a.png:image/png:-:/user_uploads/2/ab/a.png !file_left_out",
        ),
        (
            message(
                "<div class=\"message_inline_image\"><a href=\"/user_uploads/2/ab/b.png\" title=\"b.png\"><img src=\"x\"></a></div>",
            ),
            "\"\" file=b.png:image/png:-:/user_uploads/2/ab/b.png !file_left_out",
        ),
    ] {
        let found = rows(&file("9.json", text.as_bytes()), &Options::default());
        let found = show(&found[0]);
        assert!(found.ends_with(&format!("Z | {shown}")), "{found}\n{shown}");
    }
}

#[test]
fn slacks_sentences_about_files_are_no_words_and_files_of_cards_are_kept() {
    let row = |rest: &str| format!("{{\"type\":\"message\",\"user\":\"U1\",\"ts\":\"1520000000.000100\",{rest}}}");
    let upload = "<@U1|ada> uploaded a file: <https://acme.slack.example/F8/a.md?t=xoxe-1|a.md>";
    let old = |subtype: &str, text: &str, more: &str| {
        row(&format!(
            "\"subtype\":\"{subtype}\",\"text\":\"{text}\",\"file\":{{\"id\":\"F8\",\"name\":\"a.md\",\"url_private\":\"https://f.example/a.md\"{more}}}"
        ))
    };
    let rows = [
        old("file_share", &format!("{upload} and commented: old"), ",\"initial_comment\":{\"comment\":\"my notes\"}"),
        old("file_share", &format!("{upload} and commented: old"), ""),
        old("file_share", upload, ""),
        old("file_mention", "<@U1> mentioned a file: <https://acme.slack.example/F8/a.md|a.md>", ""),
        old("file_share", "<@U1> thanks, uploaded now", ""),
        row("\"text\":\"\",\"attachments\":[{\"from_url\":\"https://acme.slack.example/p1\",\"is_share\":true,\"text\":\"theirs\",\"files\":[{\"id\":\"F5\",\"name\":\"b.pdf\",\"url_private\":\"https://f.example/b.pdf\"}]}]"),
        row("\"text\":\"Alert\",\"attachments\":[{\"title\":\"CPU\",\"image_url\":\"https://f.example/chart.png?x=1\"},{\"from_url\":\"https://x.example/\",\"image_url\":\"https://x.example/site.png\"}]"),
        row("\"text\":\"hey <@U2>\",\"user_profile\":{\"real_name\":\"Ada\"}"),
        "{\"type\":\"message\",\"user\":\"U2\",\"text\":\"hi\",\"ts\":\"1520000000.000200\",\"user_profile\":{\"real_name\":\"\",\"display_name\":\"Grace\"}}".to_owned(),
    ];
    let a = "file=a.md:application/octet-stream:-:https://f.example/a.md";
    let found = archive_rows(&format!("[{}]", rows.join(",")));
    let said: Vec<&str> =
        found.iter().map(|row| row.split_once("Z | ").map_or(row.as_str(), |(_, said)| said)).collect();
    assert_eq!(
        said,
        [
            &format!("\"my notes\" {a}"),
            &format!("\"old\" {a}"),
            &format!("\"\" {a}"),
            &format!("\"\" {a}"),
            &format!("\"@Ada thanks, uploaded now\" {a}"),
            "\"> theirs\" file=b.pdf:application/octet-stream:-:https://f.example/b.pdf",
            "\"Alert\\nCPU\" file=chart.png:image/png:-:https://f.example/chart.png?x=1",
            "\"hey @Grace\"",
            "\"hi\"",
        ]
    );
}

/// What a day of Slack without any list shows.
fn archive_rows(day: &str) -> Vec<String> {
    let source = source("acme", &[("general/2018-03-02.json", day.as_bytes()), ("channels.json", b"[]")]);
    rows(&source, &Options::default()).iter().map(show).collect()
}

#[test]
fn a_person_of_mattermost_stays_one_whatever_webhooks_say_in_their_name() {
    let post = |at: u32, props: &str| {
        format!(
            "{{\"type\":\"post\",\"post\":{{\"team\":\"t\",\"channel\":\"c\",\"user\":\"ada\",\"message\":\"x\",\"create_at\":162799618{at}000,\"props\":{{{props}}}}}}}\n"
        )
    };
    let text = [
        "{\"type\":\"version\",\"version\":1}\n{\"type\":\"user\",\"user\":{\"username\":\"ada\",\"first_name\":\"Ada\"}}\n{\"type\":\"user\",\"user\":{\"username\":\"bo\"}}\n".to_owned(),
        post(1, "\"from_webhook\":\"true\""),
        post(2, "\"from_webhook\":\"true\",\"webhook_display_name\":\"Alerts\""),
        post(3, "\"from_webhook\":\"true\",\"override_username\":\"forge\""),
        post(4, "\"from_webhook\":\"true\",\"override_username\":\"bo\""),
        post(5, ""),
    ];
    let found = rows(&file("export.jsonl", text.concat().as_bytes()), &Options::default());
    let who = |row: &archive::Row| {
        let author = &row.as_ref().unwrap().message.author;
        format!("{} {:?} {}", author.handle, author.name.as_deref().unwrap_or(""), author.bot)
    };
    assert_eq!(
        found.iter().map(who).collect::<Vec<_>>(),
        [
            "ada/webhook \"\" true",
            "ada/Alerts \"Alerts\" true",
            "forge \"\" true",
            "ada/bo \"bo\" true",
            "ada \"Ada\" false"
        ]
    );
}

#[test]
fn marks_of_zulip_become_names_and_what_says_nothing_is_told() {
    let message = |id: u32, content: &str| {
        format!(
            "{{\"id\":{id},\"sender\":10,\"recipient\":50,\"subject\":\"t\",\"date_sent\":1700000000,\"content\":\"{content}\"}}"
        )
    };
    let messages = format!(
        "{{\"zerver_message\":[{},{},{}]}}",
        message(1, "@**Bo Li|11** and @_**Cy** see #**dev / web>tests** of @*help*, 2 ** 3 @** x"),
        message(2, ""),
        message(3, "@**all**")
    );
    let realm = br#"{"zerver_realm":[{"id":1,"string_id":"acme"}],"zerver_userprofile":[{"id":10,"email":"a@x","full_name":"Ada"}],"zerver_stream":[{"id":5,"name":"general"}],"zerver_recipient":[{"id":50,"type":2,"type_id":5}]}"#;
    let source = source("acme", &[("realm.json", realm), ("messages-000001.json", messages.as_bytes())]);
    let found: Vec<String> = rows(&source, &Options::default()).iter().map(show).collect();
    let found: Vec<&str> =
        found.iter().map(|row| row.split_once("Z | ").map_or(row.as_str(), |(_, said)| said)).collect();
    assert_eq!(found, ["\"@Bo Li and @Cy see #dev / web>tests of @help, 2 ** 3 @** x\"", "skip 2 no_text", "\"@all\""]);
}
