//! Large JSON documents read piece by piece: the items of named lists, and what stands around them.

use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::sync::Arc;

use crate::lines::unreadable;
use crate::record::{Place, Reason, Row, Rows, Skip};
use crate::source::{File, Source};

/// The largest single value that is kept.
pub(crate) const VALUE_BYTES_MAX: usize = 16 << 20;
/// How deep objects and lists may lie in one another.
pub(crate) const DEPTH_MAX: usize = 128;
const PATH_MAX: usize = 12;
/// How much of a file its beginning is.
pub(crate) const HEAD_BYTES: u64 = 64 << 10;

/// Paths of items: `["messages", "*"]`.
pub(crate) type Patterns = &'static [&'static [&'static str]];
/// An open file.
pub(crate) type Text = Box<dyn BufRead + Send>;

/// A value of the document that is not taken apart any further.
#[derive(Debug, PartialEq)]
pub(crate) struct Piece {
    /// The names and numbers that lead to it, such as `chats`, `list`, `3`, `name`.
    pub(crate) path: Vec<String>,
    /// The value as it is written.
    pub(crate) raw: Vec<u8>,
}

impl Piece {
    /// Whether the path is `pattern`, in which `*` stands for any part.
    pub(crate) fn is(&self, pattern: &[&str]) -> bool {
        matches(&self.path, pattern)
    }

    /// The value as a string, where it is one.
    pub(crate) fn text(&self) -> Option<String> {
        match serde_json::from_slice(&self.raw) {
            Ok(serde_json::Value::String(text)) => Some(text),
            Ok(serde_json::Value::Number(number)) => Some(number.to_string()),
            _ => None,
        }
    }
}

fn matches(path: &[String], pattern: &[&str]) -> bool {
    path.len() == pattern.len() && path.iter().zip(pattern).all(|(part, wanted)| *wanted == "*" || part == wanted)
}

/// Reads the pieces of a file; `read` gives the rows of each, which for most pieces is none or one,
/// and each of which that gives some is counted as one.
pub(crate) fn rows<F>(source: &Source, file: &File, patterns: Patterns, read: F) -> io::Result<Rows>
where
    F: FnMut(Piece, Place) -> Vec<Row> + Send + 'static,
{
    let mut text = source.open_text(file)?;
    // A download that failed is empty, or a page that says so.
    let why = match first_letter(&mut text)? {
        Some(b'{' | b'[') => return rows_of(text, file, patterns, read),
        Some(_) => "no JSON",
        None => "the file is empty",
    };
    let place = Place { path: Arc::clone(&file.path), row: 1 };
    Ok(Box::new(std::iter::once(Err(Skip { place, reason: Reason::Broken, detail: why.to_owned() }))))
}

/// Reads the pieces of a file that is open.
pub(crate) fn rows_of<F>(text: Text, file: &File, patterns: Patterns, read: F) -> io::Result<Rows>
where
    F: FnMut(Piece, Place) -> Vec<Row> + Send + 'static,
{
    let walk = Walk::new(text, patterns);
    Ok(Box::new(Reader { walk, path: Arc::clone(&file.path), row: 0, read, ready: VecDeque::new() }))
}

struct Reader<F> {
    walk: Walk,
    path: Arc<str>,
    row: u64,
    read: F,
    ready: VecDeque<Row>,
}

impl<F: FnMut(Piece, Place) -> Vec<Row>> Iterator for Reader<F> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Some(row);
            }
            let piece = self.walk.next_piece()?;
            let place = Place { path: Arc::clone(&self.path), row: self.row + 1 };
            match piece {
                Ok(piece) => {
                    self.ready.extend((self.read)(piece, place));
                    // What only tells of the messages is no row.
                    self.row += u64::from(!self.ready.is_empty());
                }
                Err(fault) => return Some(Err(fault.into_skip(place))),
            }
        }
    }
}

/// Whether a file's first letter is that of a JSON object or list.
pub(crate) fn begins_as_json(source: &Source, file: &File) -> io::Result<bool> {
    let mut text = source.open_text(file)?;
    Ok(matches!(first_letter(&mut text)?, Some(b'{' | b'[')))
}

