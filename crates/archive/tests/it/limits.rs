//! Small files that would fill the memory or the day, in formats that put a row together from pieces.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use archive::{Entry, Options, ReadSeek, Reason, Row, Source, Tree};

use crate::read::{file, rows, show, source, tar, zip};

/// A workbook of one sheet with these texts and rows.
fn workbook(texts: &str, sheet_rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{sheet_rows}</sheetData></worksheet>");
    let texts = format!("<sst>{texts}</sst>");
    zip(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"s\" r:id=\"a\"/></sheets></workbook>".as_slice()),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"a\" Target=\"worksheets/a.xml\"/></Relationships>".as_slice(),
        ),
        ("xl/sharedStrings.xml", texts.as_bytes()),
        ("xl/worksheets/a.xml", sheet.as_bytes()),
    ])
}

const HEADER: &str = "<row r=\"1\"><c t=\"str\"><v>text</v></c></row>";

#[test]
fn a_text_that_all_cells_name_does_not_fill_the_memory() {
    let texts = format!("<si>{}</si>", format!("<t>{}</t>", "x".repeat(900_000)).repeat(3));
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(200);
    let Err(error) =
        archive::open(&file("a.xlsx", &workbook(&texts, &format!("<row>{cells}</row>"))), &Options::default())
    else {
        panic!("a header of 540 MB was read")
    };
    assert_eq!(error.to_string(), "cannot read a.xlsx: its header is longer than 1 MiB");
    let body = format!("{HEADER}<row r=\"2\">{cells}</row><row r=\"3\"><c t=\"str\"><v>fine</v></c></row>");
    let found = rows(&file("a.xlsx", &workbook(&texts, &body)), &Options::default());
    assert_eq!(found.len(), 2);
    assert_eq!((show(&found[0]).as_str(), found[1].is_ok()), ("skip 2 too_long", true));
}

#[test]
fn rows_that_all_name_one_text_end_at_a_limit() {
    let texts = format!("<si><t>{}</t></si>", "x".repeat(500_000));
    let body = format!("{HEADER}{}", "<row><c t=\"s\"><v>0</v></c></row>".repeat(400));
    let (_, found) = archive::open(&file("a.xlsx", &workbook(&texts, &body)), &Options::default()).unwrap();
    let (mut bytes, mut last) = (0, String::new());
    for row in found {
        match row {
            Ok(record) => bytes += record.message.text.len(),
            refused => last = show(&refused),
        }
    }
    assert!(bytes <= 100 << 20, "{bytes} bytes");
    assert!(
        last.ends_with("limit: its cells name texts of more than 100 times its size; save the sheet as CSV"),
        "{last}"
    );
}

#[test]
fn a_cell_grows_only_to_its_limit() {
    let cell = format!("<c t=\"inlineStr\">{}</c>", format!("<t>{}</t>", "x".repeat(900_000)).repeat(3));
    let body = format!("{HEADER}<row r=\"2\">{cell}</row>");
    let found = rows(&file("a.xlsx", &workbook("", &body)), &Options::default());
    assert_eq!(found.iter().map(show).collect::<Vec<_>>(), ["skip 2 too_long"]);
}

#[test]
fn the_largest_number_of_a_row_is_no_overflow() {
    let body = format!(
        "{HEADER}<row r=\"18446744073709551615\"><c t=\"str\"><v>a</v></c></row><row><c t=\"str\"><v>b</v></c></row>"
    );
    assert_eq!(rows(&file("a.xlsx", &workbook("", &body)), &Options::default()).len(), 2);
}

#[test]
fn folders_with_long_names_do_not_make_every_feed_long() {
    let folder = format!("<outline text=\"{}\">", "é".repeat(100_000));
    let feed = format!("<outline text=\"{}\" xmlUrl=\"http://a.example/\"/>", "t".repeat(100_000));
    let list = format!("<opml><body>{}{feed}{}</body></opml>", folder.repeat(5), "</outline>".repeat(5));
    let found = rows(&file("a.opml", list.as_bytes()), &Options::default()).remove(0).unwrap().message;
    assert_eq!((found.channel.chars().count(), found.title.unwrap().len()), (5 * 200 + 4 * 3, 200));
}

