//! Discord's channels, from its exporters and its API.

use archive::Options;

use crate::read::{file, rows, show, source};

#[track_caller]
fn check(name: &str, text: &str, expected: &[&str]) {
    let shown: Vec<String> = rows(&file(name, text.as_bytes()), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, expected);
}

#[test]
fn blanks_before_a_document_are_no_empty_file() {
    let document = r#"{"guild":{"id":"1","name":"G"},"channel":{"id":"2","type":"GuildTextChat","name":"help"},"messages":[{"id":"900","type":"Default","timestamp":"2024-03-04T12:00:00+00:00","content":"hello","author":{"id":"5","name":"ada"}}],"messageCount":1}"#;
    let blank = format!("{}{document}", "\n".repeat(200_000)).replace("900", "901");
    let files = [("a.json", document.as_bytes()), ("b.json", blank.as_bytes())];
    let found = rows(&source("export", &files), &Options::default());
    assert_eq!(found.iter().map(|row| row.as_ref().unwrap().message.text.as_str()).collect::<Vec<_>>(), ["hello"; 2]);
}

#[test]
fn tables_of_discord_keep_files_reactions_and_days() {
    let text = "AuthorID,Author,Date,Content,Attachments,Reactions\n\
        \"155\",\"ada#0000\",\"07-Mar-20 04:30 PM\",\"Hello \"\"world\"\"\",\"https://cdn.example/1/a.png,https://cdn.example/1/b.txt?x=1\",\"👍 (2),ada (1)\"\n\
        \"156\",\"Bo\",\"2020-03-07T18:30:00.0000000+02:00\",\"two\nlines\",\"\",\"\"\n\
        \"156\",\"Bo\",\"2020-03-07T18:30:00.0000000+02:00\",\"\",\"\",\"\"\n";
    check(
        "Acme - Text - help [900100] (1).csv",
        text,
        &[
            "help | 900100 / 2020-03-07 | - | - > - | 155 (ada) | 2020-03-07T16:30:00Z | \"Hello \\\"world\\\"\" \
             file=a.png:image/png:-:https://cdn.example/1/a.png file=b.txt:text/plain:-:https://cdn.example/1/b.txt?x=1 👍×2 ada×1",
            "help | 900100 / 2020-03-07 | - | - > - | 156 (Bo) | 2020-03-07T16:30:00Z | \"two\\nlines\"",
            "skip 5 no_text",
        ],
    );
}

#[test]
fn tables_of_2019_keep_files_reactions_and_channels() {
    let first = "AuthorID;Author;Date;Content;Attachments;Reactions;\n\
        \"155\";\"ada#0002\";\"05-Dec-19 01:50 AM\";\"so; it ```works\nnow, yes```\";\"\";\"shexy (1), 👍 (2)\";\n";
    let second = "AuthorID;Author;Date;Content;Attachments;Reactions;\n\
        \"156\";\"Bo#5902\";\"05-Dec-19 06:53 PM\";\"\";\"https://cdn.example/1/a.png\";\"\";\n";
    let files = [
        ("2019/csv/feeds/help/1.csv", first.as_bytes()),
        ("2019/csv/feeds/help/2.csv", second.as_bytes()),
        ("2019/html/feeds/news/1.html", b"<!DOCTYPE html>"),
    ];
    let shown: Vec<String> = rows(&source("2019", &files), &Options::default()).iter().map(show).collect();
    assert_eq!(
        shown,
        [
            "help | help / 2019-12-05 | - | - > - | 155 (ada#0002) | 2019-12-05T01:50:00Z | \"so; it ```works\\nnow, yes```\" shexy×1 👍×2",
            "help | help / 2019-12-05 | - | - > - | 156 (Bo#5902) | 2019-12-05T18:53:00Z | \"\" \
             file=a.png:image/png:-:https://cdn.example/1/a.png",
        ]
    );
}

