//! Slack: who speaks, what later rows tell of earlier ones, and words that stand elsewhere than in the text.

use archive::Options;

use crate::read::{rows, show, source};

const CHANNELS: (&str, &str) = ("channels.json", "[{\"id\":\"C1\",\"name\":\"general\"}]");
const USERS: (&str, &str) =
    ("users.json", "[{\"id\":\"U1\",\"team_id\":\"T1\",\"name\":\"ada\",\"profile\":{\"real_name\":\"Ada\"}}]");

/// Of each row its channel, id and who speaks.
fn places(files: &[(&str, &str)]) -> Vec<String> {
    let short = |row: &String| {
        let cells: Vec<&str> = row.split(" | ").collect();
        format!("{} | {} | {}", cells[0], cells[3], cells[4])
    };
    read(files).iter().map(short).collect()
}

fn read(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    rows(&source("acme", &files), &Options::default()).iter().map(show).collect()
}

/// One row of the second `at`.
fn row(at: u32, rest: &str) -> String {
    format!("{{\"type\":\"message\",\"ts\":\"17000000{at:02}.000100\",{rest}}}")
}

/// What a day of the channel says: of each row who speaks, and what stands behind the time.
fn said(day: &[String]) -> Vec<String> {
    let day = format!("[{}]", day.join(","));
    let found = read(&[CHANNELS, USERS, ("general/2023-11-14.json", &day)]);
    let short = |row: &String| {
        let Some((_, rest)) = row.split_once(" > - | ") else { return row.clone() };
        let (who, rest) = rest.split_once(" | ").unwrap();
        format!("{who} | {}", rest.split_once(" | ").unwrap().1)
    };
    found.iter().map(short).collect()
}

