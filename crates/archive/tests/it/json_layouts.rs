//! Documents of JSON that lay out their objects in other ways than a line each or one list.

use archive::Options;

use crate::read::{file, mapped, rows, show, source};

fn check(content: &str, map: &str, expected: &[&str]) {
    let options = if map.is_empty() { Options::default() } else { mapped(map) };
    let shown: Vec<String> = rows(&file("talk.json", content.as_bytes()), &options).iter().map(show).collect();
    assert_eq!(shown, expected, "{content} {map}");
}

fn refused(content: &str, expected: &str) {
    refused_by(content, &Options::default(), expected);
}

fn refused_by(content: &str, options: &Options, expected: &str) {
    let Err(error) = archive::open(&file("talk.json", content.as_bytes()), options) else { panic!("{content}") };
    assert_eq!(error.to_string(), expected);
}

/// The same document over several lines.
fn pretty(content: &str) -> String {
    serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(content).unwrap()).unwrap()
}

const ADA: &str = r#"{"author":"ada","text":"hi","time":1709546400}"#;
const BOB: &str = r#"{"author":"bob","text":"re","time":1709546401}"#;
const SHOWN: [&str; 2] = [
    r#"talk | (digest) | - | - > - | ada | 2024-03-04T10:00:00Z | "hi""#,
    r#"talk | (digest) | - | - > - | bob | 2024-03-04T10:00:01Z | "re""#,
];

