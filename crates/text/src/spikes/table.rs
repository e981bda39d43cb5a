//! A table of counts: which of its columns hold time and value, and what a line says in them.

/// A cell that is refused is shown so far.
const SHOWN_LETTERS: usize = 40;

/// Where a header puts what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    timestamp: usize,
    value: usize,
    messages: Option<usize>,
    separator: u8,
}

/// What the values of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    Counts,
    /// Mean sentiments, −1…1.
    Moods,
}

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    pub timestamp: Cell<'a>,
    pub value: Cell<'a>,
    /// The value as a number: a count is finite and not below zero, a mood lies between −1 and 1.
    pub number: f64,
    /// Of how many messages the value is the mean, where the table says so.
    pub messages: Option<f64>,
}

/// A cell as it stands in its line, with its quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a>(pub &'a str);

impl<'a> Cell<'a> {
    /// Without blanks around and quotation marks.
    pub fn bare(self) -> &'a str {
        let trimmed = self.0.trim();
        trimmed.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(trimmed).trim()
    }
}

/// For a refusal: the cell's beginning, without what a terminal would obey.
impl std::fmt::Display for Cell<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut letters = self.bare().chars();
        for letter in letters.by_ref().take(SHOWN_LETTERS) {
            if letter.is_control() { write!(out, "{}", letter.escape_default())? } else { write!(out, "{letter}")? }
        }
        if letters.next().is_some() { out.write_str("…") } else { Ok(()) }
    }
}

impl Columns {
    /// Finds the columns `timestamp` and `value` in a header. The cells stand between commas; where it has none,
    /// between semicolons or tabs, as some spreadsheets write them.
    pub fn of(header: &str) -> Result<Self, String> {
        let separator = b",;\t".iter().copied().find(|mark| header.as_bytes().contains(mark)).unwrap_or(b',');
        let find = |name: &str| cells(header, separator).position(|cell| cell.bare().eq_ignore_ascii_case(name));
        let place = |name: &str| {
            find(name).ok_or_else(|| format!("the header has no column `{name}`; expected `timestamp,value`"))
        };
        Ok(Self { timestamp: place("timestamp")?, value: place("value")?, messages: find("messages"), separator })
    }

    /// Reads a line below the header, or says why it cannot.
    pub fn row(self, line: &str, values: Values) -> Result<Row<'_>, String> {
        let wanted = self.messages.filter(|_| values == Values::Moods);
        let last = self.timestamp.max(self.value).max(wanted.unwrap_or(0));
        let (mut timestamp, mut value, mut messages) = (None, None, None);
        for (place, cell) in cells(line, self.separator).take(last + 1).enumerate() {
            if cell.0.trim_start().starts_with('"') && !is_closed(cell) {
                return Err("a quotation mark is never closed".to_owned());
            }
            if place == self.timestamp {
                timestamp = Some(cell);
            }
            if place == self.value {
                value = Some(cell);
            }
            if Some(place) == wanted {
                messages = Some(cell);
            }
        }
        let (Some(timestamp), Some(value)) = (timestamp, value) else { return Err("too few columns".to_owned()) };
        let value_read = number(value)?;
        match values {
            Values::Counts if !is_count(value_read) => return Err(format!("`{value}` is no count")),
            Values::Moods if !(-1.0..=1.0).contains(&value_read) => {
                return Err(format!("`{value}` is no mean sentiment: it lies between -1 and 1"));
            }
            _ => {}
        }
        let counted = |cell: Cell<'_>| match number(cell)? {
            count if is_count(count) => Ok(count),
            _ => Err(format!("`{cell}` is no number of messages")),
        };
        Ok(Row { timestamp, value, number: value_read, messages: messages.map(counted).transpose()? })
    }
}

fn number(cell: Cell<'_>) -> Result<f64, String> {
    cell.bare().parse().map_err(|_| format!("`{cell}` is no number"))
}

fn is_count(number: f64) -> bool {
    number.is_finite() && number >= 0.0
}

/// The cells of a line; a separator between quotation marks belongs to its cell.
fn cells(line: &str, separator: u8) -> impl Iterator<Item = Cell<'_>> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let here = rest?;
        let mut quoted = false;
        let is_quoted_cell = here.trim_start_matches(' ').starts_with('"');
        let end = here.bytes().position(|byte| {
            quoted ^= is_quoted_cell && byte == b'"';
            byte == separator && !quoted
        });
        rest = end.map(|end| &here[end + 1..]);
        Some(Cell(&here[..end.unwrap_or(here.len())]))
    })
}

/// Whether a cell that opens a quotation also ends it; `""` inside is one mark.
fn is_closed(cell: Cell<'_>) -> bool {
    cell.0.bytes().filter(|byte| *byte == b'"').count() % 2 == 0
}
