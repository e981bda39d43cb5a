//! Tables that phpMyAdmin exports as JSON: a list of tables, each with its name and rows.

use std::io::{self, Cursor};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::Value;

use crate::fields::{Field, Map};
use crate::format::{Error, Options};
use crate::jsonl::refuse;
use crate::record::{Place, Reason, Rows, Skip, Warnings};
use crate::scalar::Scalar;
use crate::source::{File, Source};
use crate::table::{self, Cells, Table, Tables};
use crate::walk::{self, Patterns, Piece, Walk};

const ROWS: Patterns = &[&["*", "data", "*"]];
/// Parts of a table's name that tell that its words are no business of others: private messages of phpBB, MyBB, SMF,
/// vBulletin, XenForo and Drupal, what was never sent, and what only the staff sees.
const PRIVATE: [&str; 15] = [
    "privmsgs",
    "privatemessages",
    "private",
    "personal",
    "pm",
    "pms",
    "pmtext",
    "conversation",
    "conversations",
    "drafts",
    "draft",
    "adminlog",
    "modlog",
    "usernotes",
    "notes",
];
/// The same for names of several parts: BuddyPress, Invision.
const PRIVATE_NAMES: [&str; 2] = ["bp_messages", "core_message"];
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
    table::open(source, &Options { map, ..options.clone() }, files, tables)
}

/// The map of the first table of posts with a text, else of the first with a text: whole databases have many tables.
pub(crate) fn guess(source: &Source, files: &[File]) -> Result<Map, Error> {
    for file in files {
        let tables = tables(source, file, &Map::default()).map_err(|error| Error::unreadable(file, error))?;
        for table in tables
            .flatten()
            .filter(|table| table.name.as_deref().is_some_and(|name| ends_as(name, &POSTS) && !is_private(name)))
        {
            let map = Map::guess(table.header.iter().map(String::as_str));
            if map.get(Field::Text).is_some() {
                return Ok(map);
            }
        }
    }
    table::guess(source, files, tables)
}

/// Whether a table's name tells that it is private.
fn is_private(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.split('_').any(|part| PRIVATE.contains(&part)) || PRIVATE_NAMES.iter().any(|known| name.contains(known))
}

/// Whether a table is called so, whatever a forum puts before the names of its tables.
fn ends_as(name: &str, words: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    words.iter().any(|word| name.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with('_')))
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