#[test]
fn chats_with_long_names_do_not_make_every_message_long() {
    let long = "é".repeat(10_000);
    let google =
        "{\"messages\":[{\"creator\":{\"email\":\"a\",\"user_type\":\"Human\"},\"created_date\":\"\",\"text\":\"x\"}]}";
    let group = format!("{{\"members\":[{{\"name\":\"{long}\",\"email\":\"a\"}}]}}");
    let skype = format!(
        "{{\"userId\":\"8:{long}\",\"exportDate\":\"\",\"conversations\":[{{\"id\":\"8:{long}\",\"displayName\":\"{long}\",\"threadProperties\":{{\"topic\":\"{long}\"}},\"MessageList\":[{{\"id\":\"1\",\"content\":\"x\"}}]}}]}}"
    );
    let talk =
        "{\"chat_message\":{\"message_content\":{\"segment\":[{\"text\":\"x\"}]}},\"sender_id\":{\"gaia_id\":\"1\"}}";
    let hangouts = format!(
        "{{\"gaia_id\":0,\"conversations\":[{{\"conversation\":{{\"conversation_id\":{{\"id\":\"{long}\"}},\"conversation\":{{\"name\":\"{long}\",\"participant_data\":[{{\"id\":{{\"gaia_id\":\"1\"}},\"fallback_name\":\"{long}\"}}]}}}},\"events\":[{talk}]}}]}}"
    );
    let said = "\"id\":\"1\",\"messageType\":\"message\",\"etag\":\"1\",\"createdDateTime\":\"\",\"from\":{\"user\":{\"id\":\"u1\"}},\"body\":{\"content\":\"x\"}";
    let in_chat = |id: &str| {
        format!(
            "{{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#chats('{id}')/messages\",\"value\":[{{{said}}}]}}"
        )
    };
    let (teams, of_long_id) = (in_chat("19:a"), in_chat(&long));
    let names = format!(
        "{{\"value\":[{{\"id\":\"19:a\",\"chatType\":\"group\",\"topic\":\"{long}\"}},{{\"userId\":\"u1\",\"displayName\":\"{long}\"}}]}}"
    );
    let signal = format!(
        "{{\"backupTimeMs\":\"1\"}}\n{{\"recipient\":{{\"id\":\"1\",\"contact\":{{\"username\":\"{long}\"}}}}}}\n{{\"recipient\":{{\"id\":\"2\",\"group\":{{\"snapshot\":{{\"title\":{{\"title\":\"{long}\"}}}}}}}}}}\n{{\"chat\":{{\"id\":\"7\",\"recipientId\":\"2\"}}}}\n{{\"chatItem\":{{\"chatId\":\"7\",\"authorId\":\"1\",\"dateSent\":\"1\",\"standardMessage\":{{\"text\":{{\"body\":\"x\"}}}}}}}}"
    );
    for files in [
        vec![("messages.json", teams.as_str()), ("chats.json", names.as_str())],
        vec![("messages.json", of_long_id.as_str())],
        vec![("main.jsonl", signal.as_str())],
        vec![("Space A/messages.json", google), ("Space A/group_info.json", group.as_str())],
        vec![("messages.json", skype.as_str())],
        vec![("Hangouts.json", hangouts.as_str())],
    ] {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let found = rows(&source("chats", &files), &Options::default()).remove(0).unwrap().message;
        let author = found.author.name.unwrap_or_default();
        let longest = [&found.channel, &found.conversation, &author].map(|text| text.chars().count()).into_iter().max();
        assert!(longest.is_some_and(|letters| (1_000..2_100).contains(&letters)), "{longest:?} of {}", found.origin);
    }
}

