//! Matrix: edits, deletions, reactions and threads as clients and servers write them.

use archive::Options;

use crate::read::{rows, show, source};

/// An event of the second `at` behind noon.
fn event(id: &str, (who, at): (&str, u32), rest: &str) -> String {
    format!(
        "{{\"event_id\":\"{id}\",\"sender\":\"@{who}:x.org\",\"origin_server_ts\":{},\"room_id\":\"!r:x.org\",{rest}}}",
        1_709_294_400_000_u64 + u64::from(at) * 1000
    )
}

fn said(id: &str, who: (&str, u32), body: &str, more: &str) -> String {
    let content =
        format!("\"type\":\"m.room.message\",\"content\":{{\"msgtype\":\"m.text\",\"body\":\"{body}\"{more}}}");
    event(id, who, &content)
}

fn edit(id: &str, who: (&str, u32), of: &str, body: &str) -> String {
    let more = format!(
        ",\"m.new_content\":{{\"msgtype\":\"m.text\",\"body\":\"{body}\"}},\"m.relates_to\":{{\"rel_type\":\"m.replace\",\"event_id\":\"{of}\"}}"
    );
    said(id, who, &format!("* {body}"), &more)
}

fn react(id: &str, who: (&str, u32), to: &str, key: &str) -> String {
    let relates = format!("{{\"rel_type\":\"m.annotation\",\"event_id\":\"{to}\",\"key\":\"{key}\"}}");
    event(id, who, &format!("\"type\":\"m.reaction\",\"content\":{{\"m.relates_to\":{relates}}}"))
}

fn redact(id: &str, who: (&str, u32), what: &str) -> String {
    event(id, who, &format!("\"type\":\"m.room.redaction\",\"content\":{{}},\"redacts\":\"{what}\""))
}

fn page(name: &str, events: &[String], state: &[String]) -> (String, String) {
    (name.to_owned(), format!("{{\"chunk\":[{}],\"start\":\"a\",\"state\":[{}]}}", events.join(","), state.join(",")))
}

fn read(files: &[(String, String)]) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    rows(&source("acme", &files), &Options::default()).iter().map(show).collect()
}

/// Of each row what stands behind the conversation.
fn check(events: &[String], expected: &[&str]) {
    let found = read(&[page("export.json", events, &[])]);
    let short = |row: &String| row.split_once(" | - | ").map_or(row.clone(), |(_, rest)| rest.to_owned());
    assert_eq!(found.iter().map(short).collect::<Vec<_>>(), expected);
}

#[test]
fn what_other_pages_of_matrix_say_of_a_message_is_told_in_it() {
    let joined = |id: &str, at: u32, name: &str| {
        event(
            id,
            ("bo", at),
            &format!(
                "\"type\":\"m.room.member\",\"state_key\":\"@bo:x.org\",\"content\":{{\"membership\":\"join\",\"displayname\":\"{name}\"}}"
            ),
        )
    };
    let named = |id: &str, at: u32, name: &str| {
        event(
            id,
            ("ada", at),
            &format!("\"type\":\"m.room.name\",\"state_key\":\"\",\"content\":{{\"name\":\"{name}\"}}"),
        )
    };
    // Pages go back in time.
    let newest = [
        edit("$e", ("ada", 60), "$1", "fixed"),
        react("$x", ("bo", 61), "$1", "👍"),
        redact("$d", ("ada", 62), "$2"),
        named("$n2", 50, "Acme help"),
        said("$3", ("bo", 63), "last", ""),
    ];
    let oldest = [said("$2", ("bo", 20), "gone", ""), named("$n1", 5, "Acme"), said("$1", ("ada", 10), "frist", "")];
    let files = [
        page("page1.json", &newest, &[joined("$s", 0, "Bo B")]),
        page("page2.json", &oldest, &[]),
        page("page3.json", &[joined("$t", 0, "Bo"), react("$x", ("bo", 61), "$1", "👍")], &[]),
    ];
    assert_eq!(
        read(&files),
        [
            "skip 1 folded",
            "skip 2 folded",
            "skip 3 folded",
            "skip 4 system: m.room.name",
            "Acme help | !r:x.org / 2024-03-01 | - | $3 > - | @bo:x.org (Bo) | 2024-03-01T12:01:03Z | \"last\"",
            "Acme help | !r:x.org / 2024-03-01 | - | $2 > - | @bo:x.org (Bo) | 2024-03-01T12:00:20Z | \"gone\" deleted",
            "skip 2 system: m.room.name",
            "Acme help | !r:x.org / 2024-03-01 | - | $1 > - | @ada:x.org | 2024-03-01T12:00:10Z | \"fixed\" edited=2024-03-01T12:01:00Z 👍×1",
            "skip 1 system: m.room.member",
            "skip 2 folded",
        ]
    );
}

