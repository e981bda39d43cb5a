//! The mails of one mbox: where each begins and ends.

use std::io::{self, BufRead};
use std::sync::Arc;

use crate::lines::unreadable;
use crate::mail::{HEADER_BYTES_MAX, MAIL_BYTES_MAX};
use crate::record::{Place, Reason, Skip};
use crate::source::{File, Source};

/// `From ada@example.org Mon Mar  4 12:00:00 2024`: a time, a year, and a day or month must stand in it, since a
/// sentence may begin with `From ` too.
pub(crate) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words = rest.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty()).skip(1);
    let is_clock = |word: &[u8]| {
        word.len() >= 5 && word.contains(&b':') && word.iter().all(|byte| byte.is_ascii_digit() || *byte == b':')
    };
    let is_year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    let has = |is: fn(&[u8]) -> bool| words.clone().any(is);
    has(is_clock) && has(is_year) && has(is_day_or_month)
}

/// `Mon`, `Mon,`, `March`: as C's `ctime` and those who follow it write them.
fn is_day_or_month(word: &[u8]) -> bool {
    const NAMES: &[u8] = b"montuewedthufrisatsunjanfebmaraprmayjunjulaugsepoctnovdec";
    let letters = word.strip_suffix(b",").unwrap_or(word);
    let begins = letters.get(..3).is_some_and(|start| NAMES.chunks(3).any(|name| start.eq_ignore_ascii_case(name)));
    begins && letters.iter().all(u8::is_ascii_alphabetic)
}

/// `From -`, `From `: a separator that says nothing.
fn is_bare(line: &[u8]) -> bool {
    line.strip_prefix(b"From ").is_some_and(|rest| matches!(rest.trim_ascii(), b"" | b"-"))
}

/// `From ada@example.org`, `From -`: the beginning of a separator whose date is written in another way. In archives of
/// Usenet a number stands there alone: `From -3831648075992104022`.
fn names_sender(line: &[u8]) -> bool {
    let rest = line.strip_prefix(b"From ").unwrap_or(b"");
    let word = rest.split(u8::is_ascii_whitespace).next().unwrap_or(b"");
    word == b"-" || word.contains(&b'@') || word == b"MAILER-DAEMON" || is_number(rest.trim_ascii())
}

/// A number that is no year and counts nothing.
fn is_number(word: &[u8]) -> bool {
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    (digits.len() < word.len() || digits.len() >= 10) && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// Whether a line is one of a mail's header.
pub(crate) fn is_mail_header(line: &[u8]) -> bool {
    const NAMES: [&[u8]; 16] = [
        b"return-path",
        b"received",
        b"from",
        b"to",
        b"cc",
        b"date",
        b"subject",
        b"message-id",
        b"delivered-to",
        b"mime-version",
        b"content-type",
        b"reply-to",
        b"sender",
        b"status",
        b"in-reply-to",
        b"envelope-to",
    ];
    let name = memchr::memchr(b':', line).map(|at| &line[..at]);
    name.is_some_and(|name| {
        NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)) || name.to_ascii_lowercase().starts_with(b"x-")
    })
}

/// Whether a line is one of a mail's header as old programs wrote them, with blanks before the colon (RFC 5322, 4.5.8).
fn is_old_header(line: &[u8], colon: usize) -> bool {
    is_mail_header(&[line[..colon].trim_ascii_end(), b":"].concat())
}

/// Whether a line behind a whole separator and a blank line belongs to a header, whatever it is called: people quote
/// separators too. `>From ` stands there where a mail went through several machines, and an empty line where a mail has
/// no header: its words are not those of the mail before.
fn may_open_header(line: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', line) else {
        return line.starts_with(b">From ") || matches!(line, b"\n" | b"\r\n");
    };
    let name = &line[..colon];
    let unlike_words = line.get(colon + 1).is_none_or(u8::is_ascii_whitespace) || name.contains(&b'-');
    line.starts_with(b">From ")
        || is_old_header(line, colon)
        || unlike_words && !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    Header,
    Whole,
}

/// One mail as it is stored.
pub(crate) struct Mail {
    pub(crate) place: Place,
    pub(crate) raw: Vec<u8>,
    /// The line before it in an mbox, else empty.
    pub(crate) separator: Vec<u8>,
    /// Marked as deleted by what is kept beside it.
    pub(crate) deleted: bool,
}

/// The mails of one mbox, each unescaped.
pub(crate) struct Mails {
    reader: Option<Ahead>,
    path: Arc<str>,
    keep: Keep,
    row: u64,
    line: Vec<u8>,
    /// The separator before the next mail was read already, or, of the first one, a line of it.
    inside: bool,
    separator: Vec<u8>,
}

impl Mails {
    pub(crate) fn open(source: &Source, file: &File, keep: Keep) -> io::Result<Mails> {
        Ok(Mails::new(source.open_text(file)?, Arc::clone(&file.path), keep))
    }

    fn new(reader: Box<dyn BufRead + Send>, path: Arc<str>, keep: Keep) -> Mails {
        let reader = Some(Ahead { reader, next: Vec::new() });
        Mails { reader, path, keep, row: 0, line: Vec::new(), inside: false, separator: Vec::new() }
    }

    fn place(&self) -> Place {
        Place { path: Arc::clone(&self.path), row: self.row }
    }