#[test]
fn marks_of_skype_that_never_end_are_searched_for_once() {
    let content = "<legacyquote>a<quote>b<a href='c'>d".repeat(100_000);
    let text = format!(
        "{{\"conversations\":[{{\"MessageList\":[{{\"id\":\"1\",\"messagetype\":\"RichText\",\"content\":\"{content}\"}}]}}]}}"
    );
    // Searched for again behind each, this had no end within nine minutes.
    let found = rows(&file("messages.json", text.as_bytes()), &Options::default()).remove(0).unwrap().message;
    assert_eq!(found.text.matches('d').count(), 100_000);
}

#[test]
fn what_stands_around_or_inside_a_component_counts_too() {
    let line = "X:\n".repeat(200_000);
    let event = "BEGIN:VEVENT\nSUMMARY:a\nDTSTART:20240101\nEND:VEVENT\n";
    let many = format!("BEGIN:VCALENDAR\n{line}BEGIN:VEVENT\n{line}END:VEVENT\n{event}END:VCALENDAR\n");
    let found = rows(&file("a.ics", many.as_bytes()), &Options::default());
    assert!(matches!(&found[0], Err(skip) if skip.reason == Reason::TooLong), "{}", show(&found[0]));
    assert_eq!(found.iter().filter(|row| row.is_ok()).count(), 1);
}

#[test]
fn a_time_of_our_own_format_lies_in_the_years_that_are_counted() {
    for (time, expected) in [
        ("1969-12-31T23:00:00Z", None),
        ("-009998-01-01T00:00:00Z", None),
        ("9999-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", Some("1970-01-01T00:00:00Z")),
        ("9998-12-31T23:59:59Z", Some("9998-12-31T23:59:59Z")),
    ] {
        let line = format!(
            "{{\"tribune\":1,\"type\":\"message\",\"text\":\"a\",\"edited\":\"{time}\",\"time\":\"{time}\"}}\n"
        );
        let record = rows(&file("a.jsonl", line.as_bytes()), &Options::default()).remove(0).unwrap();
        let (sent, edited) = (record.message.sent, record.message.edited);
        assert_eq!(sent.map(|time| time.to_string()).as_deref(), expected, "{time}");
        assert_eq!((edited, record.warnings.has(archive::Warning::NoTime)), (sent, expected.is_none()), "{time}");
    }
}

#[test]
fn a_message_of_very_many_cards_is_read_up_to_a_limit() {
    let cards: Vec<String> = (0..100_000).map(|number| format!("{{\"text\":\"card {number:06}\"}}")).collect();
    let links = r#"{"text":"unfolded","from_url":"https://example.org"},"#.repeat(200);
    let day = format!(
        r#"[{{"type":"message","user":"U1","text":"see","ts":"1709553600.000100","attachments":[{links}{}]}}]"#,
        cards.join(",")
    );
    let slack = source("acme", &[("channels.json", b"[]"), ("general/2024-03-04.json", day.as_bytes())]);
    let found = rows(&slack, &Options::default());
    let lines: Vec<&str> = found[0].as_ref().unwrap().message.text.lines().collect();
    assert_eq!((found.len(), lines.len()), (1, 101));
    assert_eq!((lines[0], lines[1], lines[100]), ("see", "card 000000", "card 000099"));
}

/// A file that counts what is read of it.
struct Counted {
    name: &'static str,
    bytes: Arc<[u8]>,
    read: Arc<AtomicUsize>,
}

impl Tree for Counted {
    fn list(&self) -> io::Result<Vec<Entry>> {
        Ok(vec![Entry { path: self.name.to_owned(), bytes: self.bytes.len() as u64 }])
    }

    fn open(&self, _: &str) -> io::Result<Box<dyn ReadSeek>> {
        let bytes = io::Cursor::new(Arc::clone(&self.bytes));
        Ok(Box::new(Counting { bytes, read: Arc::clone(&self.read) }))
    }
}

