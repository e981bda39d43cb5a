//! Tables that phpMyAdmin exports as JSON: a list of tables, each with its name and rows.

use std::io::{self, Cursor};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::Value;

use crate::fields::{Field, Map};
use crate::format::{Error, Options};
use crate::jsonl::refuse;
use crate::phpbb::Forum;
use crate::record::{Place, Reason, Rows, Skip, Warnings};
use crate::scalar::Scalar;
use crate::source::{File, Source};
use crate::table::{self, Cells, Table, Tables};
use crate::walk::{self, Patterns, Piece, Walk};

const ROWS: Patterns = &[&["*", "data", "*"]];
/// What tables are called that hold what all may read. Private ones have too many names to know them all.
const PUBLIC: [&str; 24] = [
    "post",
    "posts",
    "comment",
    "comments",
    "topic",
    "topics",
    "thread",
    "threads",
    "message",
    "messages",
    "announcement",
    "announcements",
    "discussion",
    "discussions",
    "reply",
    "replies",
    "question",
    "questions",
    "answer",
    "answers",
    "article",
    "articles",
    "review",
    "reviews",
];
/// Parts of a table's name that tell that its words are no business of others: private messages of phpBB, MyBB, SMF,
/// vBulletin, XenForo and Drupal, what was never sent, and what only the staff sees.
const PRIVATE: [&str; 46] = [
    "privmsg",
    "privmsgs",
    "privatemessage",
    "privatemessages",
    "private",
    "personal",
    "pm",
    "pms",
    "pmtext",
    "dm",
    "dms",
    "direct",
    "instant",
    "inbox",
    "outbox",
    "mail",
    "mails",
    "email",
    "emails",
    "conversation",
    "conversations",
    "whisper",
    "whispers",
    "secret",
    "draft",
    "drafts",
    "deleted",
    "trash",
    "hidden",
    "adminlog",
    "modlog",
    "usernote",
    "usernotes",
    "note",
    "notes",
    "report",
    "reports",
    "reported",
    "moderation",
    "moderator",
    "moderators",
    "admin",
    "staff",
    "internal",
    "contact",
    "contacts",
];
/// Before the name of a table of messages: Moodle's and Joomla's are private, and so are those between users.
const OF_PEOPLE: [&str; 6] = ["mdl", "jos", "user", "users", "member", "members"];
/// What else than private messages short names may stand for: what a forum puts before the names of its tables.
const PREFIXES: [&str; 2] = ["pm", "dm"];
/// The column that names whom a message is for, without what stands between its words: Joomla, Moodle, others.
const RECEIVERS: [&str; 10] = [
    "useridto",
    "useridfrom",
    "touserid",
    "touser",
    "toid",
    "recipient",
    "recipientid",
    "receiver",
    "receiverid",
    "recipientuserid",
];
const POSTS: [&str; 3] = ["posts", "post", "messages"];

/// Whether a file begins as phpMyAdmin's exports do.
fn is_export(head: &str) -> bool {
    let mut walk = Walk::new(Box::new(Cursor::new(head.as_bytes().to_vec())), &[&["*"]]);
    let first = walk.next_piece().and_then(Result::ok);
    let first: Option<Value> = first.and_then(|piece| serde_json::from_slice(&piece.raw).ok()); // tidy(swallow): no export then
    let says = |name: &str| first.as_ref().and_then(|first| first.get(name)?.as_str()).unwrap_or_default();
    says("type") == "header" && says("comment").contains("PHPMyAdmin")
}

/// The files to read, where the first is an export; what the others are is told when they are read.
pub(crate) fn exports<'a>(source: &Source, mut files: impl Iterator<Item = &'a File>) -> Option<Vec<File>> {
    let first = files.next().filter(|file| walk::head(source, file).is_some_and(|head| is_export(&head)))?;
    Some(std::iter::once(first).chain(files).cloned().collect())
}

pub(crate) fn open(source: &Source, options: &Options, files: Vec<File>) -> Result<Rows, Error> {
    let map = if options.map.is_empty() { guess(source, &files)? } else { options.map.clone() };
    if options.map.is_empty() && map.get(Field::Text).is_none() {
        let name = files.first().map_or("", |file| &file.path);
        let why = "none of its tables is known to hold public texts; export the one that does as CSV";
        return Err(Error::Map(format!("{name}: {why}")));
    }
    table::open(source, &Options { map, ..options.clone() }, files, tables)
}

