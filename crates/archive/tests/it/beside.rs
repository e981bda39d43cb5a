//! Folders of several formats: one is read, and a row names what is left.

use archive::Options;

use crate::read::{rows, show, source};

fn shown(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    rows(&source("all", &files), &Options::default()).iter().map(show).collect()
}

const CARD: &str = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEMAIL:ada@example.org\nEND:VCARD\n";
const LINE: &str = "{\"id\":\"1\",\"author\":\"ada\",\"text\":\"hello\",\"time\":\"2024-03-01T12:00:00Z\"}\n";
const TABLE: &str = "id,author,text,time\n1,ada,hello,2024-03-01T12:00:00Z\n";
const TICKET: &str = r#"{"tickets":[{"id":1,"subject":"Fire","description":"It burns.","requester_id":7,"submitter_id":7,"created_at":"2024-03-04T12:00:00Z","via":{"channel":"web"},"url":"https://acme.zendesk.com/api/v2/tickets/1.json"}]}"#;

#[test]
fn what_a_format_does_not_read_is_named_in_one_row() {
    for (files, expected) in [
        (
            vec![("a.csv", TABLE), ("b.jsonl", LINE), ("c.vcf", CARD)],
            "skip 1 unsupported: not read: a.csv (csv), b.jsonl (jsonl); each format is an import of its own",
        ),
        (
            vec![("a.csv", TABLE), ("b.jsonl", LINE)],
            "skip 1 unsupported: not read: a.csv (csv); each format is an import of its own",
        ),
        (
            vec![("m.mbox", "lost\n"), ("users.csv", "id,name\n7,Ada\n"), ("z/tickets.json", TICKET)],
            "skip 1 unsupported: not read: m.mbox (mbox), users.csv (csv); each format is an import of its own",
        ),
    ] {
        let found = shown(&files);
        assert_eq!(found[0], expected, "{files:?}");
        assert_eq!(found.iter().filter(|row| row.starts_with("skip")).count(), 1, "{found:#?}");
    }
}

#[test]
fn the_row_of_what_is_not_read_has_an_end() {
    let names: Vec<String> = (0..500).map(|number| format!("{number:03}{}.ics", "x".repeat(500))).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    files.insert(0, ("0.vcf", CARD));
    let found = shown(&files);
    assert!(found.len() == 2 && found[0].ends_with(" and 495 more; each format is an import of its own"), "{found:#?}");
    assert!(found[0].len() < 1_000, "{}", found[0]);
}

#[test]
fn what_came_with_a_message_is_not_named() {
    let beside = |path| shown(&[("tickets.json", TICKET), (path, CARD)]);
    assert!(beside("attachments/1/card.vcf").iter().all(|row| !row.starts_with("skip")));
    assert!(beside("notes.txt").iter().all(|row| !row.starts_with("skip")));
    assert_eq!(beside("card.vcf").len(), 2);
}

#[test]
fn a_table_of_libre_office_hears_how_to_save_it() {
    let table = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK";
    for name in ["a.ods", "b/a.ods"] {
        let source = source("a.ods", &[(name, table)]);
        let error = archive::open(&source, &Options::default()).map(|_| ()).unwrap_err().to_string();
        assert!(error.ends_with("save it as .xlsx or CSV"), "{error}");
    }
}

#[test]
fn a_mailbox_is_named_before_a_thousand_other_files() {
    let chat = r#"{"messages":[{"creator":{"name":"Ada","email":"ada@acme.example"},"created_date":"Monday, March 4, 2024 at 1:46:40 PM UTC","text":"x","topic_id":"a","message_id":"S1/a/a"}]}"#;
    let walks: Vec<String> = (0..1_000).map(|number| format!("Takeout/Fit/{number}.json")).collect();
    let mut files: Vec<(&str, &str)> = walks.iter().map(|path| (path.as_str(), "{}")).collect();
    files.extend([
        ("Takeout/Google Chat/Groups/Space S1/File-a.csv", TABLE),
        ("Takeout/Google Chat/Groups/Space S1/messages.json", chat),
        ("Takeout/Google Chat/Users/User 1/user_info.json", "{}"),
        ("Takeout/Hangouts/Hangouts.json", "{}"),
        ("Takeout/Mail/All mail.mbox", "From a\n"),
    ]);
    let found = shown(&files);
    assert_eq!(
        found[0],
        "skip 1 unsupported: not read: Takeout/Fit/0.json (json), Takeout/Fit/1.json (json), Takeout/Fit/10.json (json), \
         Takeout/Hangouts/Hangouts.json (hangouts), Takeout/Mail/All mail.mbox (mbox) and 997 more; each format is an \
         import of its own"
    );
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[test]
fn a_plan_finds_mails_far_behind_other_files() {
    let mbox = "From 1@xxx Mon Mar 04 12:00:00 +0000 2024\nFrom: ada@acme.example\nSubject: x\n\nhello\n";
    let walks: Vec<String> = (0..2_500).map(|number| format!("Takeout/Fit/{number}.json")).collect();
    let mut files: Vec<(&str, &[u8])> = walks.iter().map(|path| (path.as_str(), b"{}".as_slice())).collect();
    files.push(("Takeout/Mail/All mail.mbox", mbox.as_bytes()));
    let plan = archive::plan(&source("Takeout", &files), &Options::default()).unwrap();
    let found = (plan.format.name, plan.messages, plan.rows, plan.reach);
    assert_eq!(found, ("mbox", 1, 2, archive::Reach::Sample), "the mail, and a row of what is not read");
}
