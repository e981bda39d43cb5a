//! Microsoft Teams, in the shapes in which people keep what Microsoft Graph gives them.

use archive::Options;

use crate::read::{file, rows, show, source};

fn shown(source: &archive::Source) -> Vec<String> {
    rows(source, &Options::default()).iter().map(show).collect()
}

const DAY_MS: u64 = 86_400_000;
const NOON_MS: u64 = 1_709_553_600_000;

/// A message of a chat, with more fields behind it.
fn said(id: u64, content: &str, more: &str) -> String {
    let (day, time) = (4 + (id - NOON_MS) / DAY_MS, "12:00:00.000Z");
    format!(
        r#"{{"id":"{id}","replyToId":null,"messageType":"message","createdDateTime":"2024-03-{day:02}T{time}","chatId":"19:a@thread.v2","from":{{"user":{{"id":"u1","displayName":"Ada"}}}},"body":{{"contentType":"html","content":{content:?}}}{more}}}"#
    )
}

fn quoting(id: u64, quoted: u64) -> String {
    let content =
        format!(r#""attachments":[{{"contentType":"messageReference","content":"{{\"messageId\":\"{quoted}\"}}"}}]"#);
    said(id, "yes", &format!(",{content}"))
}

/// The text of the only message.
fn text_of(content: &str, more: &str) -> String {
    let found = rows(&file("a.json", said(NOON_MS, content, more).as_bytes()), &Options::default()).remove(0);
    found.unwrap_or_else(|skip| panic!("{skip:?}")).message.text
}

#[test]
fn messages_are_read_however_their_pages_were_put_together() {
    let (one, two) = (said(NOON_MS, "one", ""), said(NOON_MS + 1, "two", ""));
    for text in [
        format!("[{one},{two}]"),
        format!("{one}\n{two}\n"),
        format!(r#"{{"value":[{one},{two}],"Count":2}}"#),
        format!(r#"[{{"@odata.count":1,"value":[{one}]}},{{"value":[{two}]}}]"#),
        format!(r#"{{"@odata.count":1,"value":[{one}]}}{{"value":[{two}]}}"#),
        format!(r#"{{"chats":[{{"id":"19:a@thread.v2","messages":[{one},{two}],"topic":"Lunch"}}]}}"#),
    ] {
        let name = if text.contains("Lunch") { "Lunch" } else { "team room" };
        let day = format!("{name} | 19:a@thread.v2 / 2024-03-04 | - | 19:a@thread.v2/17095536000");
        let expected = [
            format!("{day}00 > - | u1 (Ada) | 2024-03-04T12:00:00Z | \"one\""),
            format!("{day}01 > - | u1 (Ada) | 2024-03-04T12:00:00Z | \"two\""),
        ];
        assert_eq!(shown(&file("team room.json", text.as_bytes())), expected, "{text}");
        assert_eq!(shown(&source("a", &[("team room/messages-00000.json", text.as_bytes())])), expected, "{text}");
    }
}

#[test]
fn names_in_capitals_may_begin_with_any_letter() {
    let message = r#"{"CreatedDateTime":"2024-03-04T12:00:00Z","MessageType":"message","ChatId":"19:a","Éa":{"":1,"日":2},"Body":{"Content":"hi"}}"#;
    assert!(shown(&file("a.json", message.as_bytes()))[0].contains("\"hi\""));
}

#[test]
fn a_page_that_tells_its_chat_only_above_is_read_with_it() {
    let message = r#"{"id":"1709553600000","createdDateTime":"2024-03-04T12:00:00Z","from":{"user":{"id":"u1"}},"body":{"content":"hi"}}"#;
    let page = |path: &str| {
        format!(
            r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#{path}/messages","value":[{message}]}}"#
        )
    };
    let channel = page("teams('7e')/channels('19%3Ahelp%40thread.tacv2')");
    let chat = page("users('u1')/chats('19%3Aa%40thread.v2')");
    let found = [channel, chat].map(|page| shown(&file("1.json", page.as_bytes())).remove(0));
    let time = "u1 | 2024-03-04T12:00:00Z | \"hi\"";
    assert_eq!(
        found,
        [
            format!(
                "19:help@thread.tacv2 | 19:help@thread.tacv2/1709553600000 | - | 19:help@thread.tacv2/1709553600000 > - | {time}"
            ),
            format!("19:a@thread.v2 | 19:a@thread.v2 / 2024-03-04 | - | 19:a@thread.v2/1709553600000 > - | {time}"),
        ]
    );
}

#[test]
fn mails_of_graph_are_no_messages_of_teams() {
    let page = |path: &str, from: &str| {
        format!(
            r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#{path}/messages","value":[{{"id":"A","createdDateTime":"2024-03-04T12:00:00Z","subject":"Lunch","body":{{"contentType":"text","content":"hi"}},"from":{from}}}]}}"#
        )
    };
    let (person, address) =
        (r#"{"user":{"id":"u1"}}"#, r#"{"emailAddress":{"name":"Ada","address":"ada@example.org"}}"#);
    let is_teams = |page: String| {
        let page = file("messages.json", page.as_bytes());
        archive::choose(&page, &Options::default()).is_ok_and(|(format, _)| format.name == "teams")
    };
    let mails = ["users('a')", "me", "users('a')/mailFolders('inbox')"].map(|path| is_teams(page(path, address)));
    assert_eq!((mails, is_teams(page("me", person))), ([false; 3], false));
    let next = page("Collection(chatMessage)", person).replace(
        "/messages\"",
        r#"","@odata.nextLink":"https://graph.microsoft.com/v1.0/chats/19:a/messages?$skiptoken=1""#,
    );
    let chats = ["chats('19%3Aa')", "me/chats('19%3Aa')", "teams('7e')/channels('19%3Ab')"]
        .map(|path| is_teams(page(path, person)));
    assert_eq!((chats, is_teams(next)), ([true; 3], true));
}

#[test]
fn chats_of_one_file_stay_apart_and_lists_of_chats_give_names() {
    let other = said(NOON_MS, "elsewhere", "").replace("19:a@", "19:b@");
    let all = format!("[{},{other}]", said(NOON_MS, "here", ""));
    let preview = r#"{"id":"1","createdDateTime":"2024-03-04T12:00:00Z","messageType":"message","body":{"content":"no message"}}"#;
    let chats = format!(
        r#"{{"value":[{{"id":"19:a@thread.v2","topic":"Lunch","createdDateTime":"2024-03-04T12:00:00Z","chatType":"group","lastMessagePreview":{preview}}}]}}"#
    );
    let found = shown(&source("dump", &[("chats.json", chats.as_bytes()), ("team/all.json", all.as_bytes())]));
    let channels: Vec<&str> = found.iter().map(|row| row.split(" | ").next().unwrap()).collect();
    assert_eq!(channels, ["Lunch", "19:b@thread.v2"]);
    // A list that is damaged costs its names only.
    let found =
        shown(&source("dump", &[("chats.json", &chats.as_bytes()[..chats.len() - 3]), ("all.json", all.as_bytes())]));
    assert!(found.len() == 3 && found[0].starts_with("skip 1 names"), "{found:?}");
}

#[test]
fn messages_behind_long_lists_of_people_are_read_too() {
    let one = said(NOON_MS, "one", "");
    let people: Vec<String> =
        (0..2_000).map(|number| format!(r#"{{"userId":"u{number}","displayName":"Ada {number}"}}"#)).collect();
    let tree = |messages: &str| {
        format!(
            r#"{{"teams":[{{"id":"7e","displayName":"Help","members":[{}],"channels":[{{"id":"19:b","messages":[{messages}]}}]}}]}}"#,
            people.join(",")
        )
    };
    let found = |messages: &str| {
        let tree = tree(messages);
        shown(&source("dump", &[("messages_a.json", one.as_bytes()), ("teams.json", tree.as_bytes())])).len()
    };
    let (two, preview) = (said(NOON_MS + 1, "two", ""), format!(r#"{{"id":"1","lastMessagePreview":{one}}}"#));
    let event = one.replace(r#""messageType":"message","#, "");
    assert_eq!([&two, &quoting(NOON_MS + 1, NOON_MS)].map(|message| found(message)), [2, 2]);
    assert_eq!([&preview, &event.replace(r#""replyToId":null,"#, "")].map(|other| found(other)), [1, 1]);
}

#[test]
fn what_a_chat_message_quotes_decides_its_day_in_any_order() {
    let day = |number: u64| NOON_MS + number * DAY_MS;
    let (first, answer, last) = (said(day(0), "who?", ""), quoting(day(1), day(0)), quoting(day(3), day(1)));
    let lost = quoting(day(5), day(4));
    let days = |text: String| -> Vec<String> {
        shown(&file("a.json", text.as_bytes())).iter().map(|row| row.split(" | ").nth(1).unwrap().to_owned()).collect()
    };
    let begun = "19:a@thread.v2 / 2024-03-04";
    assert_eq!(days(format!("[{lost},{last},{answer},{first}]")), ["19:a@thread.v2 / 2024-03-08", begun, begun, begun]);
    assert_eq!(days(format!("[{first},{answer},{last}]")), [begun; 3]);
    // Messages that quote each other begin nothing by each other.
    let circle = format!("[{},{}]", quoting(day(1), day(2)), quoting(day(2), day(1)));
    assert_eq!(days(circle).len(), 2);
}

#[test]
fn marks_signs_and_pictures_of_teams_read_as_people_see_them() {
    let mentions = |ids: &[&str]| {
        let all = ids.iter().enumerate();
        let all = all.map(|(at, id)| format!(r#"{{"id":{at},"mentioned":{{"user":{{"id":"{id}"}}}}}}"#));
        format!(r#","mentions":[{}]"#, all.collect::<Vec<_>>().join(","))
    };
    let two = "<at id='0'>Ada</at>&nbsp;<at id='1'>Lee</at>: hi";
    assert_eq!(text_of(two, &mentions(&["u1", "u1"])), "@Ada Lee: hi");
    assert_eq!(text_of(two, &mentions(&["u1", "u2"])), "@Ada @Lee: hi");
    assert_eq!(text_of("<at id='0'>Ada</at> or <at id='0'>Ada</at>", &mentions(&["u1"])), "@Ada or @Ada");
    assert_eq!(
        text_of("<img alt='🙂' itemtype='http://schema.skype.com/Emoji' src='x'> <customemoji alt='a&lt;b'>", ""),
        "🙂 a<b"
    );
    let message =
        said(NOON_MS, "<img src='https://x.example/a.gif' alt='cat.gif'><img src='https://x.example/a.gif'>", "");
    assert!(
        shown(&file("a.json", message.as_bytes()))[0]
            .ends_with("\"\" file=cat.gif:image/gif:-:https://x.example/a.gif")
    );
}

#[test]
fn code_that_lies_beside_a_message_is_a_file_of_it() {
    let url = "https://graph.microsoft.com/v1.0/chats/19:a/messages/1/hostedContents/aWQ9/$value";
    let content = format!(r#"{{\"language\":\"Rust\",\"codeSnippetUrl\":\"{url}\"}}"#);
    let more = format!(
        r#","attachments":[{{"contentType":"application/vnd.microsoft.card.codesnippet","content":"{content}"}}]"#
    );
    let message = said(NOON_MS, "<attachment id='1'></attachment>", &more);
    let files = [("a/msg_1.json", message.as_bytes()), ("a/hosted_content_1709553600000_aWQ9", b"let x;".as_slice())];
    let found = shown(&source("a", &files));
    assert!(found[0].ends_with(&format!("\"\" file=snippet.txt:text/plain:6:{url}")), "{found:?}");
}

#[test]
fn what_nobody_said_is_counted_with_its_reason() {
    let of_kind = |kind: &str| said(NOON_MS, "<p>hi</p>", "").replace("\"message\"", &format!("\"{kind}\""));
    let rows = [
        of_kind("typing"),
        of_kind("unknownFutureValue"),
        said(
            NOON_MS,
            "<systemEventMessage/>",
            r##","eventDetail":{"@odata.type":"#microsoft.graph.chatRenamedEventMessageDetail"}"##,
        ),
        said(NOON_MS, "", r#","policyViolation":{"dlpAction":"blockAccess"}"#),
        said(
            NOON_MS,
            "",
            r#","attachments":[{"contentType":"application/vnd.microsoft.card.codesnippet","content":"{}"}]"#,
        ),
        said(NOON_MS, "", r#","deletedDateTime":"2024-03-04T12:01:00Z""#),
        "{\"id\":\"1\"}".to_owned(),
        "7".to_owned(),
    ];
    let found = shown(&file("a.json", format!("[{}]", rows.join(",")).as_bytes()));
    let found: Vec<&str> = found.iter().map(|row| row.rsplit(" | ").next().unwrap()).collect();
    assert_eq!(
        found,
        [
            "skip 1 system: typing",
            "\"hi\"",
            "skip 3 system: chatRenamed",
            "skip 4 no_text",
            "skip 5 no_text: application/vnd.microsoft.card.codesnippet",
            "\"\" deleted",
            "skip 7 unsupported: no message",
            "skip 8 malformed: not an object",
        ]
    );
}

#[test]
fn a_page_that_is_cut_off_says_where() {
    let page = format!(r#"{{"value":[{},{}]}}"#, said(NOON_MS, "one", ""), said(NOON_MS + 1, "two", ""));
    let found = shown(&file("messages.json", &page.as_bytes()[..page.len() - 20]));
    assert!(found.len() == 2 && found[0].contains("one") && found[1].starts_with("skip 2 broken"), "{found:?}");
}

#[test]
fn hostile_messages_are_read_at_once() {
    for marks in
        ["<at id='0'>", "<at id='0'></at>", "<img src='https://x", "<", "<codeblock>", "<emoji alt=\"", "&nbsp;"]
    {
        let content = marks.repeat(1_500_000 / marks.len()).replace('"', "'");
        let found =
            shown(&file("a.json", said(NOON_MS, &content, r#","subject":"x","mentions":[{"id":0}]"#).as_bytes()));
        assert_eq!(found.len(), 1, "{marks}");
    }
    let chain: Vec<String> = (0..10_000).map(|number| quoting(NOON_MS + number + 1, NOON_MS + number)).collect();
    let found = shown(&file("a.json", format!("[{}]", chain.join(",")).as_bytes()));
    assert!(found.len() == chain.len() && found.iter().all(|row| row.contains("/ 2024-03-04 |")));
    let cards = (0..20_000).map(|number| format!(r#"{{\"text\":\"card {number}\"}}"#)).collect::<Vec<_>>().join(",");
    let card = format!(r#","attachments":[{{"contentType":"x.card.adaptive","content":"{{\"body\":[{cards}]}}"}}]"#);
    assert_eq!(text_of("see", &card).lines().count(), 101);
    let facts = card.replace("body", "facts").replace("text", "value");
    assert_eq!(text_of("see", &facts).lines().count(), 101);
    let deep = format!(
        r#","attachments":[{{"contentType":"x.card.adaptive","content":"{}{}"}}]"#,
        "[".repeat(90_000),
        "]".repeat(90_000)
    );
    assert_eq!(text_of("see", &deep), "see");
}