    /// Reads up to the next separator. `None` at the end of the file.
    fn read(&mut self) -> io::Result<Option<Mail>> {
        let mut mail = Vec::new();
        let mut in_header = true;
        let mut after_blank = !self.inside;
        loop {
            let Some(reader) = self.reader.as_mut() else { return Ok(None) };
            if reader.read(&mut self.line)? == 0 {
                self.reader = None;
                let separator = std::mem::take(&mut self.separator);
                return Ok(self.inside.then(|| Mail { place: self.place(), raw: mail, separator, deleted: false }));
            }
            let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let begins = line.starts_with(b"From ")
                && (!self.inside
                    || after_blank && is_separator(line) && may_open_header(reader.peek()?)
                    || (is_separator(line) || is_bare(line) || after_blank && names_sender(line))
                        && is_mail_header(reader.peek()?));
            if begins {
                let separator = std::mem::replace(&mut self.separator, line.to_vec());
                if self.inside {
                    return Ok(Some(Mail { place: self.place(), raw: mail, separator, deleted: false }));
                }
                self.inside = true;
                after_blank = false;
                continue;
            }
            if !self.inside && line.trim_ascii().is_empty() {
                continue;
            }
            // The first mail may have no separator.
            self.inside = true;
            after_blank = line.is_empty();
            in_header &= !line.is_empty();
            let kept = in_header && mail.len() < HEADER_BYTES_MAX || self.keep == Keep::Whole;
            if kept && mail.len() <= MAIL_BYTES_MAX {
                // Some programs escape the header's `From:` too.
                let escaped = in_header && line.starts_with(b">From:")
                    || line
                        .iter()
                        .position(|byte| *byte != b'>')
                        .is_some_and(|at| at > 0 && line[at..].starts_with(b"From "));
                mail.extend_from_slice(&self.line[usize::from(escaped)..]);
            }
        }
    }
}

/// The longest piece of a line that is read at once.
const PIECE_BYTES_MAX: usize = 1 << 20;

/// Reads lines, and can look at the next one wherever the reader's buffer ends.
struct Ahead {
    reader: Box<dyn BufRead + Send>,
    /// What was looked at and not read yet.
    next: Vec<u8>,
}

impl Ahead {
    /// Reads a line with its end, or the first MiB of a longer one; 0 at the end of the file.
    fn read(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        line.clear();
        if self.next.is_empty() {
            read_piece(&mut *self.reader, line)?;
            return Ok(line.len());
        }
        std::mem::swap(line, &mut self.next);
        Ok(line.len())
    }

    /// The line that `read` gives next, without reading it.
    fn peek(&mut self) -> io::Result<&[u8]> {
        if self.next.is_empty() {
            read_piece(&mut *self.reader, &mut self.next)?;
        }
        Ok(&self.next)
    }
}

/// Reads up to the end of a line, which is kept, or the first MiB of a longer one; nothing at the end of the file.
fn read_piece(reader: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = memchr::memchr(b'\n', buffer).map_or(buffer.len(), |end| end + 1).min(PIECE_BYTES_MAX - line.len());
        line.extend_from_slice(&buffer[..end]);
        reader.consume(end);
        if end == 0 || line.ends_with(b"\n") {
            return Ok(());
        }
    }
}

impl Iterator for Mails {
    type Item = Result<Mail, Skip>;

    fn next(&mut self) -> Option<Self::Item> {
        self.row += 1;
        match self.read() {
            Ok(None) => None,
            Ok(Some(mail)) if mail.raw.len() > MAIL_BYTES_MAX => Some(Err(Skip {
                place: mail.place,
                reason: Reason::TooLong,
                detail: "a mail of more than 64 MiB".to_owned(),
            })),
            Ok(Some(mail)) => Some(Ok(mail)),
            Err(error) => {
                self.reader = None;
                Some(Err(unreadable(self.place(), &error)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Separators that only the header after them tells from a sentence.
    const MBOX: &str = "From ada@example.org Mon Mar  4 12:00:00 2024
Message-ID: <1@example.org>

one
From grace@example.org Mon Mar  4 13:00:00 2024
Delivered-To: list@example.org

two

From mary@example.org 2024-03-04
X-Mailer: pine

three

From - yesterday
In-Reply-To: <1@example.org>

four
From here on: nothing
From joan@example.org Mon Mar  4 14:00:00 2024 she was silent
";

    #[test]
    fn mails_are_told_apart_wherever_a_buffer_ends() {
        let read = |capacity: usize| -> Vec<String> {
            let reader = Box::new(BufReader::with_capacity(capacity, MBOX.as_bytes()));
            let mails = Mails::new(reader, "a.mbox".into(), Keep::Whole);
            mails.map(|mail| String::from_utf8_lossy(&mail.unwrap().raw).into_owned()).collect()
        };
        let whole = read(1 << 16);
        let ends: Vec<&str> = whole.iter().map(|mail| mail.split("\n\n").nth(1).unwrap().trim_end()).collect();
        let last = MBOX.split("\n\n").last().unwrap().trim_end();
        assert_eq!(ends, ["one", "two", "three", last]);
        for capacity in 1..200 {
            assert_eq!(read(capacity), whole, "a buffer of {capacity} bytes");
        }
    }
}
