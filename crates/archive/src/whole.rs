//! The export of a whole workspace: which files it has, and its pieces in the order of coming back.

use std::collections::BTreeMap;
use std::io;

use model::Incoming;
use serde_json::{Map, Value as Json};

use crate::lines::Lines;
use crate::record::Place;
use crate::source::{File, Source};
use crate::tribune::{self, Beside};

/// The folder of a workspace's one line, by which an export is known.
pub const WORKSPACE: &str = "workspace";
pub const STAFF: &str = "staff";
pub const MESSAGES: &str = "messages";
pub const MEDIA: &str = "media";
/// The folder of the last line: how many lines of each noun there are. An export without it was cut off.
pub const END: &str = "end";
const SOURCES: &str = "sources";

/// A line of an export may hold a whole mail as its source.
const LINE_BYTES_MAX: usize = 64 << 20;
const MEDIA_BYTES_MAX: u64 = 1 << 30;

/// The path of a part of a noun's lines, counted from 1.
pub fn part_path(noun: &str, part: usize) -> String {
    format!("{noun}/{part:06}.jsonl")
}

/// The path of the bytes with this SHA-256.
pub fn media_path(digest: &str) -> String {
    format!("{MEDIA}/{digest}")
}

/// The digest that a path of [`media_path`] names.
pub fn media_digest(path: &str) -> Option<&str> {
    path.rsplit_once('/').filter(|(folder, _)| folder.ends_with(MEDIA)).map(|(_, digest)| digest)
}

/// How many pieces of each noun an export has, by its own last line.
pub type Counts = BTreeMap<String, u64>;

/// One line, or one file of bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// A line of the noun that its folder names.
    Line {
        noun: String,
        line: Map<String, Json>,
    },
    Message {
        message: Box<Incoming>,
        beside: Beside,
    },
    Media {
        digest: String,
        bytes: Vec<u8>,
    },
}

impl Piece {
    pub fn noun(&self) -> &str {
        match self {
            Piece::Line { noun, .. } => noun,
            Piece::Message { .. } => MESSAGES,
            Piece::Media { .. } => MEDIA,
        }
    }
}

/// Whether a source is the export of a whole workspace.
pub fn is_whole(source: &Source) -> bool {
    top(source).is_some()
}

/// What stands before `workspace/000001.jsonl`: nothing, or the folder that all is in.
fn top(source: &Source) -> Option<&str> {
    let first = part_path(WORKSPACE, 1);
    source.files().iter().find_map(|file| {
        let top = file.path.strip_suffix(&first)?;
        (top.is_empty() || top.ends_with('/') && top.matches('/').count() == 1).then_some(top)
    })
}

/// The noun of a file's folder.
fn noun<'a>(file: &'a File, top: &str) -> &'a str {
    file.path.strip_prefix(top).and_then(|path| path.split_once('/')).map_or("", |(noun, _)| noun)
}

fn cut(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, format!("the export is not whole: {what}; export again"))
}

/// What an export says that it holds; an error where it was cut off before it could say so.
pub fn counts(source: &Source) -> io::Result<Counts> {
    let path = format!("{}{}", top(source).unwrap_or(""), part_path(END, 1));
    let file = source.find(&path).ok_or_else(|| cut(&format!("it has no {path}")))?;
    let bytes = source.read(file, LINE_BYTES_MAX as u64)?;
    let line: Json = serde_json::from_slice(&bytes).map_err(|_| cut(&format!("{path} is cut short")))?;
    let lines = line["lines"].as_object().ok_or_else(|| cut(&format!("{path} is cut short")))?;
    Ok(lines.iter().filter_map(|(noun, count)| Some((noun.clone(), count.as_u64()?))).collect())
}

/// Refuses an export whose pieces are fewer or more than it says.
pub fn compare(expected: &Counts, found: &Counts) -> io::Result<()> {
    for noun in expected.keys().chain(found.keys()) {
        let [said, is] = [expected, found].map(|counts| counts.get(noun).copied().unwrap_or(0));
        if said != is {
            return Err(cut(&format!("it has {is} of {said} {noun}")));
        }
    }
    Ok(())
}

/// The first messages of an export, without reading what is before them.
pub fn first_messages(source: &Source, most: usize) -> io::Result<Vec<(Incoming, Beside)>> {
    let path = format!("{}{}", top(source).unwrap_or(""), part_path(MESSAGES, 1));
    let Some(file) = source.find(&path) else { return Ok(Vec::new()) };
    let messages = of_file(source, file, MESSAGES).take(most).map(|piece| match piece? {
        Piece::Message { message, beside } => Ok((*message, beside)),
        other => Err(cut(&format!("{path} holds {}", other.noun()))),
    });
    messages.collect()
}

/// The pieces of an export: the workspace and its staff first, since others name them.
pub fn pieces(source: &Source) -> impl Iterator<Item = io::Result<Piece>> + Send + use<> {
    let top = top(source).unwrap_or("").to_owned();
    let rank = |file: &File| [WORKSPACE, STAFF].iter().position(|first| *first == noun(file, &top)).unwrap_or(2);
    let mut files: Vec<File> =
        source.files().iter().filter(|file| ![SOURCES, END].contains(&noun(file, &top))).cloned().collect();
    files.sort_by(|a, b| (rank(a), &a.path).cmp(&(rank(b), &b.path)));
    let source = source.clone();
    files.into_iter().flat_map(move |file| of_file(&source, &file, noun(&file, &top)))
}

fn of_file(source: &Source, file: &File, noun: &str) -> Box<dyn Iterator<Item = io::Result<Piece>> + Send> {
    if noun == MEDIA {
        let digest = file.name().to_owned();
        let media = source.read(file, MEDIA_BYTES_MAX).map(|bytes| Piece::Media { digest, bytes });
        return Box::new(std::iter::once(media));
    }
    let mut lines = match Lines::open(source, file) {
        Ok(lines) => lines.with_bytes_max(LINE_BYTES_MAX),
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    let (source, noun) = (source.clone(), noun.to_owned());
    Box::new(std::iter::from_fn(move || {
        let read = match lines.next_line()? {
            Ok(line) => read(line, &noun, &source),
            Err(skip) => return Some(Err(io::Error::other(skip.to_string()))),
        };
        Some(read.map_err(|what| unfit(&lines.place(), &what)))
    }))
}

fn read(line: &[u8], noun: &str, source: &Source) -> Result<Piece, String> {
    if noun == MESSAGES {
        let (message, beside) = tribune::returned(line, source)?;
        return Ok(Piece::Message { message: Box::new(message), beside });
    }
    let line = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    Ok(Piece::Line { noun: noun.to_owned(), line })
}

fn unfit(place: &Place, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{place} is not what an export holds: {what}"))
}