/// The map of the first table of posts with a text, else of the first with a text: whole databases have many tables.
pub(crate) fn guess(source: &Source, files: &[File]) -> Result<Map, Error> {
    for file in files {
        let tables = tables(source, file, &Map::default()).map_err(|error| Error::unreadable(file, error))?;
        for table in tables.flatten().filter(|table| table.name.as_deref().is_some_and(is_of_posts)) {
            let map = Map::guess(table.header.iter().map(String::as_str));
            if map.get(Field::Text).is_some() {
                return Ok(map);
            }
        }
    }
    table::guess(source, files, tables)
}

/// The words of a table's name, without what tables of texts beside those of posts have behind it (phpBB 2, Kunena).
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_small = false;
    for sign in name.chars() {
        let is_apart = !sign.is_alphanumeric();
        if is_apart || was_small && sign.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| !is_apart) {
            part.extend(sign.to_lowercase());
        }
        was_small = sign.is_lowercase();
    }
    parts.retain(|part| !part.is_empty());
    if parts.ends_with(&["posts", "text"].map(str::to_owned))
        || parts.ends_with(&["kunena", "messages", "text"].map(str::to_owned))
    {
        parts.pop();
    }
    parts
}

fn is_one_of(part: &str, words: &[&str]) -> bool {
    words.contains(&part)
}

fn is_of_posts(name: &str) -> bool {
    !is_private(name) && parts(name).last().is_some_and(|last| is_one_of(last, &POSTS))
}

/// Whether a table's name tells that it is private.
fn is_private(name: &str) -> bool {
    let parts = parts(name);
    let Some((last, before)) = parts.split_last() else { return false };
    let has_prefix =
        before.first().is_some_and(|first| is_one_of(first, &PREFIXES)) && is_one_of(last, &["post", "posts"]);
    let told = if has_prefix { parts.get(1..).unwrap_or_default() } else { &parts };
    let is_message = |part: &str| is_one_of(part, &["message", "messages"]);
    let of_people = matches!(before, [first] if is_one_of(first, &OF_PEOPLE));
    // Posts, topics and texts of messages are private ones of Invision and BuddyPress.
    told.iter().any(|part| is_one_of(part, &PRIVATE))
        || before.iter().any(|part| is_message(part))
        || of_people && is_message(last)
}

/// Whether a table has texts that are not known to be public.
fn is_unknown(name: &str, header: &[String]) -> bool {
    let parts = parts(name);
    let last = parts.last().map_or("", String::as_str);
    let is_receiver = |column: &String| is_one_of(&letters(column), &RECEIVERS);
    let has_text = || Map::guess(header.iter().map(String::as_str)).get(Field::Text).is_some();
    let is_sent = || is_one_of(last, &["message", "messages"]) && header.iter().any(is_receiver);
    // Names of phpBB's people and forums are looked up there, whatever else the table holds.
    let has_names = is_one_of(last, &["users", "forums"]) && Forum::is_list(header);
    !has_names && has_text() && (!is_one_of(last, &PUBLIC) || is_sent())
}

fn letters(column: &str) -> String {
    column.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect()
}

/// A file has the tables that its list names, which are read one after the other.
fn tables(source: &Source, file: &File, _: &Map) -> io::Result<Tables> {
    let (head, text) = walk::open_with_head(source, file)?;
    if !is_export(&head) {
        let place = Place { path: Arc::clone(&file.path), row: 1 };
        let detail = "no export of phpMyAdmin; import it by itself".to_owned();
        return Ok(Box::new(std::iter::once(Ok(untold(Skip { place, reason: Reason::Unsupported, detail })))));
    }
    let walk = Walk::new(text, ROWS);
    let export = Export { walk, path: Arc::clone(&file.path), row: 0, name: None, table: None, ready: None };
    let export = Arc::new(Mutex::new(export));
    Ok(Box::new(std::iter::from_fn(move || {
        let first = locked(&export).next_table()?;
        Some(Ok(table(first, &export)))
    })))
}