#[test]
fn a_list_inside_an_object_is_read() {
    let page =
        format!(r#"{{"total":2,"page":{{"next":null}},"messages":[{ADA},{BOB}],"tags":[{{"id":1}}],"names":["x"]}}"#);
    check(&page, "", &SHOWN);
    check(&pretty(&page), "", &SHOWN);
    check(&page, "text=text,author=author,time=time", &SHOWN);
    // What a plan shows may be sent back as it is.
    let source = file("talk.json", page.as_bytes());
    let plan = archive::plan(&source, &Options::default()).unwrap();
    assert_eq!(
        (plan.format.name, plan.messages, plan.map.to_string().as_str()),
        ("jsonl", 2, "text=text,author=author,time=time")
    );
    check(&page, &plan.map.to_string(), &SHOWN);
}

#[test]
fn a_long_document_is_read_past_its_beginning() {
    let people = vec![r#"{"id":7,"name":"Grace"}"#; 5_000].join(",");
    let messages = vec![ADA; 3_000].join(",\n");
    let document = format!("{{\"people\":[{people}],\n\"messages\":[{messages}]}}");
    let shown = rows(&file("talk.json", document.as_bytes()), &Options::default());
    assert_eq!(shown.len(), 3_000);
    assert!(shown.iter().all(|row| show(row) == SHOWN[0]));
    // What is cut short brings what is whole.
    let cut = &document[..document.len() - 10];
    let shown = rows(&file("talk.json", cut.as_bytes()), &Options::default());
    assert_eq!(shown.iter().filter(|row| row.is_ok()).count(), 2_999);
    assert!(show(&shown[2_999]).starts_with("skip 3000 broken"), "{}", show(&shown[2_999]));
}

#[test]
fn a_map_finds_the_list_that_has_its_text() {
    let feed = r#"{"feed":[{"post":{"record":{"words":"hi"},"by":"ada"}}],"notes":[{"words":"no"}],"cursor":"x"}"#;
    let map = "text=post.record.words,author=post.by";
    for feed in [feed.to_owned(), pretty(feed)] {
        check(&feed, map, &[r#"talk | (digest) | - | - > - | ada | - | "hi" !no_time"#]);
        refused(
            &feed,
            "talk.json: no field is called like a text, nor any of the objects in `feed`, `notes`; say which of theirs is \
             with --map text=…",
        );
    }
}

#[test]
fn of_two_lists_with_texts_none_is_chosen() {
    let document = format!(r#"{{"posts":[{ADA}],"comments":[{BOB}]}}"#);
    let why = "talk.json: its lists `posts`, `comments` all hold texts; make each a file of its own, such as with jq";
    refused(&document, why);
    refused(&pretty(&document), why);
    refused_by(&document, &mapped("text=text,author=author"), why);
}

#[test]
fn a_list_inside_an_object_does_not_tell_how_plain_lists_are_read() {
    let people = r#"{"people":[{"id":7,"name":"Ada","description":"Likes tea."}]}"#;
    let message = r#"{"id":1,"author":"ada","text":"hi","time":1709546400}"#;
    let talk = source("talk", &[("a.json", people.as_bytes()), ("b.json", format!("[{message}]").as_bytes())]);
    let shown: Vec<String> = rows(&talk, &Options::default()).iter().map(show).collect();
    assert!(shown.contains(&r#"talk | 1 | - | 1 > - | ada | 2024-03-04T10:00:00Z | "hi""#.to_owned()), "{shown:?}");
}

#[test]
fn pages_of_a_list_are_read_file_by_file() {
    let page = |message: &str| format!(r#"{{"messages":[{message}],"next":1}}"#);
    let pages = source("talk", &[("1.json", page(ADA).as_bytes()), ("2.json", pretty(&page(BOB)).as_bytes())]);
    let shown: Vec<String> = rows(&pages, &Options::default()).iter().map(show).collect();
    assert_eq!(shown, SHOWN);
}

#[test]
fn objects_over_several_lines_or_on_one_are_read() {
    check(&format!("{}\n{}\n", pretty(ADA), pretty(BOB)), "", &SHOWN);
    check(&format!("{ADA}{BOB}"), "", &SHOWN);
    check(&format!("{ADA}\n{BOB}"), "", &SHOWN);
}

#[test]
fn a_broken_line_does_not_make_lines_a_document() {
    let lines = format!("{{\"author\":\"cy\",\n{ADA}\n{BOB}\n");
    let shown: Vec<String> =
        rows(&file("talk.jsonl", lines.as_bytes()), &Options::default()).iter().map(show).collect();
    assert_eq!(shown[1..], SHOWN);
    let lines = format!("{ADA} and more\n{ADA}\n{BOB}\n");
    let shown: Vec<String> =
        rows(&file("talk.jsonl", lines.as_bytes()), &Options::default()).iter().map(show).collect();
    assert_eq!(shown[1..], SHOWN);
}

#[test]
fn an_object_with_words_of_its_own_is_one_message() {
    let object = format!(r#"{{"author":"cy","text":"top","replies":[{ADA}]}}"#);
    check(
        &object,
        "",
        &[
            r#"talk | (digest) | - | - > - | cy | - | "top" !no_time"#,
            "skip 1 unsupported: its list `replies` of 1 texts is not read",
        ],
    );
}

#[test]
fn what_another_program_wrote_keeps_its_name() {
    let board = format!(r#"{{"idBoard":"1","idList":"2","actions":[{ADA}]}}"#);
    for board in [board.clone(), pretty(&board)] {
        let Err(error) = archive::open(&file("board.json", board.as_bytes()), &Options::default()) else { panic!() };
        assert!(error.to_string().contains("a board of Trello"), "{error}");
    }
    let settings = "{\n  \"name\": \"widget\",\n  \"description\": \"Widgets.\"\n}\n";
    refused(settings, &archive::Error::Unknown("talk.json".to_owned()).to_string());
}

#[test]
fn a_list_that_is_private_by_its_name_is_read_by_a_map_alone() {
    for name in ["private_messages", "drafts", "internalNotes", "dms", "user_pms", "inbox", "conversation_messages"] {
        let page = format!(r#"{{"{name}":[{ADA},{BOB}]}}"#);
        let why = format!(
            "talk.json: no field is called like a text, nor any of the objects in `{name}`; say which of theirs is with --map text=…"
        );
        refused(&page, &why);
        check(&page, "text=text,author=author,time=time", &SHOWN);
    }
}

#[test]
fn a_list_that_begins_without_words_is_a_list_with_words() {
    let joined = r#"{"author":"ada","time":1709546400}"#;
    let joins = [joined; 60].join(",");
    let page = format!(r#"{{"pinned":[{BOB}],"messages":[{joins},{ADA}]}}"#);
    refused(
        &page,
        "talk.json: its lists `pinned`, `messages` all hold texts; make each a file of its own, such as with jq",
    );
}

#[test]
fn lists_beside_the_one_that_is_read_are_told() {
    let page = format!(r#"{{"private_messages":[{{"id":1}},{BOB},{BOB}],"messages":[{ADA},{BOB}],"drafts":[{BOB}]}}"#);
    let expected = [
        "skip 1 unsupported: its list `private_messages` is not read",
        SHOWN[0],
        SHOWN[1],
        "skip 4 unsupported: its list `drafts` is not read",
    ];
    check(&page, "", &expected);
    check(&pretty(&page), "", &expected);
}