#[test]
fn matrix_messages_are_edited_by_their_authors_alone_and_gone_reactions_do_not_count() {
    check(
        &[
            said("$1", ("ada", 0), "mine", ""),
            edit("$2", ("mallory", 9), "$1", "theirs"),
            edit("$3", ("ada", 1), "$1", "still mine"),
            said("$4", ("ada", 2), "thumbs", ""),
            react("$5", ("bo", 3), "$4", "👍"),
            redact("$6", ("bo", 4), "$5"),
            react("$7", ("cy", 5), "$4", "🎉"),
        ],
        &[
            "$1 > - | @ada:x.org | 2024-03-01T12:00:00Z | \"still mine\" edited=2024-03-01T12:00:01Z",
            "skip 2 folded",
            "skip 3 folded",
            "$4 > - | @ada:x.org | 2024-03-01T12:00:02Z | \"thumbs\" 🎉×1",
            "skip 5 folded",
            "skip 6 folded",
            "skip 7 folded",
        ],
    );
}

#[test]
fn edits_that_a_server_of_matrix_bundles_with_a_message_are_told() {
    let bundled = |id: &str, who: &str, content: &str| {
        let replace =
            format!("{{\"event_id\":\"$e\",\"origin_server_ts\":1709294500000,\"sender\":\"@{who}:x.org\"{content}}}");
        let unsigned = format!("\"unsigned\":{{\"m.relations\":{{\"m.replace\":{replace}}}}},");
        said(id, ("ada", 0), "words", "").replace("\"type\"", &format!("{unsigned}\"type\""))
    };
    let new = ",\"content\":{\"body\":\"* new\",\"m.new_content\":{\"msgtype\":\"m.text\",\"body\":\"new\"}}";
    check(
        &[bundled("$1", "ada", ""), bundled("$2", "ada", new), bundled("$3", "mallory", new)],
        &[
            "$1 > - | @ada:x.org | 2024-03-01T12:00:00Z | \"words\" edited=2024-03-01T12:01:40Z",
            "$2 > - | @ada:x.org | 2024-03-01T12:00:00Z | \"new\" edited=2024-03-01T12:01:40Z",
            "$3 > - | @ada:x.org | 2024-03-01T12:00:00Z | \"words\"",
        ],
    );
}

#[test]
fn messages_of_a_matrix_thread_answer_its_first_one_unless_they_quote_another() {
    let in_thread = |id: &str, at: u32, back: &str, answered: &str| {
        let relates = format!(
            ",\"m.relates_to\":{{\"rel_type\":\"m.thread\",\"event_id\":\"$4\",{back}\"m.in_reply_to\":{{\"event_id\":\"{answered}\"}}}}"
        );
        said(id, ("bo", at), "x", &relates)
    };
    let row =
        |id: &str, answered: &str, at: u32| format!("{id} > {answered} | @bo:x.org | 2024-03-01T12:00:0{at}Z | \"x\"");
    check(
        &[
            in_thread("$5", 1, "\"is_falling_back\":true,", "$4"),
            in_thread("$6", 2, "\"is_falling_back\":true,", "$5"),
            in_thread("$7", 3, "\"is_falling_back\":false,", "$5"),
            in_thread("$8", 4, "", "$5"),
        ],
        &[&row("$5", "$4", 1), &row("$6", "$4", 2), &row("$7", "$5", 3), &row("$8", "$5", 4)],
    );
}

#[test]
fn who_mostly_speaks_in_words_is_no_program_of_matrix() {
    let notice = |id: &str, who: (&str, u32)| said(id, who, "x", "").replace("m.text", "m.notice");
    let row = |id: &str, who: &str, at: u32| format!("{id} > - | @{who}:x.org | 2024-03-01T12:00:0{at}Z | \"x\"");
    check(
        &[
            notice("$1", ("ada", 1)),
            said("$2", ("ada", 2), "x", ""),
            notice("$3", ("ci", 3)),
            said("$4", ("ci", 4), "x", ""),
            notice("$5", ("ci", 5)),
            said("$6", ("ci", 6), "y", "").replace("m.text", "m.key.verification.request"),
        ],
        &[
            &row("$1", "ada", 1),
            &row("$2", "ada", 2),
            &format!("{} bot", row("$3", "ci", 3)),
            &format!("{} bot", row("$4", "ci", 4)),
            &format!("{} bot", row("$5", "ci", 5)),
            "skip 6 system: m.key.verification.request",
        ],
    );
}

/// An event as servers send it to each other in rooms of version 3 and later: without its id.
fn bare(number: u32, who: &str, rest: &str) -> String {
    format!(
        "{{\"auth_events\": [\"$a\"], \"prev_events\": [\"$p{number}\"], \"room_id\": \"!r:x.org\", \"sender\": \"@{who}:x.org\", \"depth\": {number}, \"hashes\": {{\"sha256\": \"h{number}\"}}, \"origin\": \"x.org\", \"origin_server_ts\": {}, \"signatures\": {{\"x.org\": {{\"ed25519:a\": \"y\"}}}}, \"unsigned\": {{\"age_ts\": 1}}, {rest}}}",
        1_709_294_400_000_u64 + u64::from(number) * 1000
    )
}

