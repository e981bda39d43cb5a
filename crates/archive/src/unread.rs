//! The files of a source that its format does not read, told in one row.

use std::collections::HashSet;
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

/// Parts of a Takeout that are archives of their own, by their folder.
const TAKEOUTS: [(&str, &str); 2] = [("Google Chat", "google_chat"), ("Hangouts", "hangouts")];

/// What formats read, as far as names tell it. In chats, and what else holds files that people sent, any file may be one
/// of those.
const READ: [(&[&str], &[&str]); 10] = [
    (&["google_chat"], &["google_chat"]),
    (&["hangouts"], &["hangouts"]),
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
    let left = || source.files().iter().filter(|file| !is_read(file) && !is_attached(file) && kind(file).is_some());
    let first = left().next()?;
    let named: Vec<String> = examples(left()).into_iter().filter_map(told).collect();
    let more = left().count() - named.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let detail = format!("not read: {}{more}; each format is an import of its own", named.join(", "));
    let place = Place { path: Arc::clone(&first.path), row: 1 };
    Some(Err(Skip { place, reason: Reason::Unsupported, detail }))
}

/// The files to name, in their order: the first of each kind before a second one, so that the steps of a thousand walks
/// do not hide a mailbox.
fn examples<'a>(left: impl Iterator<Item = &'a File> + Clone) -> Vec<&'a File> {
    let mut met = HashSet::new();
    let mut firsts: Vec<&File> = left.clone().filter(|file| met.insert(kind(file))).collect();
    firsts.sort_by_key(|file| KINDS.iter().position(|(_, known)| Some(*known) == kind(file)));
    firsts.truncate(NAMED_MAX);
    let is_first = |file: &&File| firsts.iter().any(|first| first.path == file.path);
    let others: Vec<&File> = left.filter(|file| !is_first(file)).take(NAMED_MAX - firsts.len()).collect();
    let mut examples = [firsts, others].concat();
    examples.sort_by(|a, b| a.path.cmp(&b.path));
    examples
}

fn told(file: &File) -> Option<String> {
    let name: String = file.path.chars().take(NAME_CHARS_MAX).collect();
    kind(file).map(|kind| format!("{name} ({kind})"))
}

/// As what a file looks. What lies beside a chat of a Takeout was sent in it.
fn kind(file: &File) -> Option<&'static str> {
    let is_in = |name: &str| file.path.split('/').rev().skip(1).any(|folder| folder == name);
    if let Some((_, kind)) = TAKEOUTS.iter().find(|(folder, _)| is_in(folder)) {
        return file.has_ending("json").then_some(*kind);
    }
    KINDS.iter().find(|(ending, _)| file.has_ending(ending)).map(|(_, kind)| *kind)
}

/// What came with a mail or a ticket.
fn is_attached(file: &File) -> bool {
    file.path.split('/').rev().skip(1).any(|folder| folder.eq_ignore_ascii_case("attachments"))
}
