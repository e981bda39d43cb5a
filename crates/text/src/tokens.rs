//! Search tokens: what both databases index and what a query is turned into, so that they always agree.

use crate::characters::{self, Class};

/// A longer token is cut: nobody searches for the tail of a base64 line. In bytes of UTF-8.
pub const TOKEN_BYTES_MAX: usize = 64;

/// Calls `visit` with every search token of `text`, in order of appearance.
///
/// A token is made of letters and digits only, lower case, without accents, at most [`TOKEN_BYTES_MAX`] bytes: it
/// holds no ASCII punctuation or whitespace, so a tokenizer that splits at those keeps it whole.
///
/// - Scripts without spaces (Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer) give overlapping pairs of
///   characters; a single one stands for itself.
/// - Handles and hashtags give their word; `foo_bar` and `foo-bar` give two.
/// - `https://www.example.org/a-page?x=1#y` gives `example org a page`: scheme, `www`, query and fragment say nothing.
/// - English endings (`'s 'll 're 've 'd 'm`) are dropped, `don't` gives `dont`, French elisions (`l'eau`) give two tokens,
///   an apostrophe inside a Cyrillic word is left out.
/// - Zero-width characters, direction marks and soft hyphens vanish.
///
/// Cost: one pass, no allocation.
pub fn search_tokens(text: &str, visit: &mut dyn FnMut(&str)) {
    let mut scan = Scan { text, bytes: text.as_bytes(), at: 0, token: Token::new(), last_dense: None, visit };
    scan.run();
}

/// A word as it grows.
struct Token {
    bytes: [u8; TOKEN_BYTES_MAX],
    used: usize,
    full: bool,
}

impl Token {
    fn new() -> Self {
        Self { bytes: [0; TOKEN_BYTES_MAX], used: 0, full: false }
    }

    #[inline]
    fn push_ascii(&mut self, byte: u8) {
        if self.used < TOKEN_BYTES_MAX && !self.full {
            self.bytes[self.used] = byte;
            self.used += 1;
        } else {
            self.full = true;
        }
    }

    fn push(&mut self, character: char) {
        let end = self.used + character.len_utf8();
        if end <= TOKEN_BYTES_MAX && !self.full {
            character.encode_utf8(&mut self.bytes[self.used..end]);
            self.used = end;
        } else {
            self.full = true;
        }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.used]).expect("whole characters only are pushed")
    }

    fn clear(&mut self) {
        self.used = 0;
        self.full = false;
    }
}

/// One walk over a text.
struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    token: Token,
    /// The dense character before this one, and whether a pair already holds it.
    last_dense: Option<(char, Paired)>,
    visit: &'a mut dyn FnMut(&str),
}

#[derive(Clone, Copy, PartialEq)]
enum Paired {
    No,
    Yes,
}

impl Scan<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte < 0x80 {
                self.ascii(byte);
            } else {
                self.beyond_ascii();
            }
        }
        self.end_word();
        self.end_dense();
    }

    #[inline]
    fn ascii(&mut self, byte: u8) {
        if byte.is_ascii_alphanumeric() {
            if self.last_dense.is_some() {
                self.end_dense();
            }
            let start = self.at;
            while let Some(byte) = self.bytes.get(self.at).filter(|byte| byte.is_ascii_alphanumeric()) {
                self.token.push_ascii(byte.to_ascii_lowercase());
                self.at += 1;
            }
            debug_assert!(self.at > start);
            return;
        }
        match byte {
            b'\'' if self.token.used > 0 => self.apostrophe(1),
            b':' if self.bytes[self.at..].starts_with(b"://") && matches!(self.token.as_str(), "http" | "https") => {
                self.url();
            }
            _ => {
                self.end_word();
                self.end_dense();
                self.at += 1;
            }
        }
    }

    fn beyond_ascii(&mut self) {
        let Some(character) = self.text[self.at..].chars().next() else { return };
        match characters::class(character) {
            Class::Word => {
                self.end_dense();
                if !self.token.full {
                    characters::plain(character, &mut |plain| self.token.push(plain));
                }
            }
            Class::Dense => {
                self.end_word();
                let mut folded = character;
                characters::plain(character, &mut |plain| folded = plain);
                self.dense(folded);
            }
            Class::Silent => {}
            Class::Break if matches!(character, '’' | 'ʼ' | '＇') && self.token.used > 0 => {
                return self.apostrophe(character.len_utf8());
            }
            Class::Break => {
                self.end_word();
                self.end_dense();
            }
        }
        self.at += character.len_utf8();
    }

    fn dense(&mut self, character: char) {
        if let Some((before, _)) = self.last_dense {
            let mut pair = [0; 8];
            let first = before.encode_utf8(&mut pair).len();
            let second = character.encode_utf8(&mut pair[first..]).len();
            (self.visit)(std::str::from_utf8(&pair[..first + second]).expect("two whole characters"));
            self.last_dense = Some((character, Paired::Yes));
        } else {
            self.last_dense = Some((character, Paired::No));
        }
    }

    /// An apostrophe of `width` bytes after a letter: an English ending, an elision, or part of the word.
    fn apostrophe(&mut self, width: usize) {
        let rest = &self.bytes[self.at + width..];
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).take(4).count();
        let ends = rest.get(letters).is_none_or(|byte| *byte < 0x80 && !byte.is_ascii_alphanumeric());
        let ending = (rest[..letters].to_ascii_lowercase(), ends);
        let cyrillic = |character: Option<char>| character.is_some_and(|c| ('\u{400}'..='\u{52f}').contains(&c));
        let word = self.token.as_str();
        match (&ending.0[..], ending.1) {
            (b"t", true) if word.ends_with('n') => self.at += width,
            (b"s" | b"ll" | b"re" | b"ve" | b"d" | b"m", true) => {
                self.end_word();
                self.at += width + letters;
            }
            (b"", _) if cyrillic(word.chars().next_back()) && cyrillic(self.text[self.at + width..].chars().next()) => {
                self.at += width;
            }
            _ => {
                self.end_word();
                self.at += width;
            }
        }
    }

    /// Stands before `://` with the scheme as the current token.
    fn url(&mut self) {
        self.token.clear();
        self.at += 3;
        if self.bytes[self.at..].get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"www.")) {
            self.at += 4;
        }
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'?' | b'#' => break,
                0..=b' ' | b'<' | b'>' | b'"' | b'\'' | b')' | b']' | b'}' | b'|' | b'`' => return self.end_word(),
                // Percent-encoded bytes are no words.
                b'%' => {
                    self.end_word();
                    self.at += 1;
                    let digits = self.bytes[self.at..].iter().take(2).take_while(|byte| byte.is_ascii_hexdigit());
                    self.at += digits.count();
                }
                0x80.. => self.beyond_ascii(),
                _ => self.ascii(byte),
            }
        }
        self.end_word();
        self.end_dense();
        let stop =
            |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'"' | b')' | b']' | b'}' | 0x80..);
        self.at += self.bytes[self.at..].iter().position(stop).unwrap_or(self.bytes.len() - self.at);
    }

    #[inline]
    fn end_word(&mut self) {
        if self.token.used > 0 {
            (self.visit)(self.token.as_str());
            self.token.clear();
        }
    }

    fn end_dense(&mut self) {
        if let Some((character, Paired::No)) = self.last_dense.take() {
            (self.visit)(character.encode_utf8(&mut [0; 4]));
        }
    }
}