struct Counting {
    bytes: io::Cursor<Arc<[u8]>>,
    read: Arc<AtomicUsize>,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.read.fetch_add(read, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Counting {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// Checks that no more is read than `times_max` times the tar of these files, by all who look at it.
fn check_read_once(name: &'static str, members: &[(String, String)], times_max: usize) {
    let members: Vec<(&str, &[u8])> = members.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let bytes: Arc<[u8]> = tar(&members).into();
    let read = Arc::new(AtomicUsize::new(0));
    let tree = Counted { name, bytes: Arc::clone(&bytes), read: Arc::clone(&read) };
    let found = rows(&Source::new(name, Arc::new(tree)).unwrap(), &Options::default());
    let sent = members.iter().filter(|(path, _)| path.contains("photos/")).count();
    assert_eq!(found.iter().filter(|row| row.is_ok()).count(), members.len() - sent);
    let with_bytes =
        |row: &&Row| row.as_ref().is_ok_and(|row| row.message.attachments.iter().any(|file| file.bytes.is_some()));
    assert_eq!(found.iter().filter(with_bytes).count(), sent);
    let times = read.load(Ordering::Relaxed) as f64 / bytes.len() as f64;
    assert!(times < times_max as f64, "{name} was read {times} times");
}

#[test]
fn a_tar_of_chats_with_photos_is_not_unpacked_for_each_of_them() {
    let body = "x".repeat(100_000);
    let folders = (1..=60).map(|number| format!("inbox/{number:03}"));
    let chats = folders.flat_map(|folder| {
        let chat = format!(
            "{{\"participants\":[],\"messages\":[{{\"sender_name\":\"Ada\",\"timestamp_ms\":1709560000123,\"photos\":[{{\"uri\":\"photos/1.jpg\"}}],\"content\":\"{body}\"}}],\"title\":\"a\"}}"
        );
        [(format!("{folder}/message_1.json"), chat), (format!("{folder}/photos/1.jpg"), body.clone())]
    });
    check_read_once("photos.tar", &chats.collect::<Vec<_>>(), 7);
}

#[test]
fn a_tar_of_many_files_is_not_unpacked_for_each_of_them() {
    let body = "x".repeat(100_000);
    let issues = |number: usize| {
        format!(
            "[{{\"type\":\"issue\",\"repository\":\"x\",\"url\":\"https://github.com/o/r/issues/{number}\",\"user\":\"https://github.com/ann\",\"title\":\"a\",\"created_at\":\"2015-01-01T00:00:00Z\",\"body\":\"{body}\"}}]"
        )
    };
    let github = (1..=60).map(|number| (format!("issues_{number:06}.json"), issues(number)));
    check_read_once("migration.tar", &github.collect::<Vec<_>>(), 5);
    let page = |number: usize| {
        format!(
            "{{\"tickets\":[{{\"id\":{number},\"subject\":\"a\",\"requester_id\":1,\"created_at\":\"2024-01-01T10:00:00Z\",\"comments\":[{{\"id\":5,\"author_id\":1,\"body\":\"{body}\"}}]}}],\"users\":[{{\"id\":1,\"name\":\"Ada\"}}]}}"
        )
    };
    let zendesk = (1..=60).map(|number| (format!("{number:03}.json"), page(number)));
    check_read_once("tickets.tar", &zendesk.collect::<Vec<_>>(), 5);
    let room = |number: usize| {
        format!(
            "{{\"messages\":[{{\"type\":\"m.room.message\",\"sender\":\"@ada:x.org\",\"event_id\":\"${number}\",\"origin_server_ts\":1709294400000,\"content\":{{\"msgtype\":\"m.text\",\"body\":\"{body}\"}}}}]}}"
        )
    };
    let matrix = (1..=60).map(|number| (format!("{number:03}.json"), room(number)));
    check_read_once("rooms.tar", &matrix.collect::<Vec<_>>(), 5);
    let chat = |number: usize| {
        format!(
            "{{\"participants\":[],\"messages\":[{{\"sender_name\":\"Ada\",\"timestamp_ms\":1709560000123,\"content\":\"{body}\"}}],\"title\":\"{number}\"}}"
        )
    };
    let messenger = (1..=60).map(|number| (format!("inbox/{number:03}/message_1.json"), chat(number)));
    check_read_once("facebook.tar", &messenger.collect::<Vec<_>>(), 5);
}

#[test]
fn nor_is_a_tar_of_many_talks() {
    let body = "x".repeat(100_000);
    let space = |number: usize| {
        format!(
            "{{\"messages\":[{{\"creator\":{{\"name\":\"Ada\",\"user_type\":\"Human\"}},\"created_date\":\"Monday, March 4, 2024 at 1:46:40 PM UTC\",\"text\":\"{body}\",\"topic_id\":\"{number}\"}}]}}"
        )
    };
    let spaces = (1..=60).map(|number| (format!("Groups/Space {number:03}/messages.json"), space(number)));
    check_read_once("takeout.tar", &spaces.collect::<Vec<_>>(), 5);
    let account = |number: usize| {
        format!(
            "{{\"userId\":\"8:a\",\"exportDate\":\"\",\"conversations\":[{{\"id\":\"8:b\",\"MessageList\":[{{\"id\":\"{number}\",\"messagetype\":\"RichText\",\"content\":\"{body}\"}}]}}]}}"
        )
    };
    let accounts = (1..=60).map(|number| (format!("{number:03}/messages.json"), account(number)));
    check_read_once("skype.tar", &accounts.collect::<Vec<_>>(), 5);
    let talk = |number: usize| {
        format!(
            "{{\"conversations\":[{{\"conversation\":{{\"conversation_id\":{{\"id\":\"{number}\"}},\"gaia_id\":\"1\"}},\"events\":[{{\"chat_message\":{{\"message_content\":{{\"segment\":[{{\"text\":\"{body}\"}}]}}}}}}]}}]}}"
        )
    };
    let talks = (1..=60).map(|number| (format!("{number:03}/Hangouts.json"), talk(number)));
    check_read_once("hangouts.tar", &talks.collect::<Vec<_>>(), 5);
    let said = |number: usize| {
        format!(
            "{{\"id\":\"{}\",\"replyToId\":null,\"messageType\":\"message\",\"chatId\":\"19:a@thread.v2\",\"createdDateTime\":\"2024-03-04T12:00:00Z\",\"body\":{{\"contentType\":\"text\",\"content\":\"{body}\"}}}}",
            1_709_553_600_000 + number
        )
    };
    let teams = (1..=60).map(|number| (format!("data/19_a/msg_{number:03}.json"), said(number)));
    check_read_once("teams.tar", &teams.collect::<Vec<_>>(), 5);
    let copied = |number: usize| {
        format!(
            "{{\"date\":\"2024-03-04T12:00:00\",\"sender\":\"Ada\",\"body\":\"{body}{number}\",\"quote\":\"\",\"sticker\":\"\"}}\n"
        )
    };
    let signal = (1..=60).map(|number| (format!("out/{number:03}/data.json"), copied(number)));
    check_read_once("signal.tar", &signal.collect::<Vec<_>>(), 5);
}

#[test]
fn an_archive_of_github_whose_issues_come_late_is_read_issue_by_issue() {
    let label = format!("{{\"name\":\"{}\"}}", "x".repeat(100_000));
    let issue = |number: u32| {
        format!(
            "{{\"number\":{number},\"title\":\"a\",\"body\":\"{}\",\"author\":\"ada\",\"createdAt\":\"2024-03-01T10:00:00Z\"}}",
            "x".repeat(9 << 20)
        )
    };
    let text = format!("{{\"repo\":\"o/r\",\"labels\":[{label}],\"issues\":[{},{}],\"pulls\":[]}}", issue(1), issue(2));
    let options = Options { format: Some("github".to_owned()), ..Options::default() };
    let found = rows(&file("archive.json", text.as_bytes()), &options);
    let channels: Vec<String> = found.into_iter().map(|row| row.unwrap().message.channel).collect();
    assert_eq!(channels, ["o/r", "o/r"]);
}