#[test]
fn lists_in_folders_are_called_by_the_lists_of_channels_beside_them() {
    let list = |id: u32, channel: u32| {
        format!(
            "[{{\"id\":\"{id}\",\"type\":0,\"channel_id\":\"{channel}\",\"timestamp\":\"2024-11-01T10:00:00+00:00\",\
             \"edited_timestamp\":null,\"author\":{{\"id\":\"2\",\"username\":\"bo\"}},\"content\":\"x\"}}]"
        )
    };
    let (first, second) = (list(11, 900), list(12, 901));
    let channels = |files: &[(&str, &[u8])]| -> Vec<String> {
        let found = rows(&source("acme", files), &Options::default());
        found.iter().map(|row| row.as_ref().map_or_else(|_| show(row), |row| row.message.channel.clone())).collect()
    };
    let lists = [("7/900/channel.json", first.as_bytes()), ("7/901/channel.json", second.as_bytes())];
    assert_eq!(channels(&lists), ["900", "901"]);
    let known = br#"[{"id":"900","type":0,"name":"general","guild_id":"7"},{"id":"901","type":0,"name":"random"}]"#;
    assert_eq!(channels(&[lists[0], lists[1], ("7/channels.json", known)]), ["general", "random"]);
    let broken = channels(&[lists[0], lists[1], ("7/channels.json", &known[..90])]);
    assert_eq!(broken.len(), 3, "{broken:?}");
    assert_eq!(broken[1..], ["general", "901"]);
    let again = list(13, 900);
    let parts = [("2024-01/help.json", first.as_bytes()), ("2024-02/help.json", again.as_bytes())];
    assert_eq!(channels(&parts), ["help", "help"]);
}

#[test]
fn messages_of_discord_js_have_times_people_and_answers() {
    let list = r#"[
        {"channelId":"900","guildId":"700","id":"1001","createdTimestamp":1704067200000,"type":0,"system":false,"content":"hi","authorId":"1",
         "attachments":[],"editedTimestamp":1704067230000,"mentions":{"everyone":false,"users":[],"roles":[]},"cleanContent":"hi","reference":null},
        {"channelId":"900","guildId":"700","id":"1002","createdTimestamp":1704067260000,"type":"REPLY","content":"re","authorId":"2","editedTimestamp":null,
         "reference":{"channelId":"900","guildId":"700","messageId":"1001"}},
        {"channelId":"900","guildId":"700","id":"1003","createdTimestamp":1704067261000,"type":"GUILD_MEMBER_JOIN","content":"","authorId":"3"}
    ]"#;
    check(
        "general.json",
        list,
        &[
            "general | 900 / 2024-01-01 | - | 1001 > - | 1 | 2024-01-01T00:00:00Z | \"hi\" edited=2024-01-01T00:00:30Z",
            "general | 900 / 2024-01-01 | - | 1002 > 1001 | 2 | 2024-01-01T00:01:00Z | \"re\"",
            "skip 3 system: GUILD_MEMBER_JOIN",
        ],
    );
}

#[test]
fn a_list_of_several_channels_keeps_them_apart() {
    let of_library = |id: u32, channel: u32, day: u32, answers: &str| {
        format!(
            r#"{{"channelId":"{channel}","id":"{id}","createdTimestamp":{},"type":0,"content":"x","authorId":"1","reference":{answers}}}"#,
            1_704_067_200_000_u64 + u64::from(day) * 86_400_000
        )
    };
    let answer = r#"{"messageId":"1001"}"#;
    let list = [
        of_library(1001, 900, 0, "null"),
        of_library(1002, 901, 0, "null"),
        of_library(1003, 900, 1, answer),
        of_library(1004, 901, 1, "null"),
    ];
    let list = format!("[{}]", list.join(","));
    let row = |name: &str, talk: &str, id: &str, day: u32| {
        format!("{name} | {talk} | - | {id} | 1 | 2024-01-0{day}T00:00:00Z | \"x\"")
    };
    let expected = |first: &str, second: &str| {
        [
            row(first, "900 / 2024-01-01", "1001 > -", 1),
            row(second, "901 / 2024-01-01", "1002 > -", 1),
            row(first, "900 / 2024-01-01", "1003 > 1001", 2),
            row(second, "901 / 2024-01-02", "1004 > -", 2),
        ]
    };
    let shown = |files: &[(&str, &[u8])]| -> Vec<String> {
        rows(&source("acme", files), &Options::default()).iter().map(show).collect()
    };
    assert_eq!(shown(&[("all.json", list.as_bytes())]), expected("all", "all"));
    let channels = br#"[{"id":"900","type":0,"name":"help"},{"id":"901","type":0,"name":"news"}]"#;
    assert_eq!(shown(&[("all.json", list.as_bytes()), ("channels.json", channels)])[..], expected("help", "news"));
}

