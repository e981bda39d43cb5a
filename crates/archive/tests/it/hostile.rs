//! Sources that are broken, huge or made to hurt.

use archive::{Options, Reason};

use crate::read::{file, gz, rows, show, source, zip};

const LINE: &str = "{\"text\":\"x\",\"id\":1,\"author\":\"ada\",\"time\":1519660926}\n";

fn reasons(name: &str, bytes: &[u8]) -> (usize, Vec<(Reason, String)>) {
    let rows = rows(&file(name, bytes), &Options::default());
    let good = rows.iter().filter(|row| row.is_ok()).count();
    (good, rows.into_iter().filter_map(Result::err).map(|skip| (skip.reason, skip.detail)).collect())
}

#[test]
fn a_gz_that_is_cut_short_gives_its_good_rows_and_then_says_so() {
    let whole: String = (0..20_000).map(|id| LINE.replace(":1,", &format!(":{id},"))).collect();
    let packed = gz(whole.as_bytes());
    let (good, skipped) = reasons("a.jsonl.gz", &packed[..packed.len() / 2]);
    assert!((5_000..19_999).contains(&good), "{good}");
    assert_eq!(skipped, [(Reason::Broken, "it is cut short; get the whole file and import again".to_owned())]);
}

#[test]
fn bombs_are_refused_after_what_the_limit_allows() {
    let zeros = vec![b' '; 200 << 20];
    let bomb = gz(&[LINE.as_bytes(), &zeros].concat());
    let (good, skipped) = reasons("a.jsonl.gz", &bomb);
    assert_eq!((good, skipped[0].0), (1, Reason::Limit), "{skipped:?}");
    let Err(error) =
        archive::Source::new("a.zip", std::sync::Arc::new(archive::Memory::file("a.zip", zip(&[("a.jsonl", &zeros)]))))
    else {
        panic!("the bomb was opened")
    };
    assert_eq!(error.to_string(), "a.zip unpacks to more than 200 times its size: a zip bomb");
}

#[test]
fn a_line_that_is_too_long_is_skipped_and_the_next_is_read() {
    let long = format!("{{\"text\":\"{}\"}}\n{LINE}", "x".repeat(2 << 20));
    assert_eq!(reasons("a.jsonl", long.as_bytes()), (1, vec![(Reason::TooLong, String::new())]));
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = format!("{LINE}{{\"text\":{}1{}}}\n", "[".repeat(200_000), "]".repeat(200_000));
    let (good, skipped) = reasons("a.jsonl", deep.as_bytes());
    assert_eq!((good, skipped[0].0), (1, Reason::TooDeep));
}

#[test]
fn a_zip_that_lies_is_told() {
    let mut packed = zip(&[("a.jsonl", LINE.repeat(50).as_bytes())]);
    let place = memchr::memmem::find(&packed, b"PK\x01\x02").unwrap() + 16;
    packed[place] ^= 1;
    let (good, skipped) = reasons("a.zip", &packed);
    assert_eq!((good, skipped.len()), (50, 1));
    assert_eq!(skipped[0].1, "not a sound zip: a.jsonl has a wrong checksum");
    let cut = packed.len() - 30;
    assert!(
        archive::Source::new("a.zip", std::sync::Arc::new(archive::Memory::file("a.zip", &packed[..cut]))).is_err()
    );
    assert_eq!(
        rows(&file("b.zip", &zip(&[("a.jsonl", LINE.as_bytes())])), &Options::default()).iter().map(show).count(),
        1
    );
}

#[test]
fn a_damaged_list_of_names_costs_no_message_and_is_told() {
    let day = br#"[{"type":"message","user":"U1","text":"hi <@U2>","ts":"1709553600.000100"}]"#;
    let users = br#"[{"id":"U1","name":"ada","real_name":"Ada"},{"id":"U2","na"#;
    let found = rows(
        &source("acme", &[("users.json", users), ("channels.json", b"\0\x01"), ("general/2024-03-04.json", day)]),
        &Options::default(),
    );
    let shown: Vec<String> = found.iter().map(show).collect();
    assert_eq!(
        shown,
        [
            "skip 2 names: it is cut short; get the whole file and import again",
            "skip 1 names: expected value at line 1 column 1",
            "general | general/1709553600.000100 | - | general/1709553600.000100 > - | U1 (Ada) | 2024-03-04T12:00:00.000100Z | \"hi @U2\"",
        ]
    );
    assert!(!Reason::Names.loses_rows(), "no row is missing");
    let realm = br#"{"zerver_userprofile":[{"id":10,"full_name":"Ada","email":"ada@example.org"}],"zerver_stream":[{"#;
    let messages = br#"{"zerver_message":[{"id":1,"sender":10,"recipient":20,"subject":"x","content":"hi","date_sent":1709553600}]}"#;
    let found =
        rows(&source("acme", &[("messages-000001.json", messages), ("realm.json", realm)]), &Options::default());
    let shown: Vec<String> = found.iter().map(show).collect();
    assert_eq!(shown[0], "skip 1 names: it is cut short; get the whole file and import again");
    assert!(shown[1].contains("ada@example.org (Ada)"), "{shown:?}");
}

