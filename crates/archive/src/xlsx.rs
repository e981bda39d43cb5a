//! Spreadsheets (.xlsx): every sheet is a table, read through the same map of names as CSV.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::fields::{Field, Map};
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe};
use crate::lines::unreadable;
use crate::record::{Place, Reason, Rows, Skip, Warnings};
use crate::source::{File, Source, UNPACK_BYTES_FREE};
use crate::table::{self, Cells, Table, Tables};
use crate::xml::{Element, Event, Xml};

pub(crate) const FORMAT: Format = Format {
    name: "xlsx",
    title: "spreadsheet (.xlsx) with a header in each sheet",
    losses: &[Loss::OtherFields, Loss::Formatting],
    mapped: Mapped::ByMap,
    detect,
    open,
};

/// What a workbook's table of texts may hold: all cells share it, so it is kept in memory.
const SHARED_BYTES_MAX: usize = 64 << 20;
const SHARED_TEXTS_MAX: usize = 2_000_000;
/// How often the texts that cells name may exceed the workbook itself: a million cells may name one
/// long text, which no cell holds.
const EXPANDED_RATIO_MAX: u64 = 100;
const SHEETS_MAX: usize = 1_000;
/// The columns that a spreadsheet can have.
const COLUMNS_MAX: usize = 16_384;
const ROW_BYTES_MAX: usize = 1 << 20;
const PARTS_MAX: usize = 10_000;
/// The styles that a workbook can have.
const STYLES_MAX: usize = 1 << 16;
const NAME_CHARS_MAX: usize = 200;

fn detect(probe: &Probe) -> Confidence {
    let files = files(probe.source());
    let Some(file) = files.first() else { return Confidence::No };
    let named = is_sheet(file) && !probe.head(file).starts_with(b"PK");
    match guess(probe.source()) {
        _ if named => Confidence::Maybe,
        Ok(map) if map.get(Field::Text).is_some() => Confidence::Sure,
        _ => Confidence::Likely,
    }
}

fn is_sheet(file: &File) -> bool {
    file.has_ending("xlsx") || file.has_ending("xlsm")
}

/// Spreadsheets as files, or one that was called otherwise and so was opened as a zip.
fn files(source: &Source) -> Vec<File> {
    let whole: Vec<File> = source.files().iter().filter(|file| is_sheet(file)).cloned().collect();
    let opened = source.files().iter().filter(|file| &*file.path == "xl/workbook.xml").cloned();
    if whole.is_empty() { opened.collect() } else { whole }
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    table::open(source, options, files(source), tables)
}

/// The map that the plan shows and that is used when none is given.
pub(crate) fn guess(source: &Source) -> Result<Map, Error> {
    table::guess(source, &files(source), tables)
}

fn tables(source: &Source, file: &File, map: &Map) -> io::Result<Tables> {
    let inside = if is_sheet(file) { source.inside(file)? } else { source.clone() };
    let book = Arc::new(Book::read(&inside)?);
    let sheets = book.sheets.clone();
    let one = sheets.len() == 1;
    let path = Arc::clone(&file.path);
    let map = map.clone();
    Ok(Box::new(sheets.into_iter().map(move |(name, part)| {
        let Some(file) = inside.find(&part) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("the sheet {name} is missing")));
        };
        let path = if one { Arc::clone(&path) } else { format!("{path} {name}").into() };
        let xml = Some(Xml::new(inside.open_text(file)?));
        let mut sheet = Sheet { xml, book: Arc::clone(&book), path, row: 0, ready: VecDeque::new() };
        let header = sheet.find_header(&map)?;
        let names = header.clone();
        let records = std::iter::from_fn(move || sheet.next_record(&names));
        Ok(Table::new((!one).then_some(name), header, Box::new(records)))
    })))
}

/// What all sheets of a workbook share.
struct Book {
    /// Name and part of each sheet.
    sheets: Vec<(String, String)>,
    texts: Vec<Box<str>>,
    /// Whether the numbers of each style are dates.
    dates: Vec<bool>,
    /// Days are counted from 1904, not 1900.
    since_1904: bool,
    /// How many bytes of texts cells have named so far, and how many they may.
    expanded: AtomicU64,
    expanded_max: u64,
}