#[test]
fn what_discords_api_keeps_beside_the_words_is_read() {
    let row = |id: u32, rest: &str| {
        format!(
            "{{\"id\":\"{id}\",\"type\":0,\"channel_id\":\"9\",\"timestamp\":\"2024-11-01T10:00:00+00:00\",\"edited_timestamp\":null,\
             \"author\":{{\"id\":\"2\",\"username\":\"grace\"}},{rest}}}"
        )
    };
    let rows = [
        row(
            1,
            "\"content\":\"<@11> <@!12> <@13> see <#7> <:party:77> <a:wave:78> <t:17:R> <:no> a<b\",\
             \"mentions\":[{\"id\":\"11\",\"username\":\"ada\",\"global_name\":\"Ada L\"},{\"id\":\"12\",\"username\":\"bo\",\"global_name\":null}]",
        ),
        row(
            2,
            "\"content\":\"\",\"poll\":{\"question\":{\"text\":\"Ship today?\"},\"answers\":[{\"answer_id\":1,\"poll_media\":{\"text\":\"Yes\"}},\
             {\"poll_media\":{\"text\":\"No\"}},{\"poll_media\":null}]}",
        ),
        row(
            3,
            "\"content\":\"\",\"message_reference\":{\"type\":1,\"message_id\":\"1\"},\"message_snapshots\":[{\"message\":{\"content\":\"Launch moved\\n<@11>\",\
             \"mentions\":[{\"id\":\"11\",\"username\":\"ada\"}],\"attachments\":[{\"filename\":\"f.png\",\"url\":\"https://cdn.example/f.png\"}]}}]",
        ),
        row(
            4,
            "\"content\":\"\",\"flags\":32768,\"components\":[{\"type\":17,\"components\":[{\"type\":9,\"components\":[{\"type\":10,\"content\":\"Build failed\"}],\
             \"accessory\":{\"type\":11,\"media\":{\"url\":\"https://cdn.example/t.png\"}}},{\"type\":1,\"components\":[{\"type\":2,\"label\":\"Retry\"}]}]}]",
        ),
        row(
            5,
            "\"content\":\"x\",\"reactions\":[{\"emoji\":{\"id\":\"\",\"name\":\"💯\",\"code\":\"100\"},\"count\":2},{\"emoji\":{\"id\":\"7\",\"name\":\"party\",\"code\":\"party_on\"},\"count\":1}]",
        ),
    ];
    let said = |id: u32, rest: &str| {
        format!("messages | 9 / 2024-11-01 | - | {id} > - | 2 (grace) | 2024-11-01T10:00:00Z | {rest}")
    };
    check(
        "messages.json",
        &format!("[{}]", rows.join(",")),
        &[
            &said(1, "\"@Ada L @bo <@13> see <#7> :party: :wave: <t:17:R> <:no> a<b\""),
            &said(2, "\"Ship today?\\n- Yes\\n- No\""),
            &said(3, "\"> Launch moved\\n> @ada\" file=f.png:image/png:-:https://cdn.example/f.png"),
            &said(4, "\"Build failed\" file=t.png:image/png:-:https://cdn.example/t.png"),
            &said(5, "\"x\" 💯×2 party_on×1"),
        ],
    );
}

/// The text of a message that has these fields.
fn said(fields: &str) -> String {
    let text = format!(
        "[{{\"id\":\"9\",\"type\":0,\"channel_id\":\"5\",\"timestamp\":\"2024-03-04T12:00:00+00:00\",\"edited_timestamp\":null,\"author\":{{\"id\":\"1\",\"username\":\"ada\"}},{fields}}}]"
    );
    rows(&file("a.json", text.as_bytes()), &Options::default()).remove(0).unwrap().message.text
}

#[test]
fn answers_and_lines_that_begin_another_are_kept() {
    let answers = ["Yes, definitely", "Yes", "Ship", "Yes"];
    let answers = answers.map(|answer| format!("{{\"poll_media\":{{\"text\":\"{answer}\"}}}}")).join(",");
    let poll =
        format!("\"content\":\"Ship?\",\"poll\":{{\"question\":{{\"text\":\"Ship?\"}},\"answers\":[{answers}]}}");
    assert_eq!(said(&poll), "Ship?\nShip?\n- Yes, definitely\n- Yes\n- Ship\n- Yes");
    let forwarded = r#""content":"","message_snapshots":[{"message":{"content":"Yes, sure\n\nYes\n\nYes"}}]"#;
    assert_eq!(said(forwarded), "> Yes, sure\n> \n> Yes\n> \n> Yes");
    let laid_out = r#""content":"Yes, sure","components":[{"content":"Yes"},{"content":"Yes, sure"}]"#;
    assert_eq!(said(laid_out), "Yes, sure\nYes");
}