#[test]
fn a_file_is_found_by_its_path_in_the_packed_folder_too() {
    let files: Vec<(String, Vec<u8>)> =
        (0..2_000).map(|number| (format!("acme/{number:05}.txt"), vec![b'x'])).collect();
    let listed: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let found = source("acme", &listed);
    for path in ["acme/00017.txt", "00017.txt"] {
        assert_eq!(found.find(path).map(|file| &*file.path), Some("acme/00017.txt"), "{path}");
    }
    assert!(found.find("17.txt").is_none() && found.find("acme/17").is_none());
}

#[test]
fn files_beside_the_messages_are_kept_and_missing_ones_told() {
    let day = br#"[{"type":"message","user":"U1","text":"","ts":"1709553600.000100","files":[{"id":"F1","name":"a.png","mimetype":"image/png"},{"id":"F2","name":"b.png"}]}]"#;
    let slack =
        source("acme", &[("channels.json", b"[]"), ("general/2024-03-04.json", day), ("__uploads/F1/a.png", b"png")]);
    let shown: Vec<String> = rows(&slack, &Options::default()).iter().map(show).collect();
    assert!(
        shown[0].ends_with("file=a.png:image/png:3:- file=b.png:application/octet-stream:-:- !file_left_out"),
        "{shown:?}"
    );
    let discord = br#"{"guild":{"id":"1","name":"Acme"},"channel":{"id":"2","type":"GuildTextChat","name":"help"},"dateRange":{},"messages":[{"id":"3","type":"Default","timestamp":"2024-03-04T12:00:00+00:00","content":"see","author":{"id":"4","name":"ada"},"attachments":[{"id":"5","url":"help.json_Files\\a.png","fileName":"a.png"},{"id":"6","url":"help.json_Files/gone.png","fileName":"gone.png"}]}]}"#;
    let folder = source("acme", &[("help.json", discord), ("help.json_Files/a.png", b"png")]);
    let shown: Vec<String> = rows(&folder, &Options::default()).iter().map(show).collect();
    assert!(
        shown[0]
            .ends_with("file=a.png:image/png:3:- file=gone.png:image/png:-:help.json_Files/gone.png !file_left_out"),
        "{shown:?}"
    );
}

#[test]
fn a_post_of_a_million_signs_that_open_no_tag_is_read_at_once() {
    let cooked = format!("<p>hello</p><div class='message_inline_image'>{}></div>", "<".repeat(1_000_000));
    let topic = format!(
        "{{\"post_stream\":{{\"posts\":[{{\"id\":1,\"topic_id\":9,\"post_number\":1,\"username\":\"ada\",\"cooked\":\"{cooked}\"}}]}},\"id\":9}}"
    );
    let shown: Vec<String> = rows(&file("9.json", topic.as_bytes()), &Options::default()).iter().map(show).collect();
    assert_eq!(shown, ["9 | 9 | - | 1 > - | ada | - | \"hello\" !no_time"]);
}

#[test]
fn files_of_messages_that_hold_none_are_told_of() {
    let messenger = r#"{"participants":[{"name":"A"}],"messages":[{"sender_name":"A","timestamp_ms":1709560000123,"content":"x"}]}"#;
    let discord = r#"{"guild":{"id":"1"},"channel":{"id":"9","name":"help"},"messages":[{"id":"5","type":"Default","timestamp":"2024-11-01T10:00:00+00:00","content":"x","author":{"id":"2","name":"grace"}}]}"#;
    let slack = r#"[{"type":"message","user":"U1","ts":"1577836800.0001","text":"x"}]"#;
    let realm = br#"{"zerver_realm":[{"id":1,"string_id":"acme"}],"zerver_userprofile":[],"zerver_stream":[],"zerver_recipient":[]}"#;
    let zulip = r#"{"zerver_message":[{"id":1,"sender":10,"recipient":50,"subject":"t","date_sent":1700000000,"content":"x"}]}"#;
    for (whole, text, lost) in [
        ("messages/inbox/a_1/message_1.json", messenger, "messages/inbox/b_2/message_1.json"),
        ("help.json", discord, "web.json"),
        ("help/2020-01-01.json", slack, "help/2020-01-02.json"),
        ("messages-000001.json", zulip, "messages-000002.json"),
    ] {
        for (broken, why) in [("", "the file is empty"), ("<html>", ""), ("{this is not: it", ""), ("garbage", "")] {
            let beside: (&str, &[u8]) = if text == zulip { ("realm.json", realm) } else { ("notes.txt", b"x") };
            let files = [(whole, text.as_bytes()), (lost, broken.as_bytes()), beside];
            let found = rows(&source("acme", &files), &Options::default());
            let told: Vec<String> = found.iter().map(show).filter(|row| row.starts_with("skip")).collect();
            let is_told = told.len() == 1 && told[0].starts_with("skip 1 broken") && told[0].ends_with(why);
            assert!(found.len() == 2 && is_told, "{lost} {broken}: {told:?}");
        }
    }
    // What people attached is theirs, whatever it holds.
    let found = rows(
        &source("acme", &[("help.json", discord.as_bytes()), ("help.json_Files/a.json", b"")]),
        &Options::default(),
    );
    assert_eq!(found.len(), 1);
}
