//! The cells of a CSV record: separators, quotation marks, and what escapes them.

pub(crate) const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
const COLUMNS_MAX: usize = 4096;
/// The questions of a form may go over several lines.
const HEADER_LINES_MAX: usize = 200;

/// How a file writes its cells.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    separator: u8,
    /// `\"` is a mark inside a quoted cell, as MySQL and phpMyAdmin write.
    pub(crate) escapes: bool,
    /// Blanks go behind separators, as in `id, author, text`.
    padded: bool,
    /// Marks stand where nobody leaves them who puts cells into marks, and none holds a cell together.
    pub(crate) unquoted: bool,
}

impl Dialect {
    /// What the beginning of a file tells, from its header on.
    pub(crate) fn of(head: &[u8], told: Option<u8>) -> Dialect {
        let first = lines_of(head).next().unwrap_or_default();
        let separator = told.unwrap_or_else(|| separator(first));
        let mut behind = first.split(|byte| *byte == separator).skip(1).peekable();
        let padded = behind.peek().is_some() && behind.all(|cell| cell.starts_with(b" "));
        let plain = Dialect { separator, escapes: false, padded, unquoted: false };
        let escaped = Dialect { escapes: true, ..plain };
        let marked = memchr::memmem::find(head, b"\\\"").is_some();
        let quotes = plain.quotes_of(head);
        if marked && quotes.broken && !escaped.quotes_of(head).broken {
            return escaped;
        }
        let unquoted = (quotes.broken || quotes.loose) && !plain.holds_separators(head);
        Dialect { unquoted, ..plain }
    }

    fn quotes_of(self, head: &[u8]) -> Quotes {
        let mut quotes = Quotes::new(self);
        lines_of(head).for_each(|line| quotes.read(line));
        quotes
    }

    /// Whether some line has a cell that only marks hold together.
    fn holds_separators(self, head: &[u8]) -> bool {
        let mut quotes = Quotes::new(self);
        lines_of(head).any(|line| {
            let begins = !quotes.quoted;
            quotes.read(line);
            let alone = self.quotes_of(line);
            let is_sound = !(alone.quoted || alone.broken || alone.loose);
            let holds = |cell: &String| cell.contains(char::from(self.separator));
            begins && is_sound && cells(&String::from_utf8_lossy(line), self).iter().any(holds)
        })
    }

    pub(crate) fn separator(self) -> char {
        char::from(self.separator)
    }

    pub(crate) fn has_tabs(self) -> bool {
        self.separator == b'\t'
    }

    /// How many lines the header goes over; one where it never ends.
    pub(crate) fn header_lines(self, head: &[u8]) -> usize {
        let mut quotes = Quotes::new(self);
        let mut ends = lines_of(head).take(HEADER_LINES_MAX).map(|line| {
            quotes.read(line);
            !quotes.quoted
        });
        ends.position(|ends| ends).map_or(1, |at| at + 1)
    }
}

