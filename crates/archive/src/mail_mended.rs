//! What is missing in the structure of a broken mail, put in again: the ends of headers and of parts.

use mail_parser::{MessageParser, MimeHeaders};

use crate::mails::is_mail_header;

/// How deep parts that are not closed may lie in one another.
const DEPTH_MAX: usize = 32;
/// How often the end of a part is looked for to the end of the mail.
const LOOKED_MAX: usize = 64;

/// The mail with the ends that are missing; `None` where none is.
pub(crate) fn mended(raw: &[u8]) -> Option<Vec<u8>> {
    let mut scan = Scan {
        raw,
        at: 0,
        head: Some(0),
        in_mail: false,
        judged: None,
        open: Vec::new(),
        is_whole: false,
        looked: 0,
        mended: Vec::new(),
        copied: 0,
    };
    while scan.at < raw.len() && (scan.head.is_some() || !scan.open.is_empty()) {
        scan.take_line();
    }
    if scan.copied == 0 {
        return None;
    }
    scan.mended.extend_from_slice(&raw[scan.copied..]);
    Some(scan.mended)
}

/// A boundary that parts stand between.
struct Open {
    boundary: Vec<u8>,
    /// Whether its parts are mails unless they say something else.
    is_digest: bool,
    has_parts: bool,
}

struct Scan<'a> {
    raw: &'a [u8],
    at: usize,
    /// Where the header begins that the line is in.
    head: Option<usize>,
    /// Whether that is the header of a mail inside another one.
    in_mail: bool,
    /// The header whose first line that is no field was looked at.
    judged: Option<usize>,
    /// The outermost first.
    open: Vec<Open>,
    /// Whether the outermost is closed.
    is_whole: bool,
    looked: usize,
    mended: Vec<u8>,
    /// How much of the mail stands in `mended`.
    copied: usize,
}

impl Scan<'_> {
    fn take_line(&mut self) {
        let (line, next) = line(self.raw, self.at);
        match self.head {
            Some(head) if line.trim_ascii().is_empty() => {
                self.in_mail = self.enter(head);
                self.head = self.in_mail.then_some(next);
            }
            // Once for each header: a long one may have no other lines.
            Some(head) if head < self.at && self.judged != Some(head) && is_no_field(line) => {
                self.judged = Some(head);
                if self.is_all_text() {
                    self.insert(b"\n");
                    self.head = None;
                }
            }
            Some(_) => {}
            None => {
                if let Some((depth, ends)) = self.boundary(line).filter(|(depth, _)| self.may_close(*depth)) {
                    self.close(depth, ends);
                    (self.head, self.in_mail) = ((!ends).then_some(next), false);
                }
            }
        }
        self.at = next;
    }

    /// Which of the open boundaries a line is, the innermost first, and whether it is the last one of its name.
    fn boundary(&self, line: &[u8]) -> Option<(usize, bool)> {
        let name = line.strip_prefix(b"--").filter(|_| !self.open.is_empty())?.trim_ascii_end();
        self.open.iter().enumerate().rev().find_map(|(depth, open)| match name.strip_prefix(&*open.boundary)? {
            b"" => Some((depth, false)),
            b"--" => Some((depth, true)),
            _ => None,
        })
    }

    /// Whether an outer boundary is one: where the innermost is closed further below, it is a word of a text.
    fn may_close(&mut self, depth: usize) -> bool {
        let Some(inner) = self.open.last().filter(|inner| self.open.len() > depth + 1 && inner.has_parts) else {
            return true;
        };
        self.looked += 1;
        self.looked <= LOOKED_MAX && !has_end(&self.raw[self.at..], &inner.boundary)
    }

    /// Ends what is open inside a boundary: the outer one ends the inner ones, too (RFC 2046, 5.1.2). In a mail that is cut
    /// off nobody knows what else is missing.
    fn close(&mut self, depth: usize, ends: bool) {
        while self.open.len() > depth + 1 {
            let inner = self.open.pop().filter(|inner| inner.has_parts && self.is_whole);
            if let Some(inner) = inner {
                self.insert(&[b"--", &*inner.boundary, b"--\n"].concat());
            }
        }
        if ends {
            self.open.pop();
        } else if let Some(open) = self.open.last_mut() {
            open.has_parts = true;
        }
    }

    /// Notes what a header says of the parts below it, and whether the header of a mail follows.
    fn enter(&mut self, head: usize) -> bool {
        let head = &self.raw[head..self.at];
        let lower = head.to_ascii_lowercase();
        let has = |word: &str| memchr::memmem::find(&lower, word.as_bytes()).is_some();
        let is_in_digest = !self.in_mail && self.open.last().is_some_and(|open| open.is_digest);
        if !is_in_digest && !has("multipart") && !has("message/") {
            return false;
        }
        let whole = [head, b"\n"].concat();
        let Some(part) = MessageParser::new().with_mime_headers().parse_headers(&whole) else { return is_in_digest };
        let Some(kind) = part.content_type() else { return is_in_digest };
        let subtype = kind.subtype().unwrap_or("");
        let is_packed = || {
            let encoding = part.content_transfer_encoding().unwrap_or("").to_ascii_lowercase();
            matches!(encoding.as_str(), "base64" | "quoted-printable")
        };
        if let ("multipart", Some(boundary)) = (kind.ctype(), kind.attribute("boundary"))
            && self.open.len() < DEPTH_MAX
        {
            let boundary = boundary.as_bytes().to_vec();
            if self.open.is_empty() {
                self.is_whole = has_end(&self.raw[self.at..], &boundary);
            }
            self.open.push(Open { boundary, is_digest: subtype == "digest", has_parts: false });
        }
        kind.ctype() == "message" && matches!(subtype, "rfc822" | "global") && !is_packed()
    }

    /// Whether a line that is no field begins all that a part says: no known field follows, and below the next blank line,
    /// where its text would be, there is none.
    fn is_all_text(&self) -> bool {
        let (mut at, mut in_text) = (self.at, false);
        // A boundary in the place of the blank line is one that the parser does not see either.
        while at < self.raw.len() {
            let (line, next) = line(self.raw, at);
            if self.boundary(line).is_some() {
                return at > self.at;
            }
            let is_blank = line.trim_ascii().is_empty();
            if in_text && !is_blank || is_mail_header(line) {
                return false;
            }
            in_text |= is_blank;
            at = next;
        }
        true
    }

    fn insert(&mut self, what: &[u8]) {
        self.mended.extend_from_slice(&self.raw[self.copied..self.at]);
        self.mended.extend_from_slice(what);
        self.copied = self.at;
    }
}

fn has_end(raw: &[u8], boundary: &[u8]) -> bool {
    memchr::memmem::find(raw, &[b"\n--", boundary, b"--"].concat()).is_some()
}

/// The line at a place without its end, and where the next one begins.
fn line(raw: &[u8], at: usize) -> (&[u8], usize) {
    let next = memchr::memchr(b'\n', &raw[at..]).map_or(raw.len(), |end| at + end + 1);
    let line = &raw[at..next];
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    (line.strip_suffix(b"\r").unwrap_or(line), next)
}

/// Whether a line of a header is neither a field nor a part of one: words before a colon are no name.
fn is_no_field(line: &[u8]) -> bool {
    let name = memchr::memchr(b':', line).map(|colon| line[..colon].trim_ascii_end());
    let is_name = name.is_some_and(|name| !name.is_empty() && name.iter().all(u8::is_ascii_graphic));
    let is_separator = line.starts_with(b"From ") || line.starts_with(b">From ");
    !is_name && !is_separator && !line.starts_with(b" ") && !line.starts_with(b"\t")
}