#[test]
fn events_without_ids_and_hashes_are_not_taken_for_each_other() {
    let text = |body: &str| {
        let words =
            format!("\"type\": \"m.room.message\", \"content\": {{\"msgtype\": \"m.text\", \"body\": \"{body}\"}}");
        bare(1, "ada", &words).replace("\"hashes\": {\"sha256\": \"h1\"}, ", "")
    };
    let found = read(&[("rooms/!r:x.org/events".to_owned(), text("one") + &text("two"))]);
    let row = |body: &str| {
        format!("!r:x.org | !r:x.org / 2024-03-01 | - | - > - | @ada:x.org | 2024-03-01T12:00:01Z | \"{body}\"")
    };
    assert_eq!(found, [row("one"), row("two")]);
}

#[test]
fn events_of_synapse_without_ids_have_those_that_answers_name() {
    // As Synapse itself makes them, told by another program: version 11 no longer hashes the origin.
    for (version, first, second) in [
        ("10", "$VaMLLIYtpCgER0Zf7Jx91xFIVKGyjuiFru6gRl7xpoo", "$4xj5YvzxGK2JalIhYeSjk_B-iOwmTdbebYOX_JEULRE"),
        ("11", "$WyCzu__hcRbQf4GYe-XnJ8LioIFMVTFHE4seBQYXFRs", "$2R6sRrK-n8-VZacACqDZ_aefYLiFx-i718J0VGWzvjg"),
    ] {
        let text = |body: &str, more: &str| {
            format!(
                "\"type\": \"m.room.message\", \"content\": {{\"msgtype\": \"m.text\", \"body\": \"{body}\"{more}}}"
            )
        };
        let answers = format!(", \"m.relates_to\": {{\"m.in_reply_to\": {{\"event_id\": \"{first}\"}}}}");
        let sign = format!(
            "\"type\": \"m.reaction\", \"content\": {{\"m.relates_to\": {{\"rel_type\": \"m.annotation\", \"event_id\": \"{first}\", \"key\": \"👍\"}}}}"
        );
        let events = [bare(1, "ada", &text("one", "")), bare(2, "bo", &text("two", &answers)), bare(3, "bo", &sign)];
        let state = [
            bare(
                0,
                "ada",
                &format!(
                    "\"type\": \"m.room.create\", \"state_key\": \"\", \"content\": {{\"room_version\": \"{version}\"}}"
                ),
            ),
            bare(0, "ada", "\"type\": \"m.room.name\", \"state_key\": \"\", \"content\": {\"name\": \"Acme help\"}"),
            bare(
                0,
                "bo",
                "\"type\": \"m.room.member\", \"state_key\": \"@bo:x.org\", \"content\": {\"membership\": \"join\", \"displayname\": \"Bo\"}",
            ),
        ];
        let found = read(&[
            ("rooms/!r:x.org/events".to_owned(), events.concat()),
            ("rooms/!r:x.org/state/$s".to_owned(), state.concat()),
            ("user_data/profile/profile".to_owned(), "{\"displayname\": \"Ada\"}".to_owned()),
        ]);
        let room = "Acme help | !r:x.org / 2024-03-01 | -";
        assert_eq!(
            found,
            [
                &format!("{room} | {first} > - | @ada:x.org | 2024-03-01T12:00:01Z | \"one\" 👍×1"),
                &format!("{room} | {second} > {first} | @bo:x.org (Bo) | 2024-03-01T12:00:02Z | \"two\""),
                "skip 3 folded",
            ]
        );
    }
}

#[test]
fn whoever_speaks_through_an_account_of_matrix_is_an_author() {
    let joined = "\"type\":\"m.room.member\",\"state_key\":\"@relay:x.org\",\"content\":{\"membership\":\"join\",\"displayname\":\"Relay\"}";
    let through = |id: &str, at: u32, body: &str, profile: &str| {
        said(id, ("relay", at), body, &format!(",\"com.beeper.per_message_profile\":{{{profile}}}"))
    };
    check(
        &[
            event("$0", ("relay", 0), joined),
            through("$1", 1, "hi", "\"id\":\"irc_zed\",\"displayname\":\"Zed\""),
            through("$2", 2, "Zed: hi: you", "\"id\":\"irc_zed\",\"displayname\":\"Zed\",\"has_fallback\":true"),
            through("$3", 3, "Zed: no", "\"displayname\":\"Zed\""),
            through("$4", 4, "me", "\"id\":\"own\",\"displayname\":\"Relay\""),
            through("$5", 5, "me too", "\"id\":\"picture\""),
            said("$6", ("relay", 6), "Zed: and me", ""),
        ],
        &[
            "skip 1 system: m.room.member",
            "$1 > - | @relay:x.org/irc_zed (Zed) | 2024-03-01T12:00:01Z | \"hi\"",
            "$2 > - | @relay:x.org/irc_zed (Zed) | 2024-03-01T12:00:02Z | \"hi: you\"",
            "$3 > - | @relay:x.org/Zed (Zed) | 2024-03-01T12:00:03Z | \"Zed: no\"",
            "$4 > - | @relay:x.org (Relay) | 2024-03-01T12:00:04Z | \"me\"",
            "$5 > - | @relay:x.org (Relay) | 2024-03-01T12:00:05Z | \"me too\"",
            "$6 > - | @relay:x.org (Relay) | 2024-03-01T12:00:06Z | \"Zed: and me\"",
        ],
    );
}
