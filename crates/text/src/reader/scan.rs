//! Cuts a message into tokens once, for every reading part: words, marks, links, numbers, and what is not the author's.

use std::ops::Range;

use super::hash::{Fold, hash_bytes, is_wide_script};
use super::lexicon::{Lexicon, WordClass};
use crate::own::{self, Apart};

/// Bytes of a message that are read; what lies beyond is ignored, so that time is bounded.
pub(crate) const READ_BYTES_MAX: usize = 128 << 10;

/// Longest name before `@` or host that is looked for; keeps the scan linear.
const HOST_BYTES_MAX: usize = 80;

/// Longest passage between single quotation marks; keeps the scan linear.
const SINGLE_QUOTE_BYTES_MAX: usize = 300;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Hashtag,
    Number,
    Version,
    Url,
    Email,
    Handle,
    Emoji,
    /// A run of `!`.
    Exclamation,
    /// A run of `?`, also mixed with `!`.
    Question,
    /// End of a sentence, colon or semicolon.
    Stop,
    Comma,
    Quote,
    /// End of a line.
    Break,
    /// A piece of inline code.
    Code,
    /// Currency signs.
    Currency,
}

/// One token with its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Hash of the folded form; masks hash alike.
    pub(crate) hash: u32,
    /// Hash of the first five letters of a longer word, else 0.
    pub(crate) stem: u32,
    pub(crate) class: WordClass,
    /// Valence in tenths, -40…40.
    pub(crate) valence: i8,
    pub(crate) kind: TokenKind,
    pub(crate) shouted: bool,
    pub(crate) elongated: bool,
    pub(crate) in_title: bool,
    pub(crate) in_heading: bool,
}

/// What the layout of a message says.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shape {
    pub(crate) code_lines: u32,
    pub(crate) trace_lines: u32,
    pub(crate) quoted_lines: u32,
    pub(crate) headings: u32,
    pub(crate) bullets: u32,
    pub(crate) numbered: u32,
    pub(crate) images: u32,
    pub(crate) lines: u32,
    pub(crate) letters: u32,
    pub(crate) capitals: u32,
}

/// A message cut into tokens.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(crate) tokens: Vec<Token>,
    pub(crate) shape: Shape,
    /// Where the text's own lines lie, without quotes, code and logs.
    pub(crate) own: Vec<(u32, u32)>,
    /// Tokens of the title come first; this is where the text's tokens begin.
    pub(crate) body_from: usize,
}

impl Scan {
    /// Scans the title, then the text.
    pub(crate) fn new(lexicon: &Lexicon, title: Option<&str>, text: &str) -> Scan {
        let mut scan = Scan { tokens: Vec::with_capacity(16 + text.len().min(READ_BYTES_MAX) / 4), ..Scan::default() };
        if let Some(title) = title {
            Scanner { lexicon, text: cut(title), scan: &mut scan, in_title: true, in_heading: false, quote_ends: 0 }
                .title();
        }
        scan.body_from = scan.tokens.len();
        Scanner { lexicon, text: cut(text), scan: &mut scan, in_title: false, in_heading: false, quote_ends: 0 }.body();
        scan
    }
}

fn cut(text: &str) -> &str {
    if text.len() <= READ_BYTES_MAX {
        return text;
    }
    let end = (READ_BYTES_MAX - 4..=READ_BYTES_MAX).rev().find(|&at| text.is_char_boundary(at));
    &text[..end.unwrap_or(0)]
}

struct Scanner<'a> {
    lexicon: &'a Lexicon,
    text: &'a str,
    scan: &'a mut Scan,
    in_title: bool,
    in_heading: bool,
    /// Where the single quotation mark stands that closes the open one.
    quote_ends: usize,
}

/// Where the scanner is between lines.
enum Inside {
    Words,
    Comment,
}

