//! CSV and TSV with a header, read through a map of names.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use crate::charsets::{Charset, Evidence};
use crate::csv_cells::{Dialect, Quotes, SEPARATORS, cells, lines_of};
use crate::csv_lines::{self, TableLines};
use crate::decode::{self, Encoding};
use crate::fields::{Field, Map};
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe};
use crate::lines::{LINE_BYTES_MAX, Lines};
use crate::record::{Place, Reason, Rows, Skip, Warning, Warnings};
use crate::source::{File, Source};
use crate::table::{self, Cells, Table, Tables};
use crate::walk::{self, Text};

pub(crate) const FORMAT: Format = Format {
    name: "csv",
    title: "CSV or TSV with a header",
    losses: &[Loss::OtherFields],
    mapped: Mapped::ByMap,
    detect,
    open,
};

fn detect(probe: &Probe) -> Confidence {
    let Some(file) = files(probe.source()).next() else { return Confidence::No };
    let head = probe.head(file);
    let named = file.has_ending("csv") || file.has_ending("tsv");
    if matches!(head.first(), None | Some(b'\n')) {
        return Confidence::No;
    }
    // In a file that is not called a table, any line may look like names of columns.
    let wanted = named.then(Map::default);
    let columns = Sheet::of(Box::new(io::Cursor::new(head.to_vec())), (None, file, &head), wanted.as_ref()).header;
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

/// The separator that a first line names for Excel: `sep=;`.
fn named_separator(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii_end().strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (word, sign) = line.split_at_checked(4)?;
    let sign = sign.first().filter(|_| word.eq_ignore_ascii_case(b"sep=") && sign.trim_ascii_end().len() < 2)?;
    SEPARATORS.contains(sign).then_some(*sign)
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    table::open(source, options, files(source).cloned().collect(), tables)
}

/// The map that the plan shows and that is used when none is given.
pub(crate) fn guess(source: &Source) -> Result<Map, Error> {
    table::guess(source, &files(source).cloned().collect::<Vec<_>>(), tables)
}

/// A file is one table.
fn tables(source: &Source, file: &File, map: &Map) -> io::Result<Tables> {
    let mut sheet = Sheet::open(source, file, Some(map))?;
    let header = std::mem::take(&mut sheet.header);
    let records = Box::new(std::iter::from_fn(move || sheet.next_cells()));
    Ok(Box::new(std::iter::once(Ok(Table::new(None, header, records)))))
}

/// The names of a file's columns, in their order.
pub(crate) fn header(source: &Source, file: &File) -> io::Result<Vec<String>> {
    Ok(Sheet::open(source, file, None)?.header)
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
    let mut table = Sheet::open(source, file, None)?;
    Ok(std::iter::from_fn(move || {
        Some(table.next_cells()?.map(|record| {
            let cells = table.header.iter().cloned().zip(record.cells).collect();
            Named { place: record.place, raw: record.raw, cells }
        }))
    }))
}

/// Which lines name the columns.
struct Header {
    dialect: Dialect,
    above: usize,
    own: usize,
}

impl Header {
    fn find(head: &[u8], letters: &Letters, wanted: Option<&Map>) -> Header {
        let told = named_separator(lines_of(head).next().unwrap_or_default());
        let mut above = usize::from(told.is_some());
        let mut rest = &head[bytes_of(above, head)..];
        let (mut headers, mut rows) = (Vec::new(), Vec::new());
        loop {
            let dialect = Dialect::of(rest, told);
            let own = dialect.header_lines(rest);
            headers.push(Header { dialect, above, own });
            let Some(map) = wanted else { break };
            let (row, below) = rest.split_at(bytes_of(own, rest));
            let row = row.strip_suffix(b"\n").unwrap_or(row);
            rows.push(names(&letters.decoded(row).0, dialect));
            if below.is_empty() || rows.len() == table::HEADER_ROWS || table::names_columns(&rows[0], map) {
                break;
            }
            (rest, above) = (below, above + own);
        }
        let at = wanted.map_or(0, |map| table::header_at(&rows, map));
        headers.swap_remove(at)
    }
}

/// How many bytes the first `lines` lines have.
fn bytes_of(lines: usize, text: &[u8]) -> usize {
    let mut ends = memchr::memchr_iter(b'\n', text).map(|end| end + 1);
    lines.checked_sub(1).map_or(0, |last| ends.nth(last).unwrap_or(text.len()))
}

/// The names of columns that a row has.
fn names(row: &str, dialect: Dialect) -> Vec<String> {
    cells(row, dialect).iter().map(|name| column_name(name)).collect()
}

/// One file: its header, and the lines below it.
struct Sheet {
    lines: TableLines,
    dialect: Dialect,
    letters: Letters,
    header: Vec<String>,
    columns: usize,
}

impl Sheet {
    /// Opens a file whose columns a row of its beginning names: the first, or, where a map wants some, the likeliest.
    fn open(source: &Source, file: &File, wanted: Option<&Map>) -> io::Result<Sheet> {
        let (head, mut text) = walk::open_with_head(source, file)?;
        let head = text.fill_buf().map_or_else(|_| head.into_bytes(), <[u8]>::to_vec);
        Ok(Sheet::of(text, (Some(source), file, &head), wanted))
    }

    /// A file that is read from its beginning, of which `head` is some; without a source there is no more of it.
    fn of(mut text: Text, (source, file, head): (Option<&Source>, &File, &[u8]), wanted: Option<&Map>) -> Sheet {
        let mut head = Cow::Borrowed(head);
        let is_macintosh = csv_lines::ends_with_returns(&head);
        if is_macintosh {
            text = csv_lines::without_returns(text);
            head.to_mut().iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        let mut lines = Lines::new(text, Arc::clone(&file.path));
        let letters = Letters::new(source, file, &head, is_macintosh);
        let Header { dialect, above, own } = Header::find(&head, &letters, wanted);
        let mut header = Vec::new();
        for number in 0..above + own {
            if let Some(Ok(line)) = lines.next_line()
                && number >= above
            {
                header.push(letters.decoded(line).0.into_owned());
            }
        }
        let header = names(&header.join("\n"), dialect);
        Sheet { lines: TableLines::new(lines), dialect, letters, columns: header.len(), header }
    }

    /// The next record; quoted cells may go over several lines.
    fn next_cells(&mut self) -> Option<Result<Cells, Skip>> {
        let mut raw: Vec<u8> = Vec::new();
        while raw.trim_ascii().is_empty() {
            raw.clear();
            if let Err(skip) = self.lines.next_line(&mut raw)? {
                return Some(Err(skip));
            }
        }
        let (place, first, dialect) = (self.lines.place(), raw.len(), self.dialect);
        match self.join(&mut raw) {
            Joined::Record => Some(Ok(self.split(raw, place))),
            Joined::FirstLine => {
                self.dialect = dialect;
                if let Some(behind) = raw.get(first + 1..) {
                    self.lines.give_back(behind);
                }
                raw.truncate(first);
                Some(Ok(self.split(raw, place)))
            }
            Joined::Never => {
                let detail = "a quotation mark is never closed".to_owned();
                Some(Err(Skip { place, reason: Reason::Malformed, detail }))
            }
            Joined::TooLong => Some(Err(Skip { place, reason: Reason::TooLong, detail: String::new() })),
        }
    }

    /// Adds the lines to a record's first that belong to it.
    fn join(&mut self, raw: &mut Vec<u8>) -> Joined {
        let first = raw.len();
        let mut marks = Marks { quotes: Quotes::new(self.dialect), escaped: None };
        self.read_marks(&mut marks, raw);
        let mut looked_at = (false, false);
        while marks.quotes.quoted {
            if !self.lines.may_look_ahead() {
                return Joined::FirstLine;
            }
            let before = raw.len();
            raw.push(b'\n');
            match self.lines.next_line(raw) {
                Some(Ok(())) if raw.len() > LINE_BYTES_MAX => {
                    return if self.holds_records(raw) { Joined::FirstLine } else { Joined::TooLong };
                }
                Some(Ok(())) => self.read_marks(&mut marks, &raw[before + 1..]),
                end => {
                    raw.truncate(before);
                    end.and_then(Result::err).into_iter().for_each(|fault| self.lines.give_back_fault(fault));
                    return if self.holds_records(raw) { Joined::FirstLine } else { Joined::Never };
                }
            }
            let Quotes { broken, reopened, .. } = marks.quotes;
            let is_news = std::mem::replace(&mut looked_at, (broken, reopened)) != (broken, reopened);
            if is_news && self.are_records(raw, first, reopened) {
                return Joined::FirstLine;
            }
        }
        let is_letter = raw.len() > first
            && (self.are_all_records(raw) || self.has_other_width(raw) && self.are_records(raw, first, false));
        if is_letter { Joined::FirstLine } else { Joined::Record }
    }

    fn read_marks(&mut self, marks: &mut Marks, line: &[u8]) {
        let Marks { quotes, escaped } = marks;
        let mut other = escaped.take().or_else(|| quotes.escaped(line));
        quotes.read(line);
        // A file whose beginning has no such mark shows only here how it writes them.
        if let Some(mut found) = other.take() {
            found.read(line);
            if quotes.broken && !found.broken {
                self.dialect.escapes = true;
                *quotes = found;
            } else {
                *escaped = Some(found).filter(|found| found.quoted);
            }
        }
    }

    fn cells(&self, raw: &[u8]) -> Vec<String> {
        cells(&self.letters.decoded(raw).0, self.dialect)
    }

    fn is_record(&self, line: &[u8]) -> bool {
        self.cells(line).len() == self.columns
    }

    /// Whether a record lacks cells, or has some that are too many and not empty.
    fn has_other_width(&self, raw: &[u8]) -> bool {
        let cells = self.cells(raw);
        cells.len() < self.columns || cells.iter().skip(self.columns).any(|cell| !cell.is_empty())
    }

    /// Whether the first two lines of what a mark joins would be whole records by themselves, as far as the second is
    /// in no cell that a mark opens again.
    fn are_records(&self, raw: &[u8], first: usize, reopened: bool) -> bool {
        let second = raw.get(first + 1..).and_then(|behind| lines_of(behind).next());
        self.cells(&raw[..first]).len() >= self.columns && (reopened || second.is_some_and(|line| self.is_record(line)))
    }

    /// Whether each line of what a mark joins would be a whole record by itself, and that is no chance: texts have few
    /// tabs, and seldom the same number of commas in many lines. What somebody pasted into a cell looks so too; marks
    /// must be letters elsewhere.
    fn are_all_records(&self, raw: &[u8]) -> bool {
        let (columns_min, lines_min) = if self.dialect.has_tabs() { (2, 3) } else { (3, 4) };
        self.dialect.unquoted
            && self.columns >= columns_min
            && lines_of(raw).all(|line| self.is_record(line))
            && lines_of(raw).nth(lines_min - 1).is_some()
    }

    /// Whether any line of what a mark never ends would be a whole record by itself.
    fn holds_records(&self, raw: &[u8]) -> bool {
        lines_of(raw).any(|line| self.is_record(line))
    }

    fn split(&self, raw: Vec<u8>, place: Place) -> Cells {
        let mut warnings = Warnings::default();
        let (text, encoding) = self.letters.decoded(&raw);
        if encoding == Encoding::Guessed {
            warnings.add(Warning::Encoding);
        }
        let cells = cells(&text, self.dialect);
        Cells { place, raw, cells, warnings, separator: Some(self.dialect.separator()) }
    }
}

/// What the lines that a mark opens turned out to be.
enum Joined {
    Record,
    /// The mark was a letter: the first line is a record.
    FirstLine,
    Never,
    TooLong,
}

/// The state of marks at the end of a line, and what it would be if backslashes went before some.
struct Marks {
    quotes: Quotes,
    escaped: Option<Quotes>,
}

/// What turns the lines of a file into letters. All of it tells that, once some line is not Unicode: a row must not be
/// another one for what stands before it.
struct Letters {
    file: Option<(Source, File)>,
    is_macintosh: bool,
    told: OnceCell<Option<Charset>>,
}

impl Letters {
    fn new(source: Option<&Source>, file: &File, head: &[u8], is_macintosh: bool) -> Letters {
        let file =
            source.filter(|_| head.len() as u64 >= walk::HEAD_BYTES).map(|source| (source.clone(), file.clone()));
        let letters = Letters { file, is_macintosh, told: OnceCell::new() };
        if letters.file.is_none() {
            // The end of a beginning may cut a letter.
            let whole = memchr::memrchr(b'\n', head).filter(|_| source.is_none()).map_or(head, |end| &head[..end]);
            let mut evidence = Evidence::default();
            lines_of(whole).for_each(|line| evidence.add(line));
            letters.told.get_or_init(|| evidence.charset());
        }
        letters
    }

    fn charset(&self) -> Option<Charset> {
        let told = *self.told.get_or_init(|| {
            let (source, file) = self.file.as_ref()?;
            // tidy(swallow): whoever reads the rows comes upon the same fault
            let text = source.open_text_beside(file).ok()?;
            let text = if self.is_macintosh { csv_lines::without_returns(text) } else { text };
            let mut lines = Lines::new(text, Arc::clone(&file.path));
            let mut evidence = Evidence::default();
            while let Some(line) = lines.next_line() {
                evidence.add(line.unwrap_or_default());
            }
            evidence.charset()
        });
        if self.is_macintosh { Some(Charset::of_macintosh(told)) } else { told }
    }

    /// The text of a line or record.
    fn decoded<'a>(&self, raw: &'a [u8]) -> (Cow<'a, str>, Encoding) {
        match std::str::from_utf8(raw) {
            Ok(text) => (text.into(), Encoding::Utf8),
            Err(_) => match self.charset().and_then(|charset| charset.text(raw)) {
                Some((text, encoding)) => (text.into(), encoding),
                None => decode::line(raw),
            },
        }
    }
}

/// The name of a column in one line.
fn column_name(written: &str) -> String {
    if !written.contains('\n') {
        return written.trim().to_owned();
    }
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}