/// What a file begins with, once blanks are read.
fn first_letter(text: &mut Text) -> io::Result<Option<u8>> {
    loop {
        let buffer = text.fill_buf()?;
        let read = buffer.len();
        if let Some(letter) = buffer.trim_ascii_start().first() {
            return Ok(Some(*letter));
        }
        if read == 0 {
            return Ok(None);
        }
        text.consume(read);
    }
}

/// The beginning of a file as text, as far as it can be read; of blanks before it the last ones.
pub(crate) fn head(source: &Source, file: &File) -> Option<String> {
    let mut head = Vec::new();
    let read = |mut text: Text| {
        first_letter(&mut text)?;
        io::Read::read_to_end(&mut io::Read::take(text, HEAD_BYTES), &mut head)
    };
    // What cannot be read is told of when its rows are.
    let read = source.open_text(file).and_then(read);
    read.is_ok().then(|| String::from_utf8_lossy(&head).into_owned())
}

/// A file and its beginning: in a tar, to open it once more is to unpack again all that lies before it.
pub(crate) fn open_with_head(source: &Source, file: &File) -> io::Result<(String, Text)> {
    let mut head = Vec::new();
    let mut text = source.open_text(file)?;
    match io::Read::read_to_end(&mut io::Read::take(&mut text, HEAD_BYTES), &mut head) {
        Ok(_) => {
            let shown = String::from_utf8_lossy(&head).into_owned();
            Ok((shown, Box::new(io::Read::chain(io::Cursor::new(head), text))))
        }
        // Whoever reads it comes upon the same fault behind what is whole.
        Err(_) => Ok((String::from_utf8_lossy(&head).into_owned(), source.open_text(file)?)),
    }
}

