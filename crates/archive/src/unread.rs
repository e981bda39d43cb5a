//! The files of a source that its format does not read, told in one row.

use std::sync::Arc;

use crate::format::Format;
use crate::record::{Place, Reason, Row, Skip};
use crate::source::{File, Source};

/// How archives are called that lie beside those of another format, and as what they look.
const KINDS: [(&str, &str); 13] = [
    ("mbox", "mbox"),
    ("mbx", "mbox"),
    ("eml", "eml"),
    ("emlx", "eml"),
    ("vcf", "vcard"),
    ("ics", "icalendar"),
    ("opml", "opml"),
    ("xlsx", "xlsx"),
    ("csv", "csv"),
    ("tsv", "csv"),
    ("jsonl", "jsonl"),
    ("ndjson", "jsonl"),
    ("json", "json"),
];

/// What formats read, as far as names tell it. In chats, and what else holds files that people sent, any file may be one
/// of those.
const READ: [(&[&str], &[&str]); 8] = [
    (&["mbox", "eml"], &["mbox", "eml"]),
    (&["chatwoot", "freshdesk", "zendesk", "intercom", "helpscout"], &["json", "jsonl"]),
    (&["vcard"], &["vcard"]),
    (&["icalendar"], &["icalendar"]),
    (&["opml"], &["opml"]),
    (&["xlsx"], &["xlsx"]),
    (&["jsonl"], &["jsonl"]),
    (&["csv"], &["csv"]),
];

/// How many files are named, and how much of the name of each.
const NAMED_MAX: usize = 5;
const NAME_CHARS_MAX: usize = 100;

/// A row that names what is left for an import of its own.
pub(crate) fn row(source: &Source, format: &Format) -> Option<Row> {
    let (_, read) = READ.iter().find(|(formats, _)| formats.contains(&format.name))?;
    let is_read = |file: &File| kind(file).is_some_and(|kind| read.contains(&kind));
    // Mails need no ending; of the others some read every file where none has theirs.
    if !read.contains(&"mbox") && !source.files().iter().any(is_read) {
        return None;
    }
    let told = |file: &File| {
        let name: String = file.path.chars().take(NAME_CHARS_MAX).collect();
        kind(file).map(|kind| format!("{name} ({kind})"))
    };
    let mut left = source.files().iter().filter(|file| !is_read(file) && !is_attached(file) && kind(file).is_some());
    let first = left.clone().next()?;
    let named: Vec<String> = left.by_ref().take(NAMED_MAX).filter_map(told).collect();
    let more = Some(left.count()).filter(|more| *more > 0).map_or(String::new(), |more| format!(" and {more} more"));
    let detail = format!("not read: {}{more}; each format is an import of its own", named.join(", "));
    let place = Place { path: Arc::clone(&first.path), row: 1 };
    Some(Err(Skip { place, reason: Reason::Unsupported, detail }))
}

fn kind(file: &File) -> Option<&'static str> {
    KINDS.iter().find(|(ending, _)| file.has_ending(ending)).map(|(_, kind)| *kind)
}

/// What came with a mail or a ticket.
fn is_attached(file: &File) -> bool {
    file.path.split('/').rev().skip(1).any(|folder| folder.eq_ignore_ascii_case("attachments"))
}
