//! CSV and TSV with a header, read through a map of names.

use std::collections::HashMap;
use std::io;

use crate::decode::{self, Encoding};
use crate::fields::{Field, Map};
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe};
use crate::lines::{LINE_BYTES_MAX, Lines};
use crate::record::{Place, Reason, Rows, Skip, Warning, Warnings};
use crate::source::{File, Source};
use crate::table::{self, Cells, Table, Tables};

pub(crate) const FORMAT: Format = Format {
    name: "csv",
    title: "CSV or TSV with a header",
    losses: &[Loss::OtherFields],
    mapped: Mapped::ByMap,
    detect,
    open,
};

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
const COLUMNS_MAX: usize = 4096;

fn detect(probe: &Probe) -> Confidence {
    let Some(file) = files(probe.source()).next() else { return Confidence::No };
    let head = probe.head(file);
    let named = file.has_ending("csv") || file.has_ending("tsv");
    let Some(first) = head.split(|byte| *byte == b'\n').next().filter(|line| !line.is_empty()) else {
        return Confidence::No;
    };
    let (line, _) = decode::line(first);
    let columns = cells(line.trim_end_matches('\r'), separator(&line));
    let guessed = Map::guess(columns.iter().map(String::as_str));
    match (named, guessed.get(Field::Text).is_some() && columns.len() > 1) {
        (true, true) => Confidence::Likely,
        (true, false) | (false, true) => Confidence::Maybe,
        (false, false) => Confidence::No,
    }
}

fn files(source: &Source) -> impl Iterator<Item = &File> {
    let named = |file: &File| file.has_ending("csv") || file.has_ending("tsv");
    let any_named = source.files().iter().any(named);
    source.files().iter().filter(move |file| !any_named || named(file))
}

/// The separator that the header has most of.
fn separator(header: &str) -> u8 {
    let count = |separator: u8| memchr::memchr_iter(separator, header.as_bytes()).count();
    SEPARATORS.into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    table::open(source, options, files(source).cloned().collect(), tables)
}

/// The map that the plan shows and that is used when none is given.
pub(crate) fn guess(source: &Source) -> Result<Map, Error> {
    table::guess(source, &files(source).cloned().collect::<Vec<_>>(), tables)
}

/// A file is one table.
fn tables(source: &Source, file: &File) -> io::Result<Tables> {
    let mut sheet = Sheet::open(source, file)?;
    let header = std::mem::take(&mut sheet.header);
    let records = Box::new(std::iter::from_fn(move || sheet.next_cells()));
    Ok(Box::new(std::iter::once(Ok(Table { name: None, header, records }))))
}

/// The names of a file's columns, in their order.
pub(crate) fn header(source: &Source, file: &File) -> io::Result<Vec<String>> {
    Ok(Sheet::open(source, file)?.header)
}

/// One record of a table by the names of its columns.
pub(crate) struct Named {
    pub(crate) place: Place,
    pub(crate) raw: Vec<u8>,
    pub(crate) cells: HashMap<String, String>,
}

/// The records of one file, for formats that know its columns.
pub(crate) fn records(
    source: &Source,
    file: &File,
) -> io::Result<impl Iterator<Item = Result<Named, Skip>> + Send + use<>> {
    let mut table = Sheet::open(source, file)?;
    Ok(std::iter::from_fn(move || {
        Some(table.next_cells()?.map(|record| {
            let cells = table.header.iter().cloned().zip(record.cells).collect();
            Named { place: record.place, raw: record.raw, cells }
        }))
    }))
}

/// One file: its header, and the lines below it.
struct Sheet {
    lines: Lines,
    separator: u8,
    header: Vec<String>,
}

impl Sheet {
    fn open(source: &Source, file: &File) -> io::Result<Sheet> {
        let mut table = Sheet { lines: Lines::open(source, file)?, separator: b',', header: Vec::new() };
        if let Some(Ok(line)) = table.lines.next_line() {
            let (line, _) = decode::line(line);
            table.separator = separator(&line);
            table.header = cells(&line, table.separator).into_iter().map(|cell| cell.trim().to_owned()).collect();
        }
        Ok(table)
    }