pub(crate) fn lines_of(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// The separator that the header has most of.
fn separator(header: &[u8]) -> u8 {
    let count = |separator: u8| memchr::memchr_iter(separator, header).count();
    SEPARATORS.into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// Whether the end of what was read so far lies inside a quoted cell.
#[derive(Clone, Copy)]
pub(crate) struct Quotes {
    dialect: Dialect,
    pub(crate) quoted: bool,
    start_of_cell: bool,
    /// The mark that was read last ended a cell.
    closed: bool,
    /// Behind a mark that ended a cell something else followed.
    pub(crate) broken: bool,
    /// Such a mark stood where cells begin: it opened one.
    pub(crate) reopened: bool,
    /// A mark stood amid a cell that none had opened.
    loose: bool,
}

impl Quotes {
    pub(crate) fn new(dialect: Dialect) -> Quotes {
        let (quoted, closed) = (false, false);
        Quotes { dialect, quoted, start_of_cell: true, closed, broken: false, reopened: false, loose: false }
    }

    /// The same with marks behind backslashes, where a line has the first of a record.
    pub(crate) fn escaped(self, line: &[u8]) -> Option<Quotes> {
        let dialect = Dialect { escapes: true, ..self.dialect };
        let marked = !self.dialect.escapes && memchr::memmem::find(line, b"\\\"").is_some();
        marked.then_some(Quotes { dialect, ..self })
    }

    /// Reads a line; the end of one that a record ends with begins a cell.
    pub(crate) fn read(&mut self, line: &[u8]) {
        self.start_of_cell |= !self.quoted;
        self.closed = false;
        let mut escaped = false;
        let (mut before, mut opens) = (self.dialect.separator, false);
        for byte in line {
            let behind = std::mem::replace(&mut before, *byte);
            if std::mem::take(&mut escaped) {
                continue;
            }
            if *byte == b'\\' && self.quoted && self.dialect.escapes {
                escaped = true;
                continue;
            }
            let ends = *byte == self.dialect.separator || matches!(byte, b'"' | b' ');
            self.reopened |= self.closed && !ends && opens;
            self.broken |= self.closed && !ends;
            self.closed &= *byte == b' ';
            opens = if *byte == b'"' { behind == self.dialect.separator } else { opens && self.closed };
            match byte {
                b'"' if self.quoted => (self.quoted, self.closed) = (false, true),
                // A mark inside an unquoted cell is a letter; `""` inside a quoted one opens again.
                b'"' if self.start_of_cell => self.quoted = true,
                b'"' => self.loose = true,
                _ => {}
            }
            let goes_on = *byte == self.dialect.separator || *byte == b'"' || (self.start_of_cell && *byte == b' ');
            self.start_of_cell = !self.quoted && goes_on;
        }
    }
}

/// The cells of one record.
pub(crate) fn cells(record: &str, dialect: Dialect) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = record;
    while cells.len() < COLUMNS_MAX {
        let trimmed = rest.trim_start_matches(' ');
        let quoted = trimmed.strip_prefix('"').and_then(|inside| quoted_cell(inside, dialect));
        let (cell, after) = quoted.unwrap_or_else(|| plain_cell(if dialect.padded { trimmed } else { rest }, dialect));
        cells.push(cell);
        match after {
            Some(after) => rest = after,
            None => break,
        }
    }
    cells
}

fn plain_cell(rest: &str, dialect: Dialect) -> (String, Option<&str>) {
    match memchr::memchr(dialect.separator, rest.as_bytes()) {
        Some(end) => (rest[..end].to_owned(), Some(&rest[end + 1..])),
        None => (rest.to_owned(), None),
    }
}

/// A cell in quotation marks, where `""` is one mark; what stands behind the closing mark belongs
/// to the cell too. None where the mark is a letter: nothing closes it, or, between tabs, only a part of the cell.
fn quoted_cell(mut rest: &str, dialect: Dialect) -> Option<(String, Option<&str>)> {
    let mut cell = String::new();
    let escape = if dialect.escapes { b'\\' } else { b'"' };
    loop {
        let mark = memchr::memchr2(b'"', escape, rest.as_bytes())?;
        cell.push_str(&rest[..mark]);
        let is_escape = rest.as_bytes()[mark] == b'\\';
        rest = &rest[mark + 1..];
        if is_escape {
            // Only what would end a cell or a row is written behind it.
            let meant = ["\"", "\\", "\n"].into_iter().find(|sign| rest.starts_with(sign));
            cell.push_str(meant.unwrap_or("\\"));
            rest = &rest[meant.map_or(0, str::len)..];
        } else if let Some(after) = rest.strip_prefix('"') {
            cell.push('"');
            rest = after;
        } else {
            let (tail, after) = plain_cell(rest, dialect);
            let tail = tail.trim_end();
            cell.push_str(tail);
            return (tail.is_empty() || !dialect.has_tabs()).then_some((cell, after));
        }
    }
}
