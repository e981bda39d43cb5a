//! Google Chat as a Takeout has it.

use archive::Options;

use crate::read::{file, rows, show, source};

const GROUPS: &str = "Takeout/Google Chat/Groups";

fn shown(source: &archive::Source) -> Vec<String> {
    rows(source, &Options::default()).iter().map(show).collect()
}

/// A message of Ada's on the fourth of March, in a topic of its own.
fn said(id: &str, rest: &str) -> String {
    message(&format!("S1/{id}/{id}"), rest)
}

fn message(id: &str, rest: &str) -> String {
    format!(
        r#"{{"creator":{{"name":"Ada","email":"ada@acme.example","user_type":"Human"}},"created_date":"Monday, March 4, 2024 at 1:46:40 PM UTC",{rest},"topic_id":"{}","message_id":"{id}"}}"#,
        id.split('/').nth(1).unwrap()
    )
}

fn chat(messages: &[String]) -> String {
    format!("{{\"messages\":[{}]}}", messages.join(","))
}

/// What is shown of the messages of a space: what stands behind the author.
fn told(messages: &[String], beside: &[(&str, &[u8])]) -> Vec<String> {
    let text = chat(messages);
    let folder = format!("{GROUPS}/Space S1");
    let mut files = vec![(format!("{folder}/messages.json"), text.as_bytes())];
    files.extend(beside.iter().map(|(name, bytes)| (format!("{folder}/{name}"), *bytes)));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
    let known = |line: &String| line.split_once("13:46:40Z | ").map_or(line.clone(), |(_, rest)| rest.to_owned());
    shown(&source("takeout.zip", &files)).iter().map(known).collect()
}