    /// The next record; quoted cells may go over several lines.
    fn next_cells(&mut self) -> Option<Result<Cells, Skip>> {
        let mut raw: Vec<u8> = Vec::new();
        let mut place = None;
        let mut quotes = Quotes { quoted: false, start_of_cell: true };
        loop {
            let line = match self.lines.next_line() {
                None if raw.is_empty() => return None,
                None => {
                    let place = place.unwrap_or_else(|| self.lines.place());
                    let detail = "a quotation mark is never closed".to_owned();
                    return Some(Err(Skip { place, reason: Reason::Malformed, detail }));
                }
                Some(Err(skip)) => return Some(Err(skip)),
                Some(Ok(line)) => line,
            };
            if raw.is_empty() && line.trim_ascii().is_empty() {
                continue;
            }
            quotes.read(line, self.separator);
            raw.extend_from_slice(line);
            let place = place.get_or_insert_with(|| self.lines.place()).clone();
            if raw.len() > LINE_BYTES_MAX {
                return Some(Err(Skip { place, reason: Reason::TooLong, detail: String::new() }));
            }
            if !quotes.quoted {
                return Some(Ok(self.split(raw, place)));
            }
            raw.push(b'\n');
        }
    }

    fn split(&self, raw: Vec<u8>, place: Place) -> Cells {
        let mut warnings = Warnings::default();
        let (text, encoding) = decode::line(&raw);
        if encoding == Encoding::Guessed {
            warnings.add(Warning::Encoding);
        }
        let cells = cells(&text, self.separator);
        Cells { place, raw, cells, warnings }
    }
}

/// Whether the end of what was read so far lies inside a quoted cell.
struct Quotes {
    quoted: bool,
    start_of_cell: bool,
}

impl Quotes {
    fn read(&mut self, line: &[u8], separator: u8) {
        for byte in line {
            match byte {
                b'"' if self.quoted => self.quoted = false,
                // A mark inside an unquoted cell is a letter; `""` inside a quoted one opens again.
                b'"' if self.start_of_cell => self.quoted = true,
                _ => {}
            }
            let goes_on = *byte == separator || *byte == b'"' || (self.start_of_cell && *byte == b' ');
            self.start_of_cell = !self.quoted && goes_on;
        }
    }
}

/// The cells of one record.
fn cells(record: &str, separator: u8) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = record;
    while cells.len() < COLUMNS_MAX {
        let trimmed = rest.trim_start_matches(' ');
        let (cell, after) =
            if trimmed.starts_with('"') { quoted_cell(trimmed, separator) } else { plain_cell(rest, separator) };
        cells.push(cell);
        match after {
            Some(after) => rest = after,
            None => break,
        }
    }
    cells
}

fn plain_cell(rest: &str, separator: u8) -> (String, Option<&str>) {
    match memchr::memchr(separator, rest.as_bytes()) {
        Some(end) => (rest[..end].to_owned(), Some(&rest[end + 1..])),
        None => (rest.to_owned(), None),
    }
}

/// A cell in quotation marks, where `""` is one mark; what stands behind the closing mark belongs
/// to the cell too.
fn quoted_cell(rest: &str, separator: u8) -> (String, Option<&str>) {
    let mut cell = String::new();
    let mut rest = &rest[1..];
    loop {
        let Some(mark) = memchr::memchr(b'"', rest.as_bytes()) else {
            cell.push_str(rest);
            return (cell, None);
        };
        cell.push_str(&rest[..mark]);
        rest = &rest[mark + 1..];
        if let Some(after) = rest.strip_prefix('"') {
            cell.push('"');
            rest = after;
        } else {
            let (tail, after) = plain_cell(rest, separator);
            cell.push_str(tail.trim_end());
            return (cell, after);
        }
    }
}