impl Book {
    fn read(inside: &Source) -> io::Result<Book> {
        let unpacked = inside.files().iter().fold(0_u64, |sum, file| sum.saturating_add(file.bytes));
        let mut book = Book {
            sheets: Vec::new(),
            texts: Vec::new(),
            dates: Vec::new(),
            since_1904: false,
            expanded: AtomicU64::new(0),
            expanded_max: unpacked.saturating_mul(EXPANDED_RATIO_MAX).max(UNPACK_BYTES_FREE),
        };
        let mut parts = HashMap::new();
        each_start(inside, "xl/_rels/workbook.xml.rels", |element| {
            if let (Some(id), Some(target)) = (element.get("Id"), element.get("Target"))
                && parts.len() < PARTS_MAX
                && id.len().max(target.len()) <= NAME_CHARS_MAX
            {
                let target = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                parts.insert(id.to_owned(), target);
            }
        })?;
        each_start(inside, "xl/workbook.xml", |element| match element.name.as_str() {
            "sheet" if book.sheets.len() < SHEETS_MAX => {
                let id = element.attributes().find(|(name, _)| name.ends_with(":id")).map(|(_, id)| id);
                if let (Some(name), Some(part)) = (element.get("name"), id.and_then(|id| parts.get(id))) {
                    book.sheets.push((name.chars().take(NAME_CHARS_MAX).collect(), part.clone()));
                }
            }
            "workbookPr" => book.since_1904 = matches!(element.get("date1904"), Some("1" | "true")),
            _ => {}
        })?;
        if book.sheets.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "not a sound .xlsx: it names no sheet"));
        }
        book.dates = read_styles(inside)?;
        book.texts = read_texts(inside)?;
        Ok(book)
    }
}

fn each_start(inside: &Source, part: &str, mut take: impl FnMut(&Element)) -> io::Result<()> {
    let Some(file) = inside.find(part) else { return Ok(()) };
    let mut xml = Xml::new(inside.open_text(file)?);
    while let Some(event) = xml.next_event()? {
        if let Event::Start(element) = event {
            take(&element);
        }
    }
    Ok(())
}

/// For each style whether it shows numbers as dates.
fn read_styles(inside: &Source) -> io::Result<Vec<bool>> {
    let mut own: HashMap<u32, bool> = HashMap::new();
    let mut styles = Vec::new();
    let mut in_cells = false;
    each_start(inside, "xl/styles.xml", |element| {
        let number = element.get("numFmtId").and_then(|number| number.parse::<u32>().ok());
        match (element.name.as_str(), number) {
            ("numFmt", Some(number)) if own.len() < STYLES_MAX => {
                own.insert(number, shows_date(element.get("formatCode").unwrap_or("")));
            }
            ("cellXfs", _) => in_cells = true,
            ("cellStyles" | "dxfs", _) => in_cells = false,
            ("xf", number) if in_cells && styles.len() < STYLES_MAX => {
                let number = number.unwrap_or(0);
                let built_in = matches!(number, 14..=22 | 27..=36 | 45..=47 | 50..=58);
                styles.push(own.get(&number).copied().unwrap_or(built_in));
            }
            _ => {}
        }
    })?;
    Ok(styles)
}

/// Whether a format such as `yyyy\-mm\-dd` shows a date; words in quotation marks, colours and
/// currencies in brackets do not count.
fn shows_date(code: &str) -> bool {
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for letter in code.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '[' => bracket = true,
            ']' => bracket = false,
            'y' | 'Y' | 'd' | 'D' | 'h' | 'H' if !quoted && !bracket => return true,
            _ => {}
        }
    }
    false
}

