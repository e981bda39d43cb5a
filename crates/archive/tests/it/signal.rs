//! Signal's own export, and what signal-export copies.

use archive::{Clock, Options};

use crate::read::{file, rows, show, source};

const NOON_MS: u64 = 1_709_553_600_000;

/// A person and a chat with them, and below it these messages.
fn export(items: &[String]) -> String {
    let head = r#"{"version":"1","backupTimeMs":"1709800000000"}
{"account":{"givenName":"Ada"}}
{"recipient":{"id":"1","self":{}}}
{"recipient":{"id":"2","contact":{"aci":"EREREREREREREREREREREQ==","profileGivenName":"Bo"}}}
{"chat":{"id":"7","recipientId":"2"}}"#;
    format!("{head}\n{}\n", items.join("\n"))
}

fn item(author: u32, ms: u64, kind: &str, more: &str) -> String {
    format!(r#"{{"chatItem":{{"chatId":"7","authorId":"{author}","dateSent":"{ms}","incoming":{{}},{more}"{kind}":"#)
}

fn said(author: u32, ms: u64, text: &str, more: &str) -> String {
    format!(r#"{}{{"text":{{"body":{text:?}{more}}}}}}}}}"#, item(author, ms, "standardMessage", ""))
}

fn shown(text: &str) -> Vec<String> {
    rows(&file("main.jsonl", text.as_bytes()), &Options::default()).iter().map(show).collect()
}

const BO: &str = "11111111-1111-1111-1111-111111111111";

/// The texts, or what a row is that has none.
fn texts(items: &[String]) -> Vec<String> {
    shown(&export(items)).iter().map(|row| row.rsplit(" | ").next().unwrap().to_owned()).collect()
}

#[test]
fn people_and_messages_are_called_the_same_in_every_export() {
    let one = shown(&export(&[said(2, NOON_MS, "hi", ""), said(1, NOON_MS, "hello", "")]));
    let renumbered = export(&[said(2, NOON_MS, "hi", ""), said(1, NOON_MS, "hello", "")])
        .replace("\"2\"", "\"5\"")
        .replace("\"7\"", "\"9\"");
    assert_eq!(one, shown(&renumbered));
    let talk = format!("{BO} self Ada");
    let day = format!("Bo | {talk} / 2024-03-04 | -");
    assert_eq!(
        one,
        [
            format!("{day} | {talk}/{BO}/1709553600000 > - | {BO} (Bo) | 2024-03-04T12:00:00Z | \"hi\""),
            format!("{day} | {talk}/self Ada/1709553600000 > - | self Ada (Ada) | 2024-03-04T12:00:00Z | \"hello\""),
        ]
    );
    // Who is in no list keeps the number, which is somebody else's in other exports.
    let unknown = shown(&export(&[said(3, NOON_MS, "hi", "")]).replace("\"chat\":", "\"adHocCall\":"));
    assert!(
        unknown[0].starts_with("chat 7 | chat 7 1709800000000 / 2024-03-04 | ")
            && unknown[0].contains("| recipient 3 1709800000000 |"),
        "{unknown:?}"
    );
}

#[test]
fn the_own_accounts_of_two_exports_are_two_people() {
    let words = [said(1, NOON_MS, "hello", ""), said(1, NOON_MS + 1, "note", "").replace(r#"Id":"7""#, r#"Id":"8""#)];
    let of = |account: &str, more: &str| -> Vec<[String; 3]> {
        let own = format!("{{\"account\":{account}}}");
        let chat = format!("{{\"chat\":{{\"id\":\"8\",\"recipientId\":\"1\"}}}}{more}\n{{\"chatItem\"");
        let export = export(&words).replace(r#"{"account":{"givenName":"Ada"}}"#, &own);
        let found =
            rows(&file("main.jsonl", export.replacen("{\"chatItem\"", &chat, 1).as_bytes()), &Options::default());
        let messages = found.into_iter().map(|row| row.unwrap().message);
        messages.map(|said| [said.channel, said.native_id.unwrap(), said.author.handle]).collect()
    };
    let check = |account: &str, more: &str, called: &str| {
        let talk = if called < BO { format!("{called} {BO}") } else { format!("{BO} {called}") };
        let hello = ["Bo".to_owned(), format!("{talk}/{called}/{NOON_MS}"), called.to_owned()];
        let note = ["Note to Self".to_owned(), format!("self/{called}/{called}/{}", NOON_MS + 1), called.to_owned()];
        assert_eq!(of(account, more), [hello, note], "{account}");
    };
    check(r#"{"givenName":"Ada"}"#, "", "self Ada");
    check(r#"{"givenName":"Bo"}"#, "", "self Bo");
    check(r#"{"givenName":"Bo","username":"bo.01","profileKey":"AA=="}"#, "", "bo.01");
    check("{}", "", "self");
    let keyed = ["AA==", "AQ=="].map(|key| of(&format!(r#"{{"givenName":"Bo","profileKey":"{key}"}}"#), "").remove(0));
    assert_ne!(keyed[0], keyed[1]);
    // A group holds the number by which the exports of others call the account.
    let group = |members: &str| {
        format!("\n{{\"recipient\":{{\"id\":\"9\",\"group\":{{\"snapshot\":{{\"members\":[{members}]}}}}}}}}")
    };
    let (bo, ada, cy) = (
        r#"{"userId":"EREREREREREREREREREREQ=="}"#,
        r#"{"userId":"IiIiIiIiIiIiIiIiIiIiIg=="}"#,
        r#"{"userId":"MzMzMzMzMzMzMzMzMzMzMw=="}"#,
    );
    let account = r#"{"givenName":"Ada","username":"ada.01"}"#;
    check(account, &group(&format!("{bo},{ada}")), "22222222-2222-2222-2222-222222222222");
    check(account, &group(&format!("{bo},{ada},{cy}")), "ada.01");
    check(account, &group(bo), "ada.01");
}

#[test]
fn a_talk_of_two_is_the_same_in_both_exports_and_nobody_elses() {
    const GROUP: &str = r#"{"recipient":{"id":"9","group":{"snapshot":{"members":[{"userId":"EREREREREREREREREREREQ=="},{"userId":"IiIiIiIiIiIiIiIiIiIiIg=="}]}}}}"#;
    let with_group = |export: String| export.replace("{\"chat\":", &format!("{GROUP}\n{{\"chat\":"));
    let ada = with_group(export(&[said(1, NOON_MS, "hello", ""), said(2, NOON_MS + 1, "hi", "")]));
    // Bo's own export of the talk, in which Ada is the contact.
    let bo = with_group(export(&[said(2, NOON_MS, "hello", ""), said(1, NOON_MS + 1, "hi", "")]))
        .replace(
            r#""aci":"EREREREREREREREREREREQ==","profileGivenName":"Bo""#,
            r#""aci":"IiIiIiIiIiIiIiIiIiIiIg==","profileGivenName":"Ada""#,
        )
        .replace(r#""account":{"givenName":"Ada"}"#, r#""account":{"givenName":"Bo"}"#);
    let keys = |export: &str| -> Vec<(String, Option<String>)> {
        let found = rows(&file("main.jsonl", export.as_bytes()), &Options::default());
        found.into_iter().map(|row| row.unwrap().message).map(|said| (said.conversation, said.native_id)).collect()
    };
    assert_eq!(keys(&ada), keys(&bo));
    let cy = ada.replace("IiIiIiIiIiIiIiIiIiIiIg==", "MzMzMzMzMzMzMzMzMzMzMw==");
    assert!(keys(&ada).iter().all(|key| !keys(&cy).contains(key) && keys(&cy).iter().all(|other| other.0 != key.0)));
}

#[test]
fn an_answer_to_any_version_of_a_message_answers_the_message() {
    let old = |ms: u64| format!(r#"{{"chatId":"7","authorId":"2","dateSent":"{ms}","standardMessage":{{}}}}"#);
    let edited =
        item(2, NOON_MS + 9, "standardMessage", &format!(r#""revisions":[{},{}],"#, old(NOON_MS), old(NOON_MS + 5)));
    let edited = format!(r#"{edited}{{"text":{{"body":"now"}}}}}}}}"#);
    let answer = |ms: u64| {
        let quote = format!(r#"}},"quote":{{"authorId":"2","targetSentTimestamp":"{ms}""#);
        said(1, NOON_MS + 100, "yes", &quote)
    };
    let all = [vec![edited], (0..10).map(|after| answer(NOON_MS + after)).collect()].concat();
    let found = shown(&export(&all));
    assert!(found[0].contains("12:00:00Z | \"now\" edited=2024-03-04T12:00:00.009Z"), "{found:?}");
    let answers =
        found.iter().map(|row| row.split(" | ").nth(3).unwrap().ends_with(&format!("> {BO} self Ada/{BO}/{NOON_MS}")));
    assert_eq!(answers.collect::<Vec<_>>(), [false, true, false, false, false, false, true, false, false, false, true]);
}

#[test]
fn people_who_are_mentioned_stand_by_name_where_utf_16_counts_them() {
    let mention = |start: u32| {
        format!(r#","bodyRanges":[{{"start":{start},"length":1,"mentionAci":"EREREREREREREREREREREQ=="}}]"#)
    };
    assert_eq!(texts(&[said(1, 1, "🍜🍜 \u{fffc}!", &mention(5))]), ["\"🍜🍜 @Bo!\""]);
    assert_eq!(texts(&[said(1, 1, "🍜🍜 \u{fffc}!", &mention(3))]), ["\"🍜🍜 \u{fffc}!\""]);
    let first = mention(0).replace("\"start\":0,", "");
    assert_eq!(texts(&[said(1, 1, "\u{fffc} hi", &first)]), ["\"@Bo hi\""]);
    assert_eq!(texts(&[said(1, 1, "\u{fffc} hi", &first.replace("EQ==", "EA=="))]), ["\"@somebody hi\""]);
}

#[test]
fn what_nobody_said_is_counted_with_its_reason() {
    let of_kind = |kind: &str, value: &str| format!("{}{value}}}}}", item(2, NOON_MS, kind, ""));
    let found = shown(&export(&[
        of_kind("updateMessage", r#"{"simpleUpdate":{"type":"JOINED_SIGNAL"}}"#),
        of_kind("updateMessage", r#"{"individualCall":{"type":"AUDIO_CALL"}}"#),
        of_kind("updateMessage", r#"{"groupChange":{}}"#),
        of_kind("giftBadge", "{}"),
        of_kind("standardMessage", "{}"),
        of_kind("viewOnceMessage", "{}"),
        of_kind("holograms", "{}"),
        of_kind("remoteDeletedMessage", "{}"),
        r#"{"weather":{}}"#.to_owned(),
        r#"{"chatItem":{"chatId":"7","standardMessage":{}}}"#.to_owned(),
        "{".to_owned(),
        said(2, NOON_MS, "still here", ""),
    ]));
    let found: Vec<&str> =
        found.iter().map(|row| row.rsplit(" | ").next().unwrap().split(" EOF").next().unwrap()).collect();
    assert_eq!(
        found,
        [
            "skip 6 system: JOINED_SIGNAL",
            "skip 7 system: AUDIO_CALL",
            "skip 8 system: groupChange",
            "skip 9 system: giftBadge",
            "skip 10 no_text: standardMessage",
            "skip 11 no_text: viewOnceMessage",
            "skip 12 unsupported: holograms",
            "\"\" deleted",
            "skip 14 unsupported: weather",
            "skip 15 unsupported: standardMessage",
            "skip 16 malformed:",
            "\"still here\"",
        ]
    );
}

#[test]
fn a_copy_is_read_by_its_clock_and_told_once() {
    let line = r#"{"date":"2024-03-04T12:00:00","sender":"Bo","body":"hi  ","quote":"","sticker":"","reactions":[],"attachments":[]}"#;
    let text = "[2024-03-04 12:00:00] Bo: hi  \n\n";
    let lines = [("out/Bo/data.json", line.as_bytes())];
    let texts = [("out/Bo/index.md", text.as_bytes())];
    let both = [lines[0], texts[0], ("out/Cy/chat.md", b"[2024-03-04 12:00:00] Cy: hi  \n".as_slice())];
    let ahead = Options { clock: Clock::ahead(3600), ..Options::default() };
    for files in [lines, texts] {
        let found: Vec<String> = rows(&source("out", &files), &ahead).iter().map(show).collect();
        assert_eq!(found, ["Bo | Bo / 2024-03-04 | - | - > - | Bo | 2024-03-04T11:00:00Z | \"hi\""]);
    }
    let found: Vec<String> = rows(&source("out", &both), &ahead).iter().map(show).collect();
    assert_eq!(found.iter().map(|row| &row[..2]).collect::<Vec<_>>(), ["Bo", "Cy"]);
    // Any text of that name is no chat.
    assert!(archive::open(&file("index.md", b"# Notes\n[2024-03-04 12:00:00] Bo: hi\n"), &Options::default()).is_err());
}

#[test]
fn the_text_of_a_copy_tells_signs_files_and_what_was_deleted() {
    let text = "[2024-03-04 12:00:00] Bo: hello: there\n\nsecond line  \n(- Me: ❤ -)\n\n\
        [2024-03-04 12:01:00] Me: \n\n> hello: there\n\n\
        see  ![2024-03-04T12-01-00.000_00_cat.png](./media/cat.png)  [2024-03-04T12-01-00.000_01_a_b.log](./media/a%20b.log)  \n\n\
        [2024-03-04 12:02:00] Bo: (This message was deleted)\n\n\
        [2024-03-04 12:03:00] Bo:   \n(( 🦆 ))\n\n\
        [2024-03-04 12:04:00] No-Sender:   \n(- Bo: 👍, Cy: 👍 -)[x.log](./media/x.log)  \n";
    let files = [("out/Bo/chat.md", text.as_bytes()), ("out/Bo/media/a b.log", b"log".as_slice())];
    let found: Vec<String> = rows(&source("out", &files), &Options::default()).iter().map(show).collect();
    let row = |minute: u32, rest: &str| {
        let (author, rest) = rest.split_once(' ').unwrap();
        format!("Bo | Bo / 2024-03-04 | - | - > - | {author} | 2024-03-04T12:0{minute}:00Z | {rest}")
    };
    assert_eq!(
        found,
        [
            row(0, r#"Bo "hello: there\n\nsecond line" ❤×1"#),
            row(
                1,
                r#"Me "> hello: there\n\nsee" file=cat.png:image/png:-:- file=a_b.log:text/plain:3:- !file_left_out"#
            ),
            row(2, r#"Bo "" deleted"#),
            row(3, r#"Bo "🦆""#),
            row(4, r#"(unknown) "" file=x.log:text/plain:-:- 👍×2 !no_author !file_left_out"#),
        ]
    );
}

#[test]
fn a_last_line_in_brackets_that_somebody_typed_is_kept() {
    let found = |last: &str| {
        let text = format!("[2024-03-04 12:00:00] Bo: see you\n{last}\n");
        let found = rows(&file("out/Bo/chat.md", text.as_bytes()), &Options::default());
        show(&found[0]).rsplit(" | ").next().unwrap().to_owned()
    };
    for typed in [
        "(- bye -)",
        "(- note: call back -)",
        "(- Ada: \u{2764}, note: 7 -)",
        "(- Ada: \u{2764}, bye -)",
        "(- Ada:  -)",
    ] {
        assert_eq!(found(typed), format!("{:?}", format!("see you\n{typed}")));
    }
    assert_eq!(
        found("(- Ada: \u{2764}\u{fe0f}, Bo: 1\u{fe0f}\u{20e3} -)"),
        "\"see you\" \u{2764}\u{fe0f}×1 1\u{fe0f}\u{20e3}×1"
    );
    assert_eq!(found("(- Lee, Ada: 👍, Me: 👍 -)"), "\"see you\" 👍×2");
}

#[test]
fn hostile_chats_are_read_at_once() {
    let marks = "\u{fffc}".repeat(300_000);
    let ranges = r#"{"length":1,"mentionAci":"x"},"#.repeat(20_000);
    let found = texts(&[said(1, NOON_MS, &marks, &format!(r#","bodyRanges":[{}{{}}]"#, ranges))]);
    assert!(found.len() == 1 && found[0].starts_with("\"@somebody\u{fffc}"));
    let old = r#"{"dateSent":"1"},"#.repeat(100_000);
    let edited = format!(
        r#"{}{{"text":{{"body":"x"}}}}}}}}"#,
        item(2, NOON_MS, "standardMessage", &format!(r#""revisions":[{old}{{}}],"#))
    );
    assert_eq!(texts(&[edited]).len(), 1);
    for text in ["](./media/", "[![](./media/)", "\n(- a: b -)", "\n[", "x\n"] {
        let text = format!("[2024-03-04 12:00:00] Bo: {}", text.repeat(2_000_000 / text.len()));
        let found = rows(&file("chat.md", text.as_bytes()), &Options::default());
        assert!(!found.is_empty() && found.len() <= text.len(), "{}", found.len());
    }
}