/// Nobody else holds it: a table is read before the next one is asked for.
fn locked(export: &Mutex<Export>) -> MutexGuard<'_, Export> {
    export.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The table that begins with this row.
fn table(first: Result<First, Skip>, export: &Arc<Mutex<Export>>) -> Table {
    let First { name, table, piece, place } = match first {
        Ok(first) => first,
        Err(fault) => return untold(fault),
    };
    if let Some(name) = name.as_deref().filter(|name| is_private(name)) {
        let detail = format!("its table `{name}` holds what is private; export it as CSV to have it read");
        return untold(Skip { place, reason: Reason::Unsupported, detail });
    }
    let row: serde_json::Map<String, Value> = serde_json::from_slice(&piece.raw).unwrap_or_default(); // tidy(swallow): what is no row is told about when it is read
    let header: Vec<String> = row.into_iter().map(|(column, _)| column).collect();
    if let Some(name) = name.as_deref().filter(|name| is_unknown(name, &header)) {
        let detail = format!("its table `{name}` is not known to be public; export it as CSV to have it read");
        return untold(Skip { place, reason: Reason::Unsupported, detail });
    }
    let (columns, export) = (header.clone(), Arc::clone(export));
    let behind = std::iter::from_fn(move || locked(&export).next_row_of(&table));
    let pieces = std::iter::once(Ok((piece, place))).chain(behind);
    let records = pieces.map(move |row| row.and_then(|(piece, place)| record(piece.raw, &columns, place)));
    Table::new(name, header, Box::new(records))
}

/// What stands in the place of a table that is not read.
fn untold(why: Skip) -> Table {
    Table::new(None, Vec::new(), Box::new(std::iter::once(Err(why))))
}

fn record(raw: Vec<u8>, columns: &[String], place: Place) -> Result<Cells, Skip> {
    let row: serde_json::Map<String, Value> =
        serde_json::from_slice(&raw).map_err(|error| refuse(place.clone(), &error))?;
    let text = |value: &Value| Scalar::deserialize(value).unwrap_or_default().0.unwrap_or_default();
    let cells = columns.iter().map(|column| row.get(column).map(text).unwrap_or_default()).collect();
    Ok(Cells { place, raw, cells, warnings: Warnings::default(), separator: None })
}

/// An export that is being read.
struct Export {
    walk: Walk,
    path: Arc<str>,
    row: u64,
    /// The name of the table that is being read, and its number in the list.
    name: Option<String>,
    table: Option<String>,
    /// The first row of the next table, which ended the one before.
    ready: Option<(Piece, Place)>,
}

/// The first row of a table.
struct First {
    name: Option<String>,
    table: String,
    piece: Piece,
    place: Place,
}

impl Export {
    /// The beginning of the next table that has rows; what nobody read of the one before is passed over.
    fn next_table(&mut self) -> Option<Result<First, Skip>> {
        let (piece, place) = loop {
            let row = self.ready.take().map(Ok).or_else(|| self.next_row())?;
            match row {
                Ok((piece, _)) if self.table.as_ref() == piece.path.first() => {}
                Ok(row) => break row,
                Err(fault) => return Some(Err(fault)),
            }
        };
        let table = piece.path.first().cloned().unwrap_or_default();
        self.table = Some(table.clone());
        Some(Ok(First { name: self.name.clone(), table, piece, place }))
    }

    fn next_row_of(&mut self, table: &String) -> Option<Result<(Piece, Place), Skip>> {
        if self.ready.is_some() || self.table.as_ref() != Some(table) {
            return None;
        }
        match self.next_row()? {
            Ok(row) if row.0.path.first() != Some(table) => {
                self.ready = Some(row);
                None
            }
            row => Some(row),
        }
    }

    fn next_row(&mut self) -> Option<Result<(Piece, Place), Skip>> {
        loop {
            let place = Place { path: Arc::clone(&self.path), row: self.row + 1 };
            match self.walk.next_piece()? {
                Ok(piece) if piece.is(&["*", "data", "*"]) => {
                    self.row += 1;
                    return Some(Ok((piece, place)));
                }
                Ok(piece) if piece.is(&["*", "name"]) => self.name = piece.text(),
                Ok(_) => {}
                Err(fault) => return Some(Err(fault.into_skip(place))),
            }
        }
    }
}