#[test]
fn links_quotes_and_what_programs_tell_of_a_google_chat_are_words_or_none() {
    let url = |from: &str, url: &str| {
        format!(
            r#""annotations":[{{"start_index":{from},"length":4,"url_metadata":{{"title":"not said","url":{{"private_do_not_access_or_else_safe_url_wrapped_value":"{url}"}}}}}}]"#
        )
    };
    let found = told(
        &[
            said("a", &format!(r#""text":"see here",{}"#, url("4", "https://acme.example/a/"))),
            said("b", &format!(r#""text":"see acme.example/a",{}"#, url("4", "https://acme.example/a/"))),
            said("c", r#""annotations":[{"youtube_metadata":{"id":"x7Yz","start_time":0}}]"#),
            said("d", r#""text":"https://youtu.be/x7Yz","annotations":[{"youtube_metadata":{"id":"x7Yz"}}]"#),
            said(
                "e",
                r#""annotations":[{"video_call_metadata":{"meeting_space":{"meeting_url":"https://meet.acme.example/abc"}}}]"#,
            ),
            said("f", r#""text":"no","quoted_message_metadata":{"creator":{"name":"Grace"},"text":"shall we?\nnow?"}"#),
            said(
                "g",
                r#""annotations":[{"gsuite_integration_metadata":{"tasks_data":{"task_properties":{"title":"Write"}}}}]"#,
            ),
            said(
                "h",
                r#""text":"Call at ten","annotations":[{"gsuite_integration_metadata":{"call_data":{"call_status":"CALL_ENDED"}}}]"#,
            ),
            said("i", r#""text":" ""#),
            said(
                "j",
                r#""text":"liked","reactions":[{"emoji":{"unicode":"❤"}},{"emoji":{}},{"emoji":{"unicode":"👍"},"reactor_emails":["a@x","b@x"]}]"#,
            ),
        ],
        &[],
    );
    assert_eq!(
        found,
        [
            "\"see here\\nhttps://acme.example/a/\"",
            "\"see acme.example/a\"",
            "\"https://www.youtube.com/watch?v=x7Yz\"",
            "\"https://youtu.be/x7Yz\"",
            "\"https://meet.acme.example/abc\"",
            "\"> shall we?\\n> now?\\nno\"",
            "skip 7 system: tasks_data",
            "\"Call at ten\"",
            "skip 9 no_text",
            "\"liked\" ❤×1 👍×2",
        ]
    );
}

#[test]
fn files_of_a_google_chat_are_found_under_the_names_that_a_takeout_gives_them() {
    let files = |name: &str| format!(r#""attached_files":[{{"original_name":"{0}","export_name":"File-{0}"}}]"#, name);
    let found = told(
        &[
            said("a", &files("pic.png")),
            said("b", &files("pic.png")),
            said("c", &files("pic.png")),
            said("d", &files("49?account_id=3.png")),
            said("e", &files("photo")),
            said("f", &files("gone.pdf")),
            said("g", r#""attached_files":[{"export_name":"File-only.txt"},{}]"#),
            said("h", r#""text":"plan","annotations":[{"drive_metadata":{"id":"d1","title":"Plan.pdf"}}]"#),
            said(
                "i",
                r#""text":"drive.google.com/open?id=d1","annotations":[{"drive_metadata":{"id":"d1","title":"Plan.pdf"}}]"#,
            ),
        ],
        &[
            ("File-pic.png", b"1"),
            ("File-pic(1).png", b"22"),
            ("File-49_account_id=3.png", b"333"),
            ("File-photo.jpg", b"4444"),
            ("File-only.txt", b"55555"),
        ],
    );
    assert_eq!(
        found,
        [
            "\"\" file=pic.png:image/png:1:-",
            "\"\" file=pic.png:image/png:2:-",
            // There is no third one, and nobody can tell that it is the first.
            "\"\" file=pic.png:image/png:-:- !file_left_out",
            "\"\" file=49?account_id=3.png:image/png:3:-",
            "\"\" file=photo:application/octet-stream:4:-",
            "\"\" file=gone.pdf:application/pdf:-:- !file_left_out",
            "\"\" file=File-only.txt:text/plain:5:-",
            "\"plan\" file=Plan.pdf:application/pdf:-:https://drive.google.com/open?id=d1",
            "\"drive.google.com/open?id=d1\"",
        ]
    );
}

#[test]
fn a_talk_without_topics_is_told_by_days_and_its_replies_join_what_they_answer() {
    let first = message("D1/a/a", r#""text":"first""#);
    let late = message("D1/a/b", r#""text":"late""#).replace("March 4", "March 9");
    let gone = r#"{"message_state":"DELETED","deleted_date":"Tuesday, March 5, 2024 at 1:46:40 PM UTC","topic_id":"c","message_id":"D1/c/c"}"#;
    let text = chat(&[first, late, gone.to_owned()]);
    let unnamed = r#"{"members":[{"name":"Ada","email":"ada@acme.example"},{"email":"grace@acme.example"},{}]}"#;
    let conversations = |folder: &str, group: &str| -> Vec<String> {
        let path = |name: &str| format!("{GROUPS}/{folder}/{name}");
        let (group_path, messages_path) = (path("group_info.json"), path("messages.json"));
        let mut files: Vec<(&str, &[u8])> = vec![(&messages_path, text.as_bytes())];
        files.extend((!group.is_empty()).then_some((group_path.as_str(), group.as_bytes())));
        let found = shown(&source("takeout.zip", &files));
        found.iter().map(|line| line.split(" | ").take(2).collect::<Vec<_>>().join(": ")).collect()
    };
    let days = ["D1 / 2024-03-04", "D1 / 2024-03-04", "D1 / 2024-03-05"];
    let topics = ["D1 / a", "D1 / a", "D1 / c"];
    for (folder, group, name, keys) in [
        ("DM D1", "", "DM D1", days),
        ("DM D1", unnamed, "Ada, grace@acme.example", days),
        ("Space D1", unnamed, "Ada, grace@acme.example", days),
        ("Space D1", "", "Space D1", topics),
        ("Space D1", r#"{"name":"Acme","members":[]}"#, "Acme", topics),
    ] {
        assert_eq!(conversations(folder, group), keys.map(|key| format!("{name}: {key}")), "{folder} {group}");
    }
}

#[test]
fn a_google_chat_alone_is_told_by_the_ids_of_its_messages() {
    let by_name = r#"{"creator":{"name":"Robot","user_type":"BOT"},"created_date":"Dienstag, 5. März 2024 um 08:00:00 UTC","text":"hallo","topic_id":"t"}"#;
    let text = chat(&[message("S1/a/b", r#""text":"x""#), by_name.to_owned()]);
    assert_eq!(
        shown(&file("messages.json", text.as_bytes())),
        [
            "S1 | S1 / a | - | S1/a/b > S1/a/a | ada@acme.example (Ada) | 2024-03-04T13:46:40Z | \"x\"",
            "messages | messages / t | - | - > - | Robot | 2024-03-05T08:00:00Z | \"hallo\" bot",
        ]
    );
    let cut = &text.as_bytes()[..text.find(r#","user_type":"BOT""#).unwrap()];
    let found = shown(&file("chat of march.json", cut));
    assert!(found.len() == 2 && found[1].starts_with("skip 2 broken"), "{found:?}");
}

#[test]
fn a_damaged_list_of_members_costs_no_message() {
    let text = chat(&[message("S1/a/a", r#""text":"x""#)]);
    let path = format!("{GROUPS}/Space S1/messages.json");
    let group = format!("{GROUPS}/Space S1/group_info.json");
    let found = shown(&source("t.zip", &[(&path, text.as_bytes()), (&group, b"{\"name\":\"Acme\",\"members\":[3,")]));
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("skip 2 names") && found[1].starts_with("skip 3 names"), "{found:?}");
    assert!(found[2].starts_with("Acme | S1 / a |"), "{found:?}");
}

#[test]
fn the_chats_of_a_whole_takeout_are_read_and_its_mail_when_asked_for() {
    let text = chat(&[message("S1/a/a", r#""text":"x""#)]);
    let path = format!("{GROUPS}/Space S1/messages.json");
    let mail = b"From 1@xxx Mon Mar 04 12:00:00 +0000 2024\nFrom: ada@acme.example\nSubject: x\n\nhello\n";
    let walks: Vec<String> = (0..3_000).map(|number| format!("Takeout/Fit/{number}.json")).collect();
    let mut files: Vec<(&str, &[u8])> = vec![
        ("Takeout/Contacts/All Contacts/All Contacts.vcf", b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\n"),
        (&path, text.as_bytes()),
        ("Takeout/Mail/All mail.mbox", mail),
    ];
    files.extend(walks.iter().map(|path| (path.as_str(), b"{\"sport\":\"walk\"}".as_slice())));
    let takeout = source("takeout.zip", &files);
    let plan = archive::plan(&takeout, &Options::default()).unwrap();
    assert_eq!((plan.format.name, plan.messages, plan.channels.len()), ("google_chat", 1, 1));
    let found = shown(&takeout);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("Takeout/Mail/All mail.mbox (mbox)") && found[1].ends_with("\"x\""), "{found:#?}");
    let mail = Options { format: Some("mbox".to_owned()), ..Options::default() };
    assert_eq!(rows(&takeout, &mail).iter().filter(|row| row.is_ok()).count(), 1);
}

#[test]
fn a_chat_whose_folder_was_given_another_name_is_read_beside_others() {
    let text = |id: &str| chat(&[message(&format!("{id}/a/a"), r#""text":"x""#)]);
    let (first, second) = (text("S1"), text("S2"));
    let files = [("Space S1/messages.json", first.as_bytes()), ("team/messages.json", second.as_bytes())];
    let found = shown(&source("chats", &files));
    assert!(found.len() == 2 && found[1].starts_with("team | S2 / a |"), "{found:#?}");
}

#[test]
fn what_another_program_says_is_no_google_chat() {
    for text in [
        r#"{"messages":[{"creator":"ada","created_date":"2024-03-04","topic_id":3,"text":"hi"}]}"#,
        r#"{"messages":[{"topic_id":3,"deleted_date":null,"text":"hi"}]}"#,
        r#"{"forum":{"messages":[{"creator":{"email":"a@x"},"created_date":"2024-03-04","topic_id":3,"text":"hi"}]}}"#,
    ] {
        let found = archive::choose(&file("forum.json", text.as_bytes()), &Options::default());
        assert!(!found.is_ok_and(|(format, _)| format.name == "google_chat"), "{text}");
    }
}