/// Whether a file has these bytes anywhere.
pub(crate) fn holds(source: &Source, file: &File, wanted: &[u8]) -> io::Result<bool> {
    let mut text = source.open_text(file)?;
    let mut window: Vec<u8> = Vec::new();
    loop {
        let buffer = text.fill_buf()?;
        let read = buffer.len();
        window.extend_from_slice(buffer);
        if memchr::memmem::find(&window, wanted).is_some() {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        text.consume(read);
        // What was found half may go on in the next part.
        window.drain(..window.len().saturating_sub(wanted.len()));
    }
}

/// The files that begin as an archive does: what people attached may have any ending. Of a source
/// without such a file all that `named` says are read, so that somebody hears what is wrong.
pub(crate) fn chosen(source: &Source, named: fn(&File) -> bool, begins: fn(&str) -> bool) -> Vec<File> {
    chosen_and_broken(source, named, begins).0
}

/// The same files, and those beside them that are no documents at all: downloads that failed.
pub(crate) fn chosen_and_broken(
    source: &Source,
    named: fn(&File) -> bool,
    begins: fn(&str) -> bool,
) -> (Vec<File>, Vec<File>) {
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    for file in source.files().iter().filter(|file| named(file)) {
        match head(source, file) {
            Some(head) if begins(&head) => found.push(file.clone()),
            Some(head) if is_no_document(&head) => broken.push(file.clone()),
            _ => {}
        }
    }
    if found.is_empty() {
        return (source.files().iter().filter(|file| named(file)).cloned().collect(), Vec::new());
    }
    (found, broken)
}

/// Whether what is called like a document is none.
fn is_no_document(head: &str) -> bool {
    match head.trim_start().strip_prefix('{') {
        Some(rest) => !rest.trim_start().is_empty() && !rest.trim_start().starts_with(['"', '}']),
        None => !head.trim_start().starts_with('['),
    }
}

/// Documents that only give names: one that is damaged costs no message, and a row tells of it.
#[derive(Default)]
pub(crate) struct Names(Vec<Row>);

impl Names {
    /// Reads a small document whole.
    pub(crate) fn document<T: serde::de::DeserializeOwned>(&mut self, source: &Source, file: &File) -> Option<T> {
        const BYTES_MAX: u64 = 256 << 20;
        let read =
            source.open_text(file).and_then(|text| Ok(serde_json::from_reader(io::Read::take(text, BYTES_MAX))?));
        read.map_err(|error| self.tell(file, 1, &error.to_string())).ok() // tidy(swallow): told as a row
    }

    /// Gives the items of a list, or of lines, as far as it can be read.
    pub(crate) fn each(&mut self, source: &Source, file: &File, mut take: impl FnMut(serde_json::Value)) {
        const ITEMS: &[&[&str]] = &[&["*"]];
        let mut text = match source.open_text(file) {
            Ok(text) => text,
            Err(error) => return self.tell(file, 1, &error.to_string()),
        };
        let is_lines = text.fill_buf().is_ok_and(|head| head.trim_ascii_start().starts_with(b"{"));
        let mut walk = Walk::new(text, if is_lines { &[] } else { ITEMS });
        let mut row = 0;
        while let Some(piece) = walk.next_piece() {
            row += 1;
            let place = Place { path: Arc::clone(&file.path), row };
            let read = piece.map_err(|fault| fault.into_skip(place).to_reason());
            match read.and_then(|piece| serde_json::from_slice(&piece.raw).map_err(|error| error.to_string())) {
                Ok(value) => take(value),
                Err(why) => self.tell(file, row, &why),
            }
        }
    }

    /// Notes what is wrong with a document that only gives names.
    pub(crate) fn tell(&mut self, file: &File, row: u64, why: &str) {
        const TOLD_MAX: usize = 1_000;
        if self.0.len() < TOLD_MAX {
            let place = Place { path: Arc::clone(&file.path), row };
            self.0.push(Err(Skip { place, reason: Reason::Names, detail: why.to_owned() }));
        }
    }

    /// What was told, before the rows that follow.
    pub(crate) fn before(self, rows: Rows) -> Rows {
        if self.0.is_empty() { rows } else { Box::new(self.0.into_iter().chain(rows)) }
    }
}

/// Why a document cannot be read on.
#[derive(Debug)]
pub(crate) enum Fault {
    Io(io::Error),
    Syntax(String),
    TooDeep,
    TooLong,
}

impl Fault {
    pub(crate) fn into_skip(self, place: Place) -> Skip {
        let (reason, detail) = match self {
            Fault::Io(error) => return unreadable(place, &error),
            Fault::Syntax(detail) => (Reason::Broken, detail),
            Fault::TooDeep => (Reason::TooDeep, String::new()),
            Fault::TooLong => (Reason::Limit, "a single value of more than 16 MiB".to_owned()),
        };
        Skip { place, reason, detail }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Io(error)
    }
}

/// Takes a document apart along the way to the items of the lists at `patterns`; every other
/// value on the way comes out whole.
pub(crate) struct Walk {
    reader: Box<dyn BufRead + Send>,
    patterns: &'static [&'static [&'static str]],
    open: Vec<Level>,
    path: Vec<String>,
    state: State,
    /// How many documents that were taken apart have ended.
    pub(crate) ended: u64,
}

enum Level {
    Object,
    List(u64),
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Value,
    /// Behind a value: a comma or the end of what it is in.
    After,
    /// At the beginning of an object or list, which may be empty.
    First,
    Done,
}

impl Walk {
    /// `patterns` are paths of items: `["messages", "*"]`; several documents one after the other
    /// are read too.
    pub(crate) fn new(reader: Box<dyn BufRead + Send>, patterns: &'static [&'static [&'static str]]) -> Walk {
        Walk { reader, patterns, open: Vec::new(), path: Vec::new(), state: State::Value, ended: 0 }
    }

    /// The next piece; after a fault there is nothing more.
    pub(crate) fn next_piece(&mut self) -> Option<Result<Piece, Fault>> {
        let found = self.advance();
        if !matches!(found, Ok(Some(_))) {
            self.state = State::Done;
        }
        found.transpose()
    }

    fn advance(&mut self) -> Result<Option<Piece>, Fault> {
        loop {
            match self.state {
                State::Done => return Ok(None),
                State::After if self.open.is_empty() => match self.peek()? {
                    None => return Ok(None),
                    Some(b',' | b']') => return Err(self.wrong("a value")),
                    Some(_) => self.state = State::Value,
                },
                State::After => self.close_or_next()?,
                State::First => match self.peek()? {
                    Some(b'}' | b']') => self.close()?,
                    _ => self.enter_next()?,
                },
                State::Value => {
                    let Some(first) = self.peek()? else {
                        return if self.open.is_empty() { Ok(None) } else { Err(eof()) };
                    };
                    if self.leads_further() && matches!(first, b'{' | b'[') {
                        self.reader.consume(1);
                        self.open.push(if first == b'{' { Level::Object } else { Level::List(0) });
                        self.state = State::First;
                        continue;
                    }
                    let raw = self.value()?;
                    self.state = State::After;
                    return Ok(Some(Piece { path: self.path.clone(), raw }));
                }
            }
        }
    }

    /// Whether a pattern begins with the present path and goes on.
    fn leads_further(&self) -> bool {
        let depth = self.path.len();
        depth < PATH_MAX
            && self.patterns.iter().any(|pattern| pattern.len() > depth && matches(&self.path, &pattern[..depth]))
    }

    fn close_or_next(&mut self) -> Result<(), Fault> {
        match self.peek()? {
            Some(b',') => {
                self.reader.consume(1);
                self.path.pop();
                self.enter_next()
            }
            Some(b'}' | b']') => {
                self.path.pop();
                self.close()
            }
            Some(_) => Err(self.wrong("a comma")),
            None => Err(eof()),
        }
    }

    /// Ends the innermost object or list.
    fn close(&mut self) -> Result<(), Fault> {
        let end = self.peek()?;
        match (self.open.pop(), end) {
            (Some(Level::Object), Some(b'}')) | (Some(Level::List(_)), Some(b']')) => {
                self.reader.consume(1);
                self.state = State::After;
                self.ended += u64::from(self.open.is_empty());
                Ok(())
            }
            _ => Err(self.wrong("the right bracket")),
        }
    }

    /// Puts the name or number of the next value on the path.
    fn enter_next(&mut self) -> Result<(), Fault> {
        let name = match self.open.last_mut() {
            Some(Level::List(next)) => {
                *next += 1;
                (*next - 1).to_string()
            }
            _ => {
                if self.peek()? != Some(b'"') {
                    return Err(self.wrong("a name"));
                }
                let raw = self.value()?;
                let name = serde_json::from_slice(&raw).map_err(|error| Fault::Syntax(error.to_string()))?;
                if self.peek()? != Some(b':') {
                    return Err(self.wrong("a colon"));
                }
                self.reader.consume(1);
                name
            }
        };
        self.path.push(name);
        self.state = State::Value;
        Ok(())
    }

    /// The next byte that is no space.
    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            match buffer.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(at) => {
                    let found = buffer[at];
                    self.reader.consume(at);
                    return Ok(Some(found));
                }
                None => {
                    let all = buffer.len();
                    self.reader.consume(all);
                }
            }
        }
    }

    /// Reads one whole value as it is written, without looking at it closely.
    fn value(&mut self) -> Result<Vec<u8>, Fault> {
        let mut raw = Vec::new();
        let mut scan = Scan::default();
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                let complete = scan.depth == 0 && !scan.in_string && !raw.is_empty();
                return if complete { Ok(raw) } else { Err(eof()) };
            }
            let (used, ended) = scan.run(buffer)?;
            raw.extend_from_slice(&buffer[..used]);
            self.reader.consume(used);
            if raw.len() > VALUE_BYTES_MAX {
                return Err(Fault::TooLong);
            }
            if ended {
                return if raw.is_empty() { Err(self.wrong("a value")) } else { Ok(raw) };
            }
        }
    }

    fn wrong(&self, expected: &str) -> Fault {
        Fault::Syntax(format!(
            "not JSON: expected {expected} at {}",
            if self.path.is_empty() { "the top".to_owned() } else { self.path.join(".") }
        ))
    }
}