/// The texts that cells name by number.
fn read_texts(inside: &Source) -> io::Result<Vec<Box<str>>> {
    let Some(file) = inside.find("xl/sharedStrings.xml") else { return Ok(Vec::new()) };
    let mut xml = Xml::new(inside.open_text(file)?);
    let (mut texts, mut bytes) = (Vec::new(), 0);
    let mut text = String::new();
    let (mut in_text, mut phonetic) = (false, false);
    while let Some(event) = xml.next_event()? {
        match event {
            Event::Start(element) => match element.name.as_str() {
                "t" => in_text = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::Text(part) if in_text => {
                bytes += part.len();
                text.push_str(&part);
            }
            Event::Text(_) => {}
            Event::End(name) => match name.as_str() {
                "t" => in_text = false,
                "rPh" => phonetic = false,
                "si" => texts.push(std::mem::take(&mut text).into()),
                _ => {}
            },
        }
        if bytes > SHARED_BYTES_MAX || texts.len() > SHARED_TEXTS_MAX {
            return Err(crate::source::limit("its texts are more than 64 MiB; save the sheet as CSV".to_owned()));
        }
    }
    Ok(texts)
}

struct Sheet {
    xml: Option<Xml>,
    book: Arc<Book>,
    path: Arc<str>,
    row: u64,
    /// Rows that were looked at for a header, with their numbers.
    ready: VecDeque<(u64, io::Result<Line>)>,
}

/// The names of columns that a row has.
fn names(row: &[String]) -> Vec<String> {
    row.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// A row of a sheet.
enum Line {
    Whole(Vec<String>),
    TooLong,
}

/// The cells of the row that is being read, as long as they fit.
#[derive(Default)]
struct Taken {
    cells: Vec<String>,
    bytes: usize,
    too_long: bool,
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    column: usize,
    kind: String,
    style: usize,
    value: String,
}

impl Sheet {
    fn place(&self) -> Place {
        Place { path: Arc::clone(&self.path), row: self.row }
    }

    /// The row that names the columns, which is seldom another than the first that has a text.
    fn find_header(&mut self, map: &Map) -> io::Result<Vec<String>> {
        let (mut rows, mut places) = (Vec::new(), Vec::new());
        while rows.len() < table::HEADER_ROWS {
            let row = match self.next_row().transpose() {
                None => break,
                Some(Ok(Line::Whole(cells))) => cells,
                Some(Ok(Line::TooLong)) if rows.is_empty() => {
                    return Err(crate::source::limit("its header is longer than 1 MiB".to_owned()));
                }
                Some(Err(error)) if rows.is_empty() => return Err(error),
                Some(other) => {
                    self.ready.push_back((self.row, other));
                    break;
                }
            };
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            rows.push(row);
            places.push(self.row);
            if rows.len() == 1 && table::names_columns(&names(&rows[0]), map) {
                break;
            }
        }
        let mut headers: Vec<Vec<String>> = rows.iter().map(|row| names(row)).collect();
        let at = table::header_at(&headers, map);
        for (row, cells) in places.into_iter().zip(rows).skip(at + 1).rev() {
            self.ready.push_front((row, Ok(Line::Whole(cells))));
        }
        Ok(if headers.is_empty() { Vec::new() } else { headers.swap_remove(at) })
    }

    fn next_record(&mut self, header: &[String]) -> Option<Result<Cells, Skip>> {
        loop {
            let cells = match self.next_row() {
                Ok(None) => return None,
                Ok(Some(Line::Whole(cells))) => cells,
                Ok(Some(Line::TooLong)) => {
                    return Some(Err(Skip { place: self.place(), reason: Reason::TooLong, detail: String::new() }));
                }
                Err(error) => {
                    self.xml = None;
                    return Some(Err(unreadable(self.place(), &error)));
                }
            };
            if cells.iter().all(|cell| cell.is_empty()) {
                continue;
            }
            let raw = record(header, &cells);
            return Some(Ok(Cells { place: self.place(), raw, cells, warnings: Warnings::default(), separator: None }));
        }
    }

    fn next_row(&mut self) -> io::Result<Option<Line>> {
        if let Some((row, line)) = self.ready.pop_front() {
            self.row = row;
            return line.map(Some);
        }
        self.read_row()
    }

    fn read_row(&mut self) -> io::Result<Option<Line>> {
        let Some(xml) = self.xml.as_mut() else { return Ok(None) };
        let mut line = Taken::default();
        let mut cell = Cell::default();
        let (mut in_value, mut phonetic) = (false, false);
        while let Some(event) = xml.next_event()? {
            match event {
                Event::Start(element) => match element.name.as_str() {
                    "row" => {
                        let number = element.get("r").and_then(|number| number.parse().ok());
                        self.row = number.unwrap_or(self.row.saturating_add(1));
                    }
                    "c" => cell = begin(&element, line.cells.len()),
                    "v" | "t" => in_value = !phonetic,
                    "rPh" => phonetic = true,
                    _ => {}
                },
                Event::Text(text) if in_value && line.has_room(cell.value.len() + text.len()) => {
                    cell.value.push_str(&text);
                }
                Event::Text(_) => {}
                Event::End(name) => match name.as_str() {
                    "v" | "t" => in_value = false,
                    "rPh" => phonetic = false,
                    "c" if cell.column < COLUMNS_MAX && line.has_room(self.book.bytes(&cell)) => {
                        self.book.count(&cell)?;
                        line.take(cell.column, self.book.value(&cell).into_owned());
                    }
                    "row" => return Ok(Some(line.end())),
                    _ => {}
                },
            }
        }
        Ok(line.too_long.then_some(Line::TooLong))
    }
}

impl Taken {
    /// Whether so much more fits into the row; once something does not, nothing does.
    fn has_room(&mut self, more: usize) -> bool {
        self.too_long |= self.bytes + more > ROW_BYTES_MAX;
        !self.too_long
    }

    fn take(&mut self, column: usize, value: String) {
        self.bytes += value.len();
        self.cells.resize(self.cells.len().max(column + 1), String::new());
        self.cells[column] = value;
    }

    fn end(self) -> Line {
        if self.too_long { Line::TooLong } else { Line::Whole(self.cells) }
    }
}

fn begin(element: &Element, next: usize) -> Cell {
    Cell {
        column: element.get("r").and_then(column).unwrap_or(next),
        kind: element.get("t").unwrap_or("n").to_owned(),
        style: element.get("s").and_then(|style| style.parse().ok()).unwrap_or(0),
        value: String::new(),
    }
}

/// `AB12` is the column 27, counted from 0.
fn column(place: &str) -> Option<usize> {
    let letters: Vec<u8> = place.bytes().take_while(u8::is_ascii_alphabetic).collect();
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let number =
        letters.iter().fold(0, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some(number - 1)
}

impl Book {
    /// The text that a cell names by its number.
    fn shared(&self, cell: &Cell) -> Option<&str> {
        let number = cell.value.trim().parse::<usize>().ok()?; // tidy(swallow): no number names no text
        self.texts.get(number).map(|text| &**text)
    }

    /// How long a cell's value is at most, known before anything goes over it.
    fn bytes(&self, cell: &Cell) -> usize {
        if cell.kind == "s" { self.shared(cell).map_or(0, str::len) } else { cell.value.len() }
    }

    /// Notes that a cell names a text; an error once all that were named are too much.
    fn count(&self, cell: &Cell) -> io::Result<()> {
        let bytes = if cell.kind == "s" { self.bytes(cell) as u64 } else { 0 };
        let before = self.expanded.fetch_add(bytes, Ordering::Relaxed);
        if before.saturating_add(bytes) > self.expanded_max {
            let what = "its cells name texts of more than 100 times its size; save the sheet as CSV";
            return Err(crate::source::limit(what.to_owned()));
        }
        Ok(())
    }

    fn value<'a>(&'a self, cell: &'a Cell) -> Cow<'a, str> {
        let value = cell.value.as_str();
        match cell.kind.as_str() {
            "s" => self.shared(cell).map(unescape).unwrap_or_default(),
            "b" => if value.trim() == "1" { "true" } else { "false" }.into(),
            "n" | "" if self.dates.get(cell.style).copied().unwrap_or(false) => {
                day(value.trim(), self.since_1904).map_or(value.into(), Cow::from)
            }
            "e" => "".into(),
            _ => unescape(value),
        }
    }
}

/// The day of a number: days since the end of 1899 or the beginning of 1904, with the time of day
/// behind the point; without a day only that. A spreadsheet knows no zone, so the text has none.
fn day(number: &str, since_1904: bool) -> Option<String> {
    const DAYS_FROM_1900: f64 = 25_569.0;
    const DAYS_FROM_1904: f64 = 24_107.0;
    // tidy(swallow): what is no number is shown as it stands
    let days: f64 = number.parse().ok().filter(|days| (0.0..2_958_466.0).contains(days))?;
    if days < 1.0 {
        let seconds = (days * 86_400.0).round().min(86_399.0) as u32;
        return Some(format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    let seconds = ((days - if since_1904 { DAYS_FROM_1904 } else { DAYS_FROM_1900 }) * 86_400.0).round();
    let written = model::Time::from_seconds(seconds as i64).to_string();
    Some(written.trim_end_matches('Z').to_owned())
}

/// `_x000D_` is how a sheet writes a character that XML does not allow, and `_x005F_` a `_` before what looks so; the
/// first goes before each end of a line.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let letter = after.get(..5).and_then(escaped);
        match letter {
            Some(letter) => out.extend(Some(letter).filter(|letter| *letter != '\r')),
            None => out.push_str("_x"),
        }
        rest = &after[if letter.is_some() { 5 } else { 0 }..];
    }
    out.push_str(rest);
    out.into()
}

/// The letter of `000D_`.
fn escaped(written: &str) -> Option<char> {
    let digits = written.strip_suffix('_').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) // tidy(swallow): four digits are a number
}

/// The row as one JSON object, since a spreadsheet has no line that could be kept.
fn record(header: &[String], cells: &[String]) -> Vec<u8> {
    let mut object = serde_json::Map::new();
    for (number, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let name = header.get(number).filter(|name| !name.is_empty());
        let name = name.cloned().unwrap_or_else(|| format!("column {}", number + 1));
        object.insert(name, cell.as_str().into());
    }
    serde_json::Value::Object(object).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_by_their_letters() {
        let found = ["A1", "Z9", "AA10", "XFD1", "1", "ABCD1"].map(column);
        assert_eq!(found, [Some(0), Some(25), Some(26), Some(16_383), None, None]);
    }

    #[test]
    fn formats_that_show_dates_are_known() {
        let dates = ["yyyy\\-mm\\-dd", "d.m.yy", "[$-407]d. mmmm yyyy", "h:mm", "m/d/yy h:mm"];
        assert!(dates.iter().all(|code| shows_date(code)));
        let others = ["0.00", "#,##0 \"days\"", "[Red]0", "@", "0.00E+00", "General"];
        assert!(!others.iter().any(|code| shows_date(code)), "{others:?}");
    }
}