#[test]
fn a_person_of_slack_in_whose_name_a_program_speaks_stays_a_person() {
    assert_eq!(
        said(&[
            row(1, r#""subtype":"bot_message","text":"by rule","user":"U1","bot_id":"B1","username":"Rules""#),
            row(2, r#""text":"by hand","user":"U1""#),
        ]),
        ["B1 (Rules) | \"by rule\" bot", "U1 (Ada) | \"by hand\""]
    );
}

#[test]
fn programs_of_slack_that_share_a_number_are_told_apart_by_their_names() {
    let by = |at: u32, bot: &str, name: &str| {
        row(at, &format!(r#""subtype":"bot_message","text":"x","bot_id":"{bot}","username":"{name}""#))
    };
    assert_eq!(
        said(&[
            by(1, "B1", "Forge"),
            by(2, "B1", "Builder"),
            by(3, "B2", "Pager"),
            by(4, "B2", "Pager"),
            row(5, r#""subtype":"bot_message","text":"x","bot_id":"B1""#),
        ]),
        [
            "B1/Forge (Forge) | \"x\" bot",
            "B1/Builder (Builder) | \"x\" bot",
            "B2 (Pager) | \"x\" bot",
            "B2 (Pager) | \"x\" bot",
            "B1 | \"x\" bot",
        ]
    );
}

#[test]
fn the_new_version_of_a_slack_message_is_read_with_its_cards() {
    let bot =
        |at: u32, rest: &str| row(at, &format!(r#""subtype":"bot_message","bot_id":"B1","username":"CI",{rest}"#));
    let change = |at: u32, new: &str| row(at, &format!(r#""subtype":"message_changed","hidden":true,"message":{new}"#));
    assert_eq!(
        said(&[
            bot(1, r#""text":"","attachments":[{"text":"Build started"}]"#),
            bot(2, r#""text":"Build","attachments":[{"text":"0 of 3 steps"}]"#),
            row(
                3,
                r#""user":"U1","text":"see","files":[{"id":"F1","name":"a.txt","url_private":"https://f.example/a.txt"}]"#
            ),
            change(11, &bot(1, r#""text":"","attachments":[{"text":"Build passed"}]"#)),
            change(12, &bot(2, r#""text":"Build passed","attachments":[{"text":"3 of 3 steps"}]"#)),
            change(13, r#"{"ts":"1700000003.000100","text":"see this"}"#),
        ]),
        [
            "B1 (CI) | \"Build passed\" bot",
            "B1 (CI) | \"Build passed\\n3 of 3 steps\" bot",
            "U1 (Ada) | \"see this\" file=a.txt:application/octet-stream:-:https://f.example/a.txt",
            "skip 4 folded",
            "skip 5 folded",
            "skip 6 folded",
        ]
    );
}

#[test]
fn changes_of_slack_messages_that_are_not_there_bring_the_words_themselves() {
    let change = |at: u32, rest: &str| row(at, &format!(r#""subtype":"message_changed","hidden":true,{rest}"#));
    let gone = |at: u32, rest: &str| row(at, &format!(r#""subtype":"message_deleted","hidden":true,{rest}"#));
    let old = |at: u32, text: &str| {
        format!(r#"{{"type":"message","user":"U1","text":"{text}","ts":"16999999{at:02}.000100"}}"#)
    };
    let tombstone =
        r#"{"subtype":"tombstone","user":"USLACKBOT","text":"This message was deleted.","ts":"1699999905.000100"}"#;
    assert_eq!(
        said(&[
            change(1, &format!(r#""message":{},"previous_message":{}"#, old(1, "second"), old(1, "first"))),
            change(2, &format!(r#""message":{}"#, old(1, "third"))),
            gone(3, &format!(r#""deleted_ts":"1699999902.000100","previous_message":{}"#, old(2, "deleted words"))),
            gone(4, r#""deleted_ts":"1699999903.000100""#),
            change(5, &format!(r#""message":{}"#, old(4, "kept"))),
            gone(6, r#""deleted_ts":"1699999904.000100""#),
            change(7, &format!(r#""message":{tombstone},"previous_message":{}"#, old(5, "under a stone"))),
        ]),
        [
            "skip 1 folded",
            "U1 (Ada) | \"third\"",
            "U1 (Ada) | \"deleted words\" deleted",
            "skip 4 folded",
            "U1 (Ada) | \"kept\" deleted",
            "skip 6 folded",
            "U1 (Ada) | \"under a stone\" deleted",
        ]
    );
}

#[test]
fn a_thread_that_slackdump_saved_alone_is_no_channel_of_its_own() {
    let first = row(1, r#""user":"U1","text":"first","thread_ts":"1700000001.000100""#);
    let answer = row(2, r#""user":"U2","text":"answer","thread_ts":"1700000001.000100""#);
    let whole = format!(r#"{{"name":"help","messages":[{first}],"channel_id":"C05DUMP"}}"#);
    let thread = format!(r#"{{"name":"help","messages":[{first},{answer}],"channel_id":"C05DUMP"}}"#);
    let found = read(&[("C05DUMP.json", &whole), ("C05DUMP-1700000001.000100.json", &thread)]);
    let ids: Vec<&str> = found.iter().map(|row| row.split(" | ").nth(3).unwrap()).collect();
    let (first, answer) = ("C05DUMP/1700000001.000100 > -", "C05DUMP/1700000002.000100 > C05DUMP/1700000001.000100");
    assert_eq!(ids, [first, answer, first]);
}

#[test]
fn files_that_slackdump_puts_into_a_folder_of_the_channel_are_kept() {
    let message = row(1, r#""user":"U1","text":"","files":[{"id":"F02PIC","name":"car.jpg","mimetype":"image/jpeg"}]"#);
    let lost = row(2, r#""user":"U1","text":"","files":[{"id":"F03PIC","name":"car.jpg","mimetype":"image/jpeg"}]"#);
    let dump = format!(r#"{{"messages":[{message},{lost}],"channel_id":"C05DUMP"}}"#);
    let found = read(&[("C05DUMP.json", &dump), ("C05DUMP/F02PIC-car.jpg", "jpeg")]);
    assert!(found[0].ends_with("\"\" file=car.jpg:image/jpeg:4:-"), "{found:?}");
    assert!(found[1].ends_with("\"\" file=car.jpg:image/jpeg:-:- !file_left_out"), "{found:?}");
}

#[test]
fn people_of_other_firms_are_named_by_their_own_rows() {
    assert_eq!(
        said(&[
            row(1, r#""user":"U9","text":"hi","user_profile":{"real_name":"Eve","display_name":"eve"}"#),
            row(
                2,
                r#""user":"U1","text":"thanks <@U9> and <@U8> of <!subteam^S12>","user_profile":{"real_name":"Other"}"#
            ),
            row(3, r#""user":"U9","text":"bye""#),
        ]),
        ["U9 (Eve) | \"hi\"", "U1 (Ada) | \"thanks @Eve and @U8 of @S12\"", "U9 (Eve) | \"bye\""]
    );
}

#[test]
fn words_of_slack_that_stand_in_mails_blocks_and_heads_of_cards_are_kept() {
    let mail = r#""user":"U1","text":"","files":[{"id":"F2","name":"Re: Invoice","mimetype":"text/html","mode":"email","subject":"Re: Invoice","plain_text":"Please pay &amp; smile.","url_private":"https://f.example/F2"}]"#;
    let blocks = r#""user":"U1","text":"","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"the real words"}]}]}],"attachments":[{"fallback":"[no preview available]","image_url":"https://e.example/a.png"}]"#;
    let card = r#""subtype":"bot_message","bot_id":"B7","username":"forge","text":"","attachments":[{"pretext":"Opened","author_name":"ada-f","title":"Fix","text":"Body"}]"#;
    assert_eq!(
        said(&[row(1, mail), row(2, blocks), row(3, card)]),
        [
            "U1 (Ada) | \"Re: Invoice\\nPlease pay &amp; smile.\" file=Re: Invoice:text/html:-:https://f.example/F2",
            "U1 (Ada) | \"the real words\" file=a.png:image/png:-:https://e.example/a.png",
            "B7 (forge) | \"ada-f\\nOpened\\nFix\\nBody\" bot",
        ]
    );
}

#[test]
fn workspaces_of_a_grid_have_channels_of_their_own() {
    let general = |id: &str| format!("[{{\"id\":\"{id}\",\"name\":\"general\"}}]");
    let day = |text: &str| format!("[{}]", row(1, &format!(r#""user":"W1","text":"{text}""#)));
    let found = read(&[
        ("org_users.json", "[{\"id\":\"W1\",\"team_id\":\"E1\",\"real_name\":\"Ada\"}]"),
        ("teams/eng/channels.json", &general("C0ENG")),
        ("teams/eng/general/2023-11-14.json", &day("eng")),
        ("teams/ops/channels.json", &general("C0OPS")),
        ("teams/ops/general/2023-11-14.json", &day("ops")),
    ]);
    let ids: Vec<&str> = found.iter().map(|row| row.split(" | ").nth(3).unwrap()).collect();
    assert_eq!(ids, ["C0ENG/1700000001.000100 > -", "C0OPS/1700000001.000100 > -"]);
}

#[test]
fn a_slack_text_of_signs_that_nothing_closes_is_read_at_once() {
    let signs = "<".repeat(1_000_000);
    let found = said(&[row(1, &format!("\"user\":\"U1\",\"text\":\"<@U1> {signs}\""))]);
    assert!(found[0].starts_with("U1 (Ada) | \"@Ada <<<"), "{}", &found[0][..40]);
    assert_eq!(found[0].matches('<').count(), 1_000_000);
}

#[test]
fn telephone_numbers_of_slack_stand_once() {
    let text = r#""user":"U1","text":"<tel:+4930123|+49 30 123> <tel:112> <tel:+4930123|our desk>""#;
    assert_eq!(said(&[row(1, text)]), ["U1 (Ada) | \"+49 30 123 112 our desk <tel:+4930123>\""]);
}

#[test]
fn answers_that_stand_in_the_message_which_they_answer_are_read() {
    let answer = |at: u32| row(at, r#""user":"U2","text":"answer","thread_ts":"1700000001.000100""#);
    let short = |at: u32| format!(r#"{{"ts":"17000000{at:02}.000100","user":"U2","text":"answer"}}"#);
    let first = row(1, r#""user":"U1","text":"first","thread_ts":"1700000001.000100""#);
    for (name, list) in [
        ("replies", [answer(2), answer(3)]),
        ("$replies", [first, answer(2)]),
        ("thread_replies", [answer(2), short(3)]),
        ("thread", [short(2), short(3)]),
    ] {
        let answers = list.len() - usize::from(list[0].contains("first"));
        let root = row(1, &format!(r#""user":"U1","text":"first","reply_count":2,"{name}":[{}]"#, list.join(",")));
        let found = read(&[CHANNELS, USERS, ("general/2023-11-14.json", &format!("[{root}]"))]);
        let ids: Vec<&str> = found.iter().map(|row| row.split(" | ").nth(3).unwrap()).collect();
        let all = ["1.000100 > -", "2.000100 > C1/1700000001.000100", "3.000100 > C1/1700000001.000100"];
        let all = all.map(|rest| format!("C1/170000000{rest}"));
        assert_eq!(ids, &all[..=answers], "{name}: {found:?}");
    }
    // Slack's own export says who answered when, and has the answers themselves elsewhere.
    let root =
        row(1, r#""user":"U1","text":"first","replies":[{"user":"U2","ts":"1700000002.000100"}],"thread":{"a":1}"#);
    assert_eq!(said(&[root]), ["U1 (Ada) | \"first\""]);
}

#[test]
fn answers_in_a_list_of_threads_are_read() {
    let first = row(1, r#""user":"U1","text":"first","thread_ts":"1700000001.000100""#);
    let answer = row(2, r#""user":"U2","text":"answer","thread_ts":"1700000001.000100""#);
    let threads = format!("[\n [{first}, {answer}], []]");
    let found = read(&[("C1.json", &format!("[{first}]")), ("more/C1.json", &threads)]);
    let ids: Vec<&str> = found.iter().map(|row| row.split(" | ").nth(3).unwrap()).collect();
    let (first, answer) = ("C1/1700000001.000100 > -", "C1/1700000002.000100 > C1/1700000001.000100");
    assert_eq!(ids, [first, first, answer]);
    let alone = read(&[("C1.json", &threads)]);
    assert_eq!(alone.len(), 2, "{alone:?}");
}

#[test]
fn files_of_one_name_in_the_folders_of_channels_are_not_one_channel() {
    let day = |who: &str| format!("[{}]", row(1, &format!(r#""user":"{who}","text":"x""#)));
    for (general, random) in [
        ("general/messages.json", "random/messages.json"),
        ("conversations/general/history/0.json", "conversations/random/history/0.json"),
        ("general/1700000001.000100.json", "random/threads/1700000001.000100.json"),
    ] {
        assert_eq!(
            places(&[(general, &day("U1")), (random, &day("U2"))]),
            ["general | general/1700000001.000100 > - | U1", "random | random/1700000001.000100 > - | U2"],
            "{general}"
        );
    }
    // One file alone, or files with names of their own, are called by them.
    assert_eq!(places(&[("general/messages.json", &day("U1"))]), ["messages | messages/1700000001.000100 > - | U1"]);
    assert_eq!(
        places(&[("channels/general.json", &day("U1")), ("threads/general.json", &day("U2"))]),
        ["general | general/1700000001.000100 > - | U1", "general | general/1700000001.000100 > - | U2"]
    );
}

#[test]
fn lists_of_people_and_channels_are_read_as_the_api_and_tools_write_them() {
    let said = format!("[{}]", row(1, r#""user":"U1","text":"hi""#));
    let (user, channel) = (r#"{"id":"U1","name":"ada"}"#, r#"{"id":"C1","name":"general"}"#);
    for (users, channels) in [
        (
            ("users.json", format!(r#"{{"ok":true,"members":[{user}]}}"#)),
            format!(r#"{{"ok":true,"channels":[{channel}]}}"#),
        ),
        (("users.json", format!(r#"{{"U1":{user}}}"#)), format!(r#"{{"C1":{channel}}}"#)),
        (("user_list.json", format!("[{user}]")), format!("[{channel}]")),
        (("people/lists/users.json", format!(r#"[{{"ok":true,"members":[{user}]}}]"#)), format!("[{channel}]")),
    ] {
        for list in ["channels.json", "data/lists/channels.json", "channel_list.json", "lists/conversations.json"] {
            let files = [(list, &*channels), (users.0, &*users.1), ("general/2023-11-14.json", &*said)];
            assert_eq!(places(&files), ["general | C1/1700000001.000100 > - | U1 (ada)"], "{list} {users:?}");
        }
    }
    // Of several lists none is that of all, and one that somebody sent is none.
    let files = [
        ("a/b/users.json", &*format!("[{user}]")),
        ("a/c/users.json", "[]"),
        ("__uploads/F1/channels.json", &*format!("[{channel}]")),
        ("general/2023-11-14.json", &said),
    ];
    assert_eq!(places(&files), ["general | general/1700000001.000100 > - | U1"]);
}

#[test]
fn what_two_say_to_each_other_is_called_by_the_other() {
    let said = format!("[{}]", row(1, r#""user":"U1","text":"hi""#));
    let list = r#"[{"id":"D1","user":"U1","is_im":true},{"id":"D2","user":"U2"},{"id":"D3","name":""}]"#;
    let files = [("dms.json", list), USERS, ("D1.json", &said), ("D2.json", &said), ("D3.json", &said)];
    let rooms: Vec<String> = places(&files).iter().map(|row| row.split(" > ").next().unwrap().to_owned()).collect();
    let id = "1700000001.000100";
    assert_eq!(rooms, [format!("Ada | D1/{id}"), format!("U2 | D2/{id}"), format!("D3 | D3/{id}")]);
}

#[test]
fn files_of_threads_and_channels_are_of_the_channel_whose_id_they_name() {
    let said = format!("[{}]", row(1, r#""user":"U1","text":"hi""#));
    for name in ["C1", "C1-1700000001.000100", "C1_1700000001.000100", "C1_1700000001_000100", "channel-replies_C1"] {
        let found = places(&[(&format!("x/{name}.json"), &said)]);
        assert_eq!(found, ["C1 | C1/1700000001.000100 > - | U1"], "{name}");
    }
    let found = places(&[CHANNELS, ("x/messages_C1_general.json", &said), ("y/C1/history/0.json", &said)]);
    assert_eq!(found, ["general | C1/1700000001.000100 > - | U1"; 2]);
}

#[test]
fn a_message_a_line_is_read_too() {
    let first = row(1, r#""user":"U1","text":"first","thread_ts":"1700000001.000100""#);
    let answer = row(2, r#""user":"U2","text":"answer","thread_ts":"1700000001.000100""#);
    for name in ["general.jsonl", "general.ndjson", "general.json"] {
        let lines = format!("{first}\n{{broken\n\n{answer}\n");
        let found = read(&[CHANNELS, USERS, (name, &lines)]);
        let ids: Vec<&str> = found.iter().map(|row| row.split(" | ").nth(3).unwrap_or("skip")).collect();
        let (first, answer) = ("C1/1700000001.000100 > -", "C1/1700000002.000100 > C1/1700000001.000100");
        assert_eq!(ids, [first, "skip", answer], "{name}: {found:?}");
    }
    // Not everything with these names is Slack's.
    let other = r#"{"type":"message","ts":"2024-03-01T10:00:00Z","user":"ada","text":"hi"}"#;
    let found = read(&[("log.jsonl", &format!("{other}\n{other}\n"))]);
    assert!(found[0].contains(" | ada | 2024-03-01T10:00:00Z | \"hi\""), "{found:?}");
}