fn eof() -> Fault {
    Fault::Io(io::ErrorKind::UnexpectedEof.into())
}

/// Finds the end of a value by its brackets and quotation marks.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
    started: bool,
}

impl Scan {
    /// How many bytes of the buffer belong to the value, and whether it ends there.
    fn run(&mut self, buffer: &[u8]) -> Result<(usize, bool), Fault> {
        let mut at = 0;
        while at < buffer.len() {
            if self.in_string {
                at = self.run_string(buffer, at);
                if !self.in_string && self.depth == 0 {
                    return Ok((at, true));
                }
                continue;
            }
            match buffer[at] {
                b'"' if self.depth == 0 && self.started => return Ok((at, true)),
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth > DEPTH_MAX {
                        return Err(Fault::TooDeep);
                    }
                }
                b'}' | b']' if self.depth == 0 => return Ok((at, true)),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Ok((at + 1, true));
                    }
                }
                b',' | b':' if self.depth == 0 => return Ok((at, true)),
                byte if self.depth == 0 && byte.is_ascii_whitespace() => return Ok((at, true)),
                _ => {}
            }
            self.started = true;
            at += 1;
        }
        Ok((at, false))
    }

    fn run_string(&mut self, buffer: &[u8], mut at: usize) -> usize {
        if self.escaped {
            self.escaped = false;
            at += 1;
        }
        while let Some(found) = memchr::memchr2(b'"', b'\\', buffer.get(at..).unwrap_or(&[])) {
            at += found;
            if buffer[at] == b'"' {
                self.in_string = false;
                return at + 1;
            }
            if at + 1 == buffer.len() {
                self.escaped = true;
                return buffer.len();
            }
            at += 2;
        }
        buffer.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &[&str]) {
        // A small buffer makes every value cross its border.
        for bytes in [1, 3, 7, 4096] {
            let reader = io::BufReader::with_capacity(bytes, io::Cursor::new(json.to_owned().into_bytes()));
            let mut walk = Walk::new(Box::new(reader), &[&["messages", "*"], &["chats", "list", "*", "messages", "*"]]);
            let mut found = Vec::new();
            while let Some(piece) = walk.next_piece() {
                found.push(match piece {
                    Ok(piece) => format!("{} {}", piece.path.join("."), String::from_utf8_lossy(&piece.raw)),
                    Err(Fault::Io(error)) => format!("{:?}", error.kind()),
                    Err(fault) => format!("{fault:?}"),
                });
            }
            assert_eq!(found, expected, "{json} by {bytes}");
        }
    }

    #[test]
    fn items_come_one_by_one_with_what_is_around_them() {
        check(
            r#" {"name": "a\"b\\", "n": 12 , "messages":[ {"id":1,"t":"]}"}, 2,"x"], "end":true}"#,
            &[
                r#"name "a\"b\\""#,
                "n 12",
                r#"messages.0 {"id":1,"t":"]}"}"#,
                "messages.1 2",
                r#"messages.2 "x""#,
                "end true",
            ],
        );
        check(
            r#"{"chats":{"about":"y","list":[{"name":"c","messages":[1]},{"messages":[]}]},"messages":{}}"#,
            &[r#"chats.about "y""#, r#"chats.list.0.name "c""#, "chats.list.0.messages.0 1"],
        );
        check("[1,2]", &["0 1", "1 2"]);
        check("  ", &[]);
    }

    #[test]
    fn what_is_no_json_ends_with_a_fault() {
        check(r#"{"messages":[{"id":1},{"id""#, &[r#"messages.0 {"id":1}"#, "UnexpectedEof"]);
        check(r#"{"messages":[1 2]}"#, &["messages.0 1", "Syntax(\"not JSON: expected a comma at messages.0\")"]);
        check(r#"{"messages"[1]}"#, &["Syntax(\"not JSON: expected a colon at the top\")"]);
        check(r#"{"messages":[1}"#, &["messages.0 1", "Syntax(\"not JSON: expected the right bracket at messages\")"]);
        check(&format!("{{\"a\":{}", "[".repeat(1000)), &["TooDeep"]);
    }
}
