//! Small files that would fill the memory or the day, in formats that put a row together from pieces.

use archive::{Options, Reason};

use crate::read::{file, rows, show, source, zip};

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