impl Scanner<'_> {
    fn title(&mut self) {
        self.lines(0..self.text.len());
    }

    /// The author's own lines; of quotations, code and logs only the lines are counted.
    fn body(&mut self) {
        let mut from = 0;
        for (range, kind) in own::blocks(self.text) {
            self.lines(from..range.start);
            self.count_lines(range.clone(), kind);
            from = range.end;
        }
        self.lines(from..self.text.len());
    }

    fn count_lines(&mut self, range: Range<usize>, kind: Apart) {
        let shape = &mut self.scan.shape;
        for line in self.text[range].lines() {
            shape.lines += 1;
            match kind {
                Apart::Quote => shape.quoted_lines += 1,
                Apart::Code => {
                    shape.code_lines += 1;
                    shape.trace_lines += u32::from(is_trace(line.trim_start()));
                }
                Apart::Log | Apart::Markup => shape.trace_lines += 1,
            }
        }
    }

    fn lines(&mut self, range: Range<usize>) {
        let mut inside = Inside::Words;
        let mut start = range.start;
        while start < range.end {
            let rest = &self.text.as_bytes()[start..range.end];
            let end = memchr::memchr(b'\n', rest).map_or(range.end, |at| start + at);
            inside = self.line(inside, start, end);
            start = end + 1;
        }
    }

    fn line(&mut self, inside: Inside, start: usize, end: usize) -> Inside {
        let whole = self.text[start..end].trim_end_matches('\r');
        let line = whole.trim_start();
        let indent = whole.len() - line.len();
        self.scan.shape.lines += 1;
        if let Inside::Comment = inside {
            return if line.contains("-->") { Inside::Words } else { Inside::Comment };
        }
        if line.starts_with("<!--") {
            return if line.contains("-->") { Inside::Words } else { Inside::Comment };
        }
        if is_trace(line) {
            self.scan.shape.trace_lines += 1;
        } else if line.starts_with("- [") && line.as_bytes().get(4) == Some(&b']') {
            // A form's checkbox: the form's words, not the author's.
            self.scan.shape.bullets += 1;
        } else {
            self.own_line(line, start + indent);
        }
        Inside::Words
    }

    fn own_line(&mut self, line: &str, start: usize) {
        let bytes = line.as_bytes();
        self.in_heading = bytes.first() == Some(&b'#') && bytes.iter().find(|b| **b != b'#') == Some(&b' ')
            || line.len() > 4 && line.starts_with("**") && line.trim_end_matches(':').ends_with("**");
        let shape = &mut self.scan.shape;
        shape.headings += u32::from(self.in_heading);
        shape.bullets += u32::from(line.starts_with("- ") || line.starts_with("* "));
        shape.numbered += u32::from(bytes.len() > 2 && bytes[0].is_ascii_digit() && matches!(bytes[1], b'.' | b')'));
        shape.images += u32::from(line.contains("![") || line.contains("<img"));
        let end = start + line.len();
        if !self.in_title {
            self.scan.own.push((start as u32, end as u32));
        }
        let mut at = start;
        while at < end {
            at = self.token(at, end);
        }
        self.push(end, end, TokenKind::Break, 1);
        self.in_heading = false;
    }

    /// Reads one token at `at` and says where the next begins.
    fn token(&mut self, at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        match bytes[at] {
            b' ' | b'\t' => at + 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => self.word(at, end),
            0x80.. => self.wide(at, end),
            b'@' => self.handle(at, end),
            b'#' => self.hashtag(at, end),
            b'`' => self.inline_code(at, end),
            b'!' | b'?' => self.marks(at, end),
            b'$' => self.one(at, TokenKind::Currency),
            b'"' => self.one(at, TokenKind::Quote),
            b'\'' => self.single_quote(at, end),
            b':' | b';' | b'=' | b'<' | b'^' => self.emoticon(at, end),
            b'.' => self.one(at, TokenKind::Stop),
            b',' => self.one(at, TokenKind::Comma),
            _ => at + 1,
        }
    }

    fn one(&mut self, at: usize, kind: TokenKind) -> usize {
        let hash = hash_bytes(&self.text.as_bytes()[at..at + 1]);
        self.push(at, at + 1, kind, hash);
        at + 1
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind, hash: u32) {
        self.scan.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            hash,
            stem: 0,
            class: WordClass::NONE,
            valence: 0,
            kind,
            shouted: false,
            elongated: false,
            in_title: self.in_title,
            in_heading: self.in_heading,
        });
    }

    fn marks(&mut self, at: usize, end: usize) -> usize {
        let bytes = &self.text.as_bytes()[at..end];
        let length = bytes.iter().take_while(|b| matches!(b, b'!' | b'?')).count();
        let asks = bytes[..length].contains(&b'?');
        let (kind, hash) = if asks { (TokenKind::Question, 2) } else { (TokenKind::Exclamation, 3) };
        self.push(at, at + length, kind, hash);
        at + length
    }

    fn inline_code(&mut self, at: usize, end: usize) -> usize {
        let Some(length) = memchr::memchr(b'`', &self.text.as_bytes()[at + 1..end]) else {
            // No partner on this line: what follows is words, and the rest of the line has no backtick.
            return at + 1;
        };
        self.push(at, at + length + 2, TokenKind::Code, 4);
        at + length + 2
    }

    fn handle(&mut self, at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let length = bytes[at + 1..end].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        if length > 0 {
            self.push(at, at + 1 + length, TokenKind::Handle, 5);
        }
        at + 1 + length
    }

    fn hashtag(&mut self, at: usize, end: usize) -> usize {
        let starts_word = at + 1 < end && (self.text.as_bytes()[at + 1].is_ascii_alphabetic());
        if !starts_word {
            return at + 1;
        }
        let before = self.scan.tokens.len();
        let next = self.word(at + 1, end);
        if let Some(token) = self.scan.tokens.get_mut(before).filter(|t| t.kind == TokenKind::Word) {
            token.kind = TokenKind::Hashtag;
        }
        next
    }

    fn emoticon(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.text.as_bytes()[at..end];
        let length = emoticon_length(rest);
        if length == 0 {
            return if matches!(rest[0], b':' | b';') { self.one(at, TokenKind::Stop) } else { at + 1 };
        }
        let hash = hash_bytes(&rest[..length]);
        let mouth = rest[length - 1];
        let more = rest[length..].iter().take_while(|byte| **byte == mouth).count();
        self.push(at, at + length + more, TokenKind::Emoji, hash);
        self.look_up(hash, 0);
        if let Some(token) = self.scan.tokens.last_mut() {
            token.elongated = more > 0;
        }
        at + length + more
    }

    /// `'…'` around words, not the apostrophe before or after one.
    fn single_quote(&mut self, at: usize, end: usize) -> usize {
        if at == self.quote_ends {
            return self.one(at, TokenKind::Quote);
        }
        let bytes = self.text.as_bytes();
        let opens = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let inside = &bytes[at + 1..end.min(at + SINGLE_QUOTE_BYTES_MAX)];
        let begins = inside.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        let ends = |place: usize| {
            inside[place] == b'\''
                && inside[place - 1] != b' '
                && !inside.get(place + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
        };
        match (1..inside.len()).find(|place| ends(*place)).filter(|_| opens && begins) {
            Some(place) => {
                self.quote_ends = at + 1 + place;
                self.one(at, TokenKind::Quote)
            }
            None => at + 1,
        }
    }

    /// A character outside ASCII: letter, emoji or punctuation.
    fn wide(&mut self, at: usize, end: usize) -> usize {
        let Some(c) = self.text[at..end].chars().next() else { return end };
        let next = at + c.len_utf8();
        match c {
            '\u{201c}' | '\u{201d}' | '«' | '»' | '„' | '‹' | '›' | '‘' | '’' => {
                self.push(at, next, TokenKind::Quote, 6)
            }
            '€' | '£' | '¥' | '₹' => self.push(at, next, TokenKind::Currency, 7),
            '…' | '。' | '．' => self.push(at, next, TokenKind::Stop, 8),
            '？' | '¿' => self.push(at, next, TokenKind::Question, 2),
            '！' | '¡' => self.push(at, next, TokenKind::Exclamation, 3),
            '\u{200b}'..='\u{200f}' | '\u{fe0f}' | '\u{feff}' | '\u{a0}' => {}
            c if is_emoji(c) => {
                let hash = hash_bytes(&self.text.as_bytes()[at..next]);
                self.push(at, next, TokenKind::Emoji, hash);
                self.look_up(hash, 0);
            }
            c if c.is_alphanumeric() => return self.word(at, end),
            _ => {}
        }
        next
    }

    fn word(&mut self, at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        if let Some(next) = self.link_or_number(at, end) {
            return next;
        }
        let mut fold = Fold::new();
        let mut i = at;
        while i < end {
            let byte = bytes[i];
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                fold.ascii(byte);
                i += 1;
            } else if byte == b'\'' {
                if i + 1 >= end || !bytes[i + 1].is_ascii_alphabetic() && bytes[i + 1] < 0x80 {
                    break;
                }
                i += 1;
                if fold.elides() {
                    break;
                }
                fold.ascii(b'\'');
            } else if byte >= 0x80 {
                let Some(c) = self.text[i..end].chars().next() else { break };
                if !(c.is_alphanumeric() || matches!(c, '’' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}')) {
                    break;
                }
                let next = self.text[i + c.len_utf8()..end].chars().next();
                if c == '’' && !next.is_some_and(char::is_alphanumeric) {
                    break;
                }
                i += c.len_utf8();
                if c == '’' && fold.elides() {
                    break;
                }
                fold.wide(c);
                if is_wide_script(c) {
                    break;
                }
            } else {
                break;
            }
        }
        self.push(at, i, TokenKind::Word, fold.capped_at_two);
        self.scan.shape.letters += fold.letters;
        self.scan.shape.capitals += fold.capitals;
        self.look_up(fold.capped_at_two, fold.capped_at_one);
        if let Some(token) = self.scan.tokens.last_mut() {
            token.shouted = fold.letters > 2 && fold.capitals == fold.letters;
            token.elongated = fold.elongated;
            token.stem = fold.stem();
        }
        i
    }

    /// Gives the last token what the lexicon knows of it; an elongated word is tried with its letters single, too.
    fn look_up(&mut self, hash: u32, single: u32) {
        let Some(token) = self.scan.tokens.last_mut() else { return };
        let found = self.lexicon.find(hash).map(|entry| (hash, entry));
        let found = found.or_else(|| self.lexicon.find(single).map(|entry| (single, entry)));
        if let Some((hash, entry)) = found {
            token.hash = hash;
            token.class = entry.class;
            token.valence = entry.valence;
        }
    }

    /// Links, addresses, versions and numbers, which begin like words.
    fn link_or_number(&mut self, at: usize, end: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[at..end];
        let digits_from = usize::from(matches!(bytes[0], b'v' | b'V'));
        if bytes.get(digits_from).is_some_and(u8::is_ascii_digit) {
            return self.number(at, end, digits_from);
        }
        let first = bytes[0] | 0x20;
        if first == b'h' && (starts(bytes, b"http://") || starts(bytes, b"https://"))
            || first == b'w' && starts(bytes, b"www.")
        {
            return Some(self.url(at, end));
        }
        let stem = bytes
            .iter()
            .take(HOST_BYTES_MAX)
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+'))
            .count();
        match bytes.get(stem) {
            Some(b'@') if bytes.get(stem + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                let host = bytes[stem + 1..]
                    .iter()
                    .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
                    .count();
                let host = host - usize::from(bytes[stem + host] == b'.');
                self.push(at, at + stem + 1 + host, TokenKind::Email, 9);
                Some(at + stem + 1 + host)
            }
            _ if is_domain(&bytes[..stem]) => Some(self.url(at, end)),
            _ => None,
        }
    }

    fn url(&mut self, at: usize, end: usize) -> usize {
        let bytes = &self.text.as_bytes()[at..end];
        let mut length = bytes
            .iter()
            .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'<' | b'>' | b'"' | b')' | b']' | b'`'))
            .count();
        while length > 1 && matches!(bytes[length - 1], b'.' | b',' | b'!' | b'?' | b';' | b':' | b'\'' | b'*') {
            length -= 1;
        }
        self.push(at, at + length, TokenKind::Url, 10);
        at + length
    }

    fn number(&mut self, at: usize, end: usize, digits_from: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[at..end];
        let inside = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':');
        let mut length = digits_from + bytes[digits_from..].iter().take_while(|b| inside(b)).count();
        while matches!(bytes[length - 1], b'.' | b',' | b':') {
            length -= 1;
        }
        let glued = bytes.get(length).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
        let dots = bytes[..length].iter().filter(|b| **b == b'.').count();
        if glued && dots == 0 {
            // "4u", "2nd" and "h4ck3r" are words.
            return None;
        }
        let digits = bytes[..length].iter().filter(|b| b.is_ascii_digit()).count();
        let version = dots >= 2 || digits_from == 1 && dots > 0 || digits_from == 1 && digits < 4;
        let kind = if version { TokenKind::Version } else { TokenKind::Number };
        // Grouped digits are amounts, long runs are telephone numbers and codes.
        let grouped = bytes[..length].contains(&b',');
        let hash = if version {
            11
        } else if grouped {
            40
        } else {
            20 + digits.min(14) as u32
        };
        self.push(at, at + length, kind, hash);
        Some(at + length)
    }
}

