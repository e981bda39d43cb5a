//! Lines of a file, each with its number, none longer than a line may be.

use std::io::{self, BufRead};
use std::sync::Arc;

use crate::record::{Place, Reason, Row, Skip};
use crate::source::{File, Source};

/// The longest line that is read.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// Reads a file line by line without keeping more than one.
pub(crate) struct Lines {
    reader: Option<Box<dyn BufRead + Send>>,
    path: Arc<str>,
    row: u64,
    bytes_max: usize,
    line: Vec<u8>,
}

impl Lines {
    pub(crate) fn new(reader: Box<dyn BufRead + Send>, path: Arc<str>) -> Lines {
        Lines { reader: Some(reader), path, row: 0, bytes_max: LINE_BYTES_MAX, line: Vec::new() }
    }

    pub(crate) fn open(source: &Source, file: &File) -> io::Result<Lines> {
        Ok(Lines::new(source.open_text(file)?, Arc::clone(&file.path)))
    }

    /// Allows longer lines.
    pub(crate) fn with_bytes_max(mut self, bytes_max: usize) -> Lines {
        self.bytes_max = bytes_max;
        self
    }

    /// Where the line stands that was read last.
    pub(crate) fn place(&self) -> Place {
        Place { path: Arc::clone(&self.path), row: self.row }
    }

    /// The next line without its end. After an error of the file there is nothing more.
    pub(crate) fn next_line(&mut self) -> Option<Result<&[u8], Skip>> {
        let reader = self.reader.as_mut()?;
        self.line.clear();
        let read = read_line(&mut **reader, &mut self.line, self.bytes_max);
        self.row += 1;
        match read {
            Ok(Ended::File) if self.line.is_empty() => {
                self.reader = None;
                None
            }
            Ok(Ended::File | Ended::Line) => {
                if self.line.last() == Some(&b'\r') {
                    self.line.pop();
                }
                Some(Ok(&self.line))
            }
            Ok(Ended::TooLong) => {
                Some(Err(Skip { place: self.place(), reason: Reason::TooLong, detail: String::new() }))
            }
            Err(error) => {
                self.reader = None;
                Some(Err(unreadable(self.place(), &error)))
            }
        }
    }
}

impl Lines {
    /// The rows of all lines that are not blank.
    pub(crate) fn rows<F>(self, mut read: F) -> impl Iterator<Item = Row> + Send
    where
        F: FnMut(Vec<u8>, Place) -> Row + Send,
    {
        self.rows_of_each(move |line, place| vec![read(line, place)])
    }
}

impl Lines {
    /// The rows of lines each of which may give several, or none.
    pub(crate) fn rows_of_each<F>(mut self, mut read: F) -> impl Iterator<Item = Row> + Send
    where
        F: FnMut(Vec<u8>, Place) -> Vec<Row> + Send,
    {
        let mut ready = Vec::new().into_iter();
        std::iter::from_fn(move || {
            loop {
                if let Some(row) = ready.next() {
                    return Some(row);
                }
                match self.next_line()? {
                    Err(skip) => return Some(Err(skip)),
                    Ok(line) if line.trim_ascii().is_empty() => {}
                    Ok(line) => {
                        let line = line.to_vec();
                        ready = read(line, self.place()).into_iter();
                    }
                }
            }
        })
    }
}

enum Ended {
    Line,
    File,
    TooLong,
}

fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>, bytes_max: usize) -> io::Result<Ended> {
    let mut fits = true;
    loop {
        let buffer = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if buffer.is_empty() {
            return Ok(if fits { Ended::File } else { Ended::TooLong });
        }
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        fits = fits && line.len() + part.len() <= bytes_max;
        if fits {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            return Ok(if fits { Ended::Line } else { Ended::TooLong });
        }
    }
}

/// The row that stands for all that cannot be read after it.
pub(crate) fn unreadable(place: Place, error: &io::Error) -> Skip {
    let reason = if error.kind() == io::ErrorKind::QuotaExceeded { Reason::Limit } else { Reason::Broken };
    Skip { place, reason, detail: why_unreadable(error) }
}

/// What is wrong with a file, for a person.
pub(crate) fn why_unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "it is cut short; get the whole file and import again".to_owned(),
        _ => error.to_string(),
    }
}
