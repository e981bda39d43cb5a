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
    let day = format!("Bo | {BO} self Ada / 2024-03-04 | -");
    assert_eq!(
        one,
        [
            format!("{day} | {BO}/1709553600000 > - | {BO} (Bo) | 2024-03-04T12:00:00Z | \"hi\""),
            // Who speaks at the same moment stands in the id of the second one.
            format!("{day} | {BO}/1709553600000/self > - | self Ada (Ada) | 2024-03-04T12:00:00Z | \"hello\""),
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
        messages.map(|said| [said.channel, said.conversation, said.author.handle]).collect()
    };
    let check = |account: &str, more: &str, called: &str| {
        let day = "\u{1f}2024-03-04";
        let hello = ["Bo".to_owned(), format!("{BO} {called}{day}"), called.to_owned()];
        let note = ["Note to Self".to_owned(), format!("self/{called}{day}"), called.to_owned()];
        assert_eq!(of(account, more), [hello, note], "{account} {more}");
    };
    check(r#"{"givenName":"Ada"}"#, "", "self Ada");
    check(r#"{"givenName":"Bo"}"#, "", "self Bo");
    check(r#"{"givenName":"Bo","username":"bo.01"}"#, "", "bo.01");
    check("{}", "", "self");
    let keyed = ["AA==", "AQ=="].map(|key| of(&format!(r#"{{"givenName":"Bo","profileKey":"{key}"}}"#), "").remove(0));
    assert_ne!(keyed[0], keyed[1]);
    let key = of(r#"{"givenName":"Bo","profileKey":"AQ=="}"#, "").remove(0);
    assert_eq!(of(r#"{"givenName":"Bo","profileKey":"AQ==","username":"bo.01"}"#, "").remove(0), key);
    // Groups hold the number by which the exports of others call the account.
    let account = r#"{"givenName":"Ada","username":"ada.01"}"#;
    check(account, &[group(9, &[BO_BYTES, ADA_BYTES]), group(10, &[ADA_BYTES])].concat(), ADA);
    check(account, &[group(9, &[CY_BYTES, ADA_BYTES]), group(10, &[ADA_BYTES])].concat(), ADA);
    // In one group a stranger may be somebody else, where the account has left it.
    check(account, &group(9, &[BO_BYTES, CY_BYTES]), "ada.01");
    check(account, &group(9, &[ADA_BYTES, ADA_BYTES]), "ada.01");
    check(account, &[group(9, &[CY_BYTES, ADA_BYTES]), group(10, &[ADA_BYTES, CY_BYTES])].concat(), "ada.01");
    check(account, &[group(9, &[BO_BYTES]), group(10, &[BO_BYTES])].concat(), "ada.01");
}

const ADA: &str = "22222222-2222-2222-2222-222222222222";
const BO_BYTES: &str = "EREREREREREREREREREREQ==";
const ADA_BYTES: &str = "IiIiIiIiIiIiIiIiIiIiIg==";
const CY_BYTES: &str = "MzMzMzMzMzMzMzMzMzMzMw==";

fn group(id: u32, members: &[&str]) -> String {
    let members: Vec<String> = members.iter().map(|member| format!("{{\"userId\":\"{member}\"}}")).collect();
    format!(
        "\n{{\"recipient\":{{\"id\":\"{id}\",\"group\":{{\"masterKey\":\"{id}\",\"snapshot\":{{\"members\":[{}]}}}}}}}}",
        members.join(",")
    )
}

/// The export of an account that is in these groups, who in the first of them writes what stands in chat 8.
fn in_groups(account: &str, groups: &str, items: &[String]) -> String {
    let chat = r#"{"chat":{"id":"8","recipientId":"9"}}"#;
    export(items)
        .replace(r#"{"account":{"givenName":"Ada"}}"#, &format!("{{\"account\":{account}}}"))
        .replace("{\"chat\":", &format!("{chat}{groups}\n{{\"chat\":"))
}

fn in_group(item: String) -> String {
    item.replace(r#""chatId":"7""#, r#""chatId":"8""#)
}

fn ids(export: &str) -> Vec<String> {
    let found = rows(&file("main.jsonl", export.as_bytes()), &Options::default());
    found.into_iter().map(|row| row.unwrap().message.native_id.unwrap()).collect()
}

#[test]
fn a_message_keeps_its_id_when_its_account_joins_a_group_or_takes_a_name() {
    let quote = format!(r#"}},"quote":{{"authorId":"1","targetSentTimestamp":"{NOON_MS}""#);
    let words = [said(1, NOON_MS, "hello", ""), said(2, NOON_MS + 1, "hi", &quote)];
    let first = in_groups(r#"{"givenName":"Ada"}"#, "", &words);
    assert_eq!(ids(&first), [format!("{BO}/{NOON_MS}"), format!("{BO}/{}", NOON_MS + 1)]);
    let one = group(9, &[BO_BYTES, ADA_BYTES]);
    let two = format!("{one}{}", group(10, &[BO_BYTES, ADA_BYTES]));
    for (account, groups) in [
        (r#"{"givenName":"Ada","username":"ada.01"}"#, ""),
        (r#"{"givenName":"Ada","profileKey":"AQ=="}"#, ""),
        (r#"{"givenName":"Adele"}"#, &one),
        (r#"{"givenName":"Ada"}"#, &two),
    ] {
        let later = in_groups(account, groups, &words);
        assert_eq!(ids(&later), ids(&first), "{account} {groups}");
        assert!(shown(&later)[1].contains(&format!("> {BO}/{NOON_MS} |")), "{account} {groups}");
    }
    let words = [in_group(said(1, NOON_MS, "hello", "")), in_group(said(2, NOON_MS + 1, "hi", ""))];
    assert_eq!(ids(&in_groups("{}", &one, &words)), ids(&in_groups("{}", &two, &words)));
}

#[test]
fn a_talk_in_a_group_is_the_same_in_each_members_export() {
    let words = |ada: u32, bo: u32| {
        let all = [said(ada, NOON_MS, "hello", ""), said(bo, NOON_MS, "hi", ""), said(ada, NOON_MS + 1, "yes", "")];
        all.map(in_group)
    };
    let groups = [9, 10].map(|id| group(id, &[BO_BYTES, ADA_BYTES])).concat();
    let ada = in_groups("{}", &groups, &words(1, 2));
    // Bo's own export, in which Ada is the contact.
    let bo = in_groups("{}", &groups, &words(2, 1))
        .replace(&format!(r#""aci":"{BO_BYTES}","profileGivenName":"Bo""#), &format!(r#""aci":"{ADA_BYTES}""#));
    let (adas, bos) = (ids(&ada), ids(&bo));
    assert!(adas[0] == bos[0] && adas[2] == bos[2], "{adas:?} {bos:?}");
    assert!(adas[0] != adas[1] && bos[0] != bos[1], "{adas:?} {bos:?}");
    let authors = |export: &str| -> Vec<String> {
        rows(&file("main.jsonl", export.as_bytes()), &Options::default())
            .into_iter()
            .map(|row| row.unwrap().message.author.handle)
            .collect()
    };
    assert_eq!(authors(&ada), authors(&bo));
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
    let answers = found.iter().map(|row| row.split(" | ").nth(3).unwrap().ends_with(&format!("> {BO}/{NOON_MS}")));
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