fn starts(bytes: &[u8], with: &[u8]) -> bool {
    bytes.len() >= with.len() && bytes[..with.len()].eq_ignore_ascii_case(with)
}

/// Lines of stack traces and logs that people paste without a fence.
fn is_trace(line: &str) -> bool {
    let bytes = line.as_bytes();
    match bytes.first() {
        Some(b'a') => line.starts_with("at ") && (line.contains('(') && line.contains(':') || line.contains(".rs:")),
        Some(b'F') => line.starts_with("File \"") && line.contains(", line "),
        Some(b'T') => line.starts_with("Traceback (most recent call"),
        Some(b'0'..=b'9') => bytes.len() > 19 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[13] == b':',
        Some(b'[') => bytes.len() > 16 && bytes[1..5].iter().all(u8::is_ascii_digit) && bytes[5] == b'-',
        _ => false,
    }
}

const TOP_DOMAINS: &str = " com net org io co uk ly tv me be info biz ru app dev gg de fr eu us ca gl in xyz link club top site online shop store ";

fn is_domain(stem: &[u8]) -> bool {
    let Some(dot) = stem.iter().rposition(|b| *b == b'.') else { return false };
    let top = &stem[dot + 1..];
    if dot == 0 || !(2..=6).contains(&top.len()) || !top.iter().all(u8::is_ascii_lowercase) {
        return false;
    }
    let Ok(top) = std::str::from_utf8(top) else { return false };
    // "it.in" is a forgotten space rather than a host.
    let host_bytes_min = if matches!(top, "me" | "be" | "in" | "us" | "co" | "de" | "top" | "online" | "link" | "store")
    {
        5
    } else {
        2
    };
    dot >= host_bytes_min && TOP_DOMAINS.split(' ').any(|known| known == top)
}

const EMOTICON_NOSES: &[u8] = b"-'oc^";

fn emoticon_length(rest: &[u8]) -> usize {
    if rest.starts_with(b"</3") {
        return 3;
    }
    if rest.starts_with(b"<3") {
        return 2;
    }
    if rest.starts_with(b"^_^") || rest.starts_with(b"^-^") {
        return 3;
    }
    if !matches!(rest[0], b':' | b';' | b'=') {
        return 0;
    }
    let nose = usize::from(rest.len() > 2 && EMOTICON_NOSES.contains(&rest[1]));
    let Some(mouth) = rest.get(1 + nose) else { return 0 };
    let drawn = matches!(
        mouth,
        b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'\\' | b'|' | b'*' | b'o' | b'O' | b']' | b'[' | b'3'
    );
    let ends = rest.get(2 + nose).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'/');
    if drawn && ends { 2 + nose } else { 0 }
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