#[test]
fn a_message_of_a_million_things_is_read_at_once() {
    let many = |one: &str| vec![one; 200_000].join(",");
    let answers = many("{\"poll_media\":{\"text\":\"x\"}}");
    let poll = format!("\"content\":\"\",\"poll\":{{\"question\":{{\"text\":\"?\"}},\"answers\":[{answers}]}}");
    assert_eq!(said(&poll).lines().count(), 101);
    let laid_out = format!("\"content\":\"\",\"components\":[{}]", many("{\"content\":\"x\"}"));
    assert_eq!(said(&laid_out).lines().count(), 1_000);
    let people: Vec<String> = (0..60_000).map(|id| format!("{{\"id\":\"{id}\",\"username\":\"u{id}\"}}")).collect();
    let marks = "<@59999>".repeat(60_000);
    let mentioned = format!("\"content\":\"{marks}\",\"mentions\":[{}]", people.join(","));
    assert_eq!(said(&mentioned), "@u59999".repeat(60_000));
}

#[test]
fn those_who_share_a_webhook_of_discord_are_told_apart_by_their_names() {
    let row = |author: &str, more: &str| {
        let text = format!(
            "[{{\"id\":\"1\",\"type\":0,\"channel_id\":\"9\",\"timestamp\":\"2024-11-01T10:00:00+00:00\",\"edited_timestamp\":null,\
             \"content\":\"x\",{more}\"author\":{{{author}}}}}]"
        );
        let found = rows(&file("help.json", text.as_bytes()), &Options::default());
        show(&found[0]).split(" | ").nth(4).unwrap().to_owned()
    };
    let bridged =
        |name: &str| format!(r#""id":"77","name":"{name}","discriminator":"0000","nickname":"{name}","isBot":true"#);
    assert_eq!(row(&bridged("ada [irc]"), ""), "77/ada [irc] (ada [irc])");
    assert_eq!(row(&bridged("bo [irc]"), ""), "77/bo [irc] (bo [irc])");
    let of_api = r#""id":"77","username":"ada [m]","bot":true"#;
    assert_eq!(row(of_api, "\"webhook_id\":\"77\","), "77/ada [m] (ada [m])");
    // A program that has an account, and its answers to commands.
    let program = r#""id":"77","username":"helper","discriminator":"4876","bot":true"#;
    assert_eq!(row(program, "\"webhook_id\":\"77\","), "77 (helper)");
    assert_eq!(row(of_api, "\"webhook_id\":\"78\","), "77 (ada [m])");
    assert_eq!(row(r#""id":"501","name":"ada","discriminator":"0000","isBot":false"#, ""), "501 (ada)");
}

#[test]
fn embeds_of_discord_say_who_speaks_and_their_pictures_are_files() {
    let said = |author: &str, content: &str, embed: &str| {
        let text = format!(
            "[{{\"id\":\"1\",\"type\":0,\"channel_id\":\"9\",\"timestamp\":\"2024-11-01T10:00:00+00:00\",\"edited_timestamp\":null,\
             \"content\":\"{content}\",\"author\":{{\"id\":\"2\",\"username\":\"x\",\"bot\":{author}}},\"embeds\":[{embed}]}}]"
        );
        let found = rows(&file("help.json", text.as_bytes()), &Options::default());
        let shown = show(&found[0]);
        shown.split_once("Z | ").map_or(shown.clone(), |(_, rest)| rest.to_owned())
    };
    let shot = r#"{"title":"","image":{"url":"https://e.example/shot.png"},"images":[{"url":"https://e.example/shot.png"},{"url":"https://e.example/b.png"}]}"#;
    let files = "file=shot.png:image/png:-:https://e.example/shot.png file=b.png:image/png:-:https://e.example/b.png";
    assert_eq!(said("true", "", shot), format!("\"\" bot {files}"));
    let issue = r#"{"title":"New issue","description":"It crashes","author":{"name":"ada-f"},"footer":{"text":"acme/web"},"thumbnail":{"url":"https://e.example/t.png"}}"#;
    assert_eq!(said("true", "", issue), "\"ada-f\\nNew issue\\nIt crashes\" bot");
    assert_eq!(said("true", "", r#"{"author":{"name":"Bo joined"},"footer":null}"#), "\"Bo joined\" bot");
    assert_eq!(said("true", "", r#"{"footer":{"text":"Build 7 passed"}}"#), "\"Build 7 passed\" bot");
    let small = r#"{"thumbnail":{"url":"https://e.example/t.png"}}"#;
    assert_eq!(said("true", "", small), "\"\" bot file=t.png:image/png:-:https://e.example/t.png");
    // What a site shows below a link is not what the person said.
    assert_eq!(said("false", "https://e.example/", shot), "\"https://e.example/\"");
}

#[test]
fn files_that_an_exporter_of_discord_downloaded_are_not_missed() {
    let messages = "{\"guild\":{\"id\":\"1\"},\"channel\":{\"id\":\"9\",\"name\":\"help\"},\"messages\":[{\"id\":\"5\",\"type\":\"Default\",\
        \"timestamp\":\"2024-11-01T10:00:00+00:00\",\"content\":\"\",\"author\":{\"id\":\"2\",\"name\":\"grace\"},\"attachments\":[\
        {\"url\":\"help_Files\\\\a.png\",\"fileName\":\"a.png\"},{\"url\":\"help_Files/b.txt\",\"fileName\":\"b.txt\"}]}]}";
    let table = "AuthorID,Author,Date,Content,Attachments,Reactions\n\
        \"2\",\"grace\",\"2024-11-01T10:00:00.0000000+00:00\",\"\",\"help_Files/a.png,help_Files/b.txt\",\"\"\n";
    let (a, b) = (("help_Files/a.png", b"one".as_slice()), ("help_Files/b.txt", b"two".as_slice()));
    for told in [("help.json", messages.as_bytes()), ("Acme - help [9].csv", table.as_bytes())] {
        let files = |files: &[(&str, &[u8])]| {
            let shown = show(&rows(&source("acme", files), &Options::default())[0]);
            shown.split_once(" | \"\" ").map_or(shown.clone(), |(_, files)| files.to_owned())
        };
        assert_eq!(files(&[told, a, b]), "file=a.png:image/png:3:- file=b.txt:text/plain:3:-");
        assert_eq!(
            files(&[told, a]),
            "file=a.png:image/png:3:- file=b.txt:text/plain:-:help_Files/b.txt !file_left_out"
        );
    }
}

#[test]
fn the_message_that_a_thread_of_discord_hangs_on_stands_in_the_thread() {
    let message = |id: u32, kind: &str, content: &str, more: &str| {
        format!(
            "{{\"id\":\"{id}\",\"type\":\"{kind}\",\"timestamp\":\"2024-11-01T10:00:00+00:00\",\"content\":\"{content}\",\"author\":{{\"id\":\"2\",\"name\":\"grace\"}}{more}}}"
        )
    };
    let export = |channel: &str, messages: &[String]| {
        format!("{{\"guild\":{{\"id\":\"1\"}},\"channel\":{{{channel}}},\"messages\":[{}]}}", messages.join(","))
    };
    let asked = message(77, "Default", "why?", "");
    let answered = message(78, "Reply", "here", ",\"reference\":{\"messageId\":\"77\"}");
    let channel = export("\"id\":\"9\",\"type\":\"GuildTextChat\",\"name\":\"help\"", &[asked, answered]);
    let thread = export(
        "\"id\":\"77\",\"type\":\"GuildPublicThread\",\"category\":\"help\",\"name\":\"login loop\"",
        &[
            message(80, "ThreadStarterMessage", "", ",\"reference\":{\"messageId\":\"77\"}"),
            message(81, "Default", "because", ""),
        ],
    );
    let files = [
        ("Acme - Text - help [9].json", channel.as_bytes()),
        ("Acme - help - login loop [77].json", thread.as_bytes()),
    ];
    let shown: Vec<String> = rows(&source("acme", &files), &Options::default()).iter().map(show).collect();
    let row = |place: &str, id: &str, text: &str| {
        format!("help | {place} | {id} | 2 (grace) | 2024-11-01T10:00:00Z | \"{text}\"")
    };
    let mut expected = [
        row("77 | -", "77 > -", "why?"),
        row("9 / 2024-11-01 | -", "78 > 77", "here"),
        "skip 1 system: ThreadStarterMessage".to_owned(),
        row("77 | login loop", "81 > -", "because"),
    ];
    let mut shown = shown;
    shown.sort();
    expected.sort();
    assert_eq!(shown, expected);
}

#[test]
fn a_package_of_discord_names_friends_and_channels() {
    let user = br#"{"id":"501","username":"ada","relationships":[{"id":"504","type":1,"user":{"id":"504","username":"kai","global_name":"Kai K"}},{"id":"505","user":null}]}"#;
    let index = br#"{"900100":"help in Alice in Acme","900200":"Direct Message with kai#0","900300":null,"900400":"Unknown channel in Acme"}"#;
    let room = br#"{"id":"900100","type":"GUILD_TEXT","name":"help","guild":{"id":"900001","name":"Acme"}}"#;
    let said = br#"[{"ID":1,"Timestamp":"2024-03-01 12:00:00","Contents":"<@504> <@!501> <@505> in <#900100> <#900200> <#900300> <#900400>","Attachments":""}]"#;
    let files: [(&str, &[u8]); 4] = [
        ("account/user.json", user),
        ("messages/index.json", index),
        ("messages/c900100/channel.json", room),
        ("messages/c900100/messages.json", said),
    ];
    let found = rows(&source("package", &files), &Options::default());
    assert_eq!(found[0].as_ref().unwrap().message.text, "@Kai K @ada <@505> in #help <#900200> <#900300> <#900400>");
}

#[test]
fn stickers_of_discord_are_what_their_addresses_say() {
    let sticker = |url: &str| {
        let text = format!(
            "[{{\"id\":\"1\",\"type\":0,\"channel_id\":\"9\",\"timestamp\":\"2024-11-01T10:00:00+00:00\",\"edited_timestamp\":null,\
             \"content\":\"\",\"author\":{{\"id\":\"2\",\"username\":\"x\"}},\"stickers\":[{{\"name\":\"Wave v1.5\",\"sourceUrl\":\"{url}\"}}]}}]"
        );
        let found = rows(&file("help.json", text.as_bytes()), &Options::default());
        found[0].as_ref().unwrap().message.attachments[0].media_type.clone()
    };
    for (url, kind) in [
        ("https://cdn.example/w.png?size=160", "image/png"),
        ("https://cdn.example/w.json", "application/json"),
        ("https://cdn.example/w.gif", "image/gif"),
        ("https://cdn.example/w", "image/png"),
    ] {
        assert_eq!(sticker(url), kind, "{url}");
    }
}

#[test]
fn a_plain_text_of_discords_exporter_is_called_by_its_name() {
    let line = "=".repeat(62);
    for end in ["\n", "\r\n"] {
        let text = format!(
            "{line}{end}Guild: Acme{end}Channel: Text / help{end}{line}{end}{end}[9/1/2026 2:00 PM] ada{end}hello{end}"
        );
        let refused = archive::open(&file("help.txt", text.as_bytes()), &Options::default());
        let why = refused.map(|_| ()).unwrap_err().to_string();
        assert_eq!(why, "help.txt is a plain text of DiscordChatExporter; export the channel as JSON");
    }
}

#[test]
fn an_archive_of_discord_history_tracker_is_read() {
    let text = r#"{"meta":{"users":{"11":{"name":"ada","tag":"0001"},"22":{"name":"bo"}},"userindex":["22","11"],"servers":[{"name":"Acme","type":"SERVER"}],
        "channels":{"9":{"server":0,"name":"help"}}},"data":{"9":{
        "1001":{"u":1,"t":1700000000000,"m":"hello <@22> in <#9>"},
        "1002":{"u":0,"t":1700100000000,"te":1700100090000,"m":"hi","r":"1001","a":[{"url":"https://cdn.example/x.png"}],"re":[{"c":2,"n":"👍"}]},
        "1003":{"u":0,"t":1700100000000,"e":[{"url":"https://a.example","type":"rich","t":"Build","d":"failed"}]},
        "1004":{"u":7,"t":1700100000000}},"8":{"1005":{"u":7,"t":1700100000000,"m":"x"}}}}"#;
    for name in ["dht.txt", "dht.json"] {
        check(
            name,
            text,
            &[
                "help | 9 / 2023-11-14 | - | 1001 > - | 11 (ada) | 2023-11-14T22:13:20Z | \"hello @bo in #help\"",
                "help | 9 / 2023-11-14 | - | 1002 > 1001 | 22 (bo) | 2023-11-16T02:00:00Z | \"hi\" edited=2023-11-16T02:01:30Z \
                 file=x.png:image/png:-:https://cdn.example/x.png 👍×2",
                "help | 9 / 2023-11-16 | - | 1003 > - | 22 (bo) | 2023-11-16T02:00:00Z | \"Build\\nfailed\"",
                "skip 4 no_text",
                "8 | 8 / 2023-11-16 | - | 1005 > - | (unknown) | 2023-11-16T02:00:00Z | \"x\" !no_author",
            ],
        );
    }
}
