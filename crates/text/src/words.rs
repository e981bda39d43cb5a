//! Words for the classifiers: a message cut into what people write on the web, each piece with its kind and plain form.

mod shapes;

use crate::characters::{self, Class};

/// What a piece of text is. Classifiers replace most kinds but `Word` by [`Kind::name`], so that a URL is "a URL".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A word of letters, perhaps with digits or an English ending (`don't`, `it's`).
    Word,
    /// Two neighbouring characters of a script without spaces, or one that stands alone.
    Dense,
    /// `12`, `1,000.5`, `12:30`, `2026-11-21`, `#42`.
    Number,
    /// `v2`, `1.2.3`, `v2.0-rc.1`.
    Version,
    /// `https://…`, `www.…`, `example.org/x`; the text is the host alone.
    Url,
    /// `ada@example.org`.
    Email,
    /// `@ada`, `@ada@example.social`; the text has no leading `@`.
    Handle,
    /// `#SaveTheBees`; the text has no `#`.
    Hashtag,
    /// One emoji, however many code points; the text has neither skin tone nor variation selector.
    Emoji,
    /// `:-)`, `<3`, `^^`; the text is one of a few plain forms.
    Emoticon,
    /// Code between backticks, a path, a file name, a flag, an identifier with `_`, `::` or `()`.
    Code,
    /// Punctuation that carries meaning: `.` `,` `;` `:` `!` `?` `!!` `??` `?!` `…` `%` `$` `€` `£` and the line end.
    Mark,
}

impl Kind {
    /// The kind as a word, fit to stand in for the piece.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Word => "word",
            Kind::Dense => "dense",
            Kind::Number => "number",
            Kind::Version => "version",
            Kind::Url => "url",
            Kind::Email => "email",
            Kind::Handle => "handle",
            Kind::Hashtag => "hashtag",
            Kind::Emoji => "emoji",
            Kind::Emoticon => "emoticon",
            Kind::Code => "code",
            Kind::Mark => "mark",
        }
    }
}

/// How a word was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caps {
    /// No capital, or nothing that has case.
    Lower,
    /// The first letter alone.
    Title,
    /// Two letters or more, all capital.
    Shout,
    /// Anything else: `iPhone`, `GitHub`.
    Mixed,
}

/// One piece of a text. It borrows: copy what must outlive the visit.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    pub kind: Kind,
    /// As written.
    pub raw: &'a str,
    /// Where it starts, in bytes.
    pub at: usize,
    /// Lower case, accents kept, apostrophes straight, no zero-width characters, runs of three equal letters or more
    /// cut to two (`soooo` gives `soo`: a word list looks for that and for `so`). At most [`WORD_BYTES_MAX`] bytes.
    pub text: &'a str,
    pub caps: Caps,
    /// A letter was repeated three times or more.
    pub stretched: bool,
}

/// A longer plain form is cut, in bytes of UTF-8.
pub const WORD_BYTES_MAX: usize = 128;

/// Calls `visit` with every piece of `text` in order of appearance; what is left out are spaces, brackets, quotation marks
/// and other punctuation without weight. One pass, one small buffer.
pub fn words(text: &str, visit: &mut dyn FnMut(Word<'_>)) {
    let mut scan = Scan { text, at: 0, shapeless_until: 0, plain: String::with_capacity(WORD_BYTES_MAX), visit };
    while scan.at < text.len() {
        let before = scan.at;
        scan.step();
        debug_assert!(scan.at > before);
    }
}

/// One walk over a text.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// Before this place no shape begins, which was found out at some cost.
    shapeless_until: usize,
    plain: String,
    visit: &'a mut dyn FnMut(Word<'_>),
}

impl Scan<'_> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        let byte = rest.as_bytes()[0];
        match byte {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => self.word_like(),
            0x80.. => self.beyond_ascii(),
            _ => self.punctuation(byte),
        }
    }

    /// A letter or a digit of ASCII begins something.
    fn word_like(&mut self) {
        let rest = &self.text[self.at..];
        let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let special = rest.as_bytes().get(run).is_some_and(|next| b".@:/_\\-,(".contains(next));
        if (special || rest.as_bytes()[0].is_ascii_digit() || matches!(rest.as_bytes()[0], b'v' | b'V' | b'x' | b'X'))
            && self.at >= self.shapeless_until
        {
            match shapes::at_word(rest) {
                Ok(shape) => return self.shape(shape),
                Err(bytes) => self.shapeless_until = self.at + bytes,
            }
        }
        self.word();
    }

    fn punctuation(&mut self, byte: u8) {
        let rest = &self.text[self.at..];
        if let Some(shape) = shapes::at_punctuation(rest) {
            return self.shape(shape);
        }
        match byte {
            b'!' | b'?' => {
                let run = rest.bytes().take_while(|byte| matches!(byte, b'!' | b'?')).count();
                let both = rest[..run].contains('!') && rest[..run].contains('?');
                let text = match (both, run, byte) {
                    (true, ..) => "?!",
                    (_, 1, b'!') => "!",
                    (_, 1, _) => "?",
                    (_, _, b'!') => "!!",
                    _ => "??",
                };
                self.mark(text, run);
            }
            b'.' => match rest.bytes().take_while(|byte| *byte == b'.').count() {
                1 => self.mark(".", 1),
                run => self.mark("…", run),
            },
            b',' | b';' | b':' | b'%' | b'$' | b'\n' => self.mark(&rest[..1], 1),
            _ => self.at += 1,
        }
    }

    fn beyond_ascii(&mut self) {
        let rest = &self.text[self.at..];
        let Some(character) = rest.chars().next() else { return };
        let width = character.len_utf8();
        if let Some(bytes) = shapes::emoji(rest) {
            self.plain.clear();
            self.plain.extend(rest[..bytes].chars().filter(|part| !shapes::is_emoji_dress(*part)));
            return self.give(Kind::Emoji, bytes, Caps::Lower);
        }
        match characters::class(character) {
            Class::Word => self.word(),
            Class::Dense => self.dense(),
            Class::Silent => self.at += width,
            Class::Break => match character {
                '…' | '。' | '、' | '，' | '！' | '？' | '؟' | '،' | '€' | '£' | '¥' | '।' => {
                    let text = match character {
                        '…' => "…",
                        '。' | '।' => ".",
                        '、' | '，' | '،' => ",",
                        '！' => "!",
                        '？' | '؟' => "?",
                        '€' => "€",
                        '£' => "£",
                        _ => "¥",
                    };
                    self.mark(text, width);
                }
                _ => self.at += width,
            },
        }
    }

    /// Letters and digits up to the next break, an English ending included.
    fn word(&mut self) {
        let rest = &self.text[self.at..];
        self.plain.clear();
        let (mut end, mut run, mut last, mut stretched) = (0, 0, '\0', false);
        let mut case = Case::default();
        for (at, character) in rest.char_indices() {
            match characters::class(character) {
                Class::Word => {
                    case.see(character);
                    for lower in character.to_lowercase() {
                        run = if lower == last { run + 1 } else { 1 };
                        last = lower;
                        stretched |= run > 2 && lower.is_alphabetic();
                        if (run <= 2 || !lower.is_alphabetic()) && self.plain.len() + lower.len_utf8() <= WORD_BYTES_MAX
                        {
                            self.plain.push(lower);
                        }
                    }
                }
                Class::Silent => {
                    // Accents set by themselves stay; what nobody sees goes.
                    if ('\u{300}'..='\u{1dff}').contains(&character) && self.plain.len() < WORD_BYTES_MAX - 3 {
                        self.plain.push(character);
                    }
                }
                Class::Break if matches!(character, '\'' | '’' | 'ʼ') => {
                    let Some(letters) = shapes::joined_ending(&self.plain, &rest[at + character.len_utf8()..]) else {
                        break;
                    };
                    if letters == 0 && self.plain.len() < WORD_BYTES_MAX {
                        self.plain.push('\'');
                        end = at + character.len_utf8();
                        continue;
                    }
                    let start = at + character.len_utf8();
                    self.plain.push('\'');
                    self.plain.push_str(&rest[start..start + letters].to_ascii_lowercase());
                    end = start + letters;
                    break;
                }
                Class::Dense | Class::Break => break,
            }
            end = at + character.len_utf8();
        }
        let kind = if self.plain.bytes().all(|byte| byte.is_ascii_digit()) { Kind::Number } else { Kind::Word };
        self.give_word(Shape { kind, bytes: end, from: 0, to: end }, case.caps(), stretched);
    }

    fn dense(&mut self) {
        let rest = &self.text[self.at..];
        let start = self.at;
        let mut run = rest.char_indices().take_while(|(_, c)| characters::class(*c) == Class::Dense).peekable();
        let mut first = true;
        while let Some((at, character)) = run.next() {
            let pair_end = match run.peek() {
                Some((next_at, next)) => next_at + next.len_utf8(),
                None if first => at + character.len_utf8(),
                None => break,
            };
            first = false;
            let raw = &rest[at..pair_end];
            let word = Word { kind: Kind::Dense, raw, at: start + at, text: raw, caps: Caps::Lower, stretched: false };
            (self.visit)(word);
        }
        self.at = start + rest.find(|c| characters::class(c) != Class::Dense).unwrap_or(rest.len());
    }

    fn shape(&mut self, shape: Shape) {
        let raw = &self.text[self.at..self.at + shape.bytes];
        let mut case = Case::default();
        self.plain.clear();
        for character in raw[shape.from..shape.to].chars() {
            case.see(character);
            for lower in character.to_lowercase().filter(|lower| *lower != '\n' && !shapes::is_emoji_dress(*lower)) {
                if self.plain.len() + lower.len_utf8() <= WORD_BYTES_MAX {
                    self.plain.push(lower);
                }
            }
        }
        if shape.kind == Kind::Emoticon {
            let plain = shapes::plain_emoticon(&self.plain);
            self.plain.clear();
            self.plain.push_str(plain);
        }
        self.give_word(shape, case.caps(), false);
    }

    fn mark(&mut self, text: &str, bytes: usize) {
        let word = Word {
            kind: Kind::Mark,
            raw: &self.text[self.at..self.at + bytes],
            at: self.at,
            text,
            caps: Caps::Lower,
            stretched: false,
        };
        (self.visit)(word);
        self.at += bytes;
    }

    fn give(&mut self, kind: Kind, bytes: usize, caps: Caps) {
        self.give_word(Shape { kind, bytes, from: 0, to: bytes }, caps, false);
    }

    fn give_word(&mut self, shape: Shape, caps: Caps, stretched: bool) {
        let raw = &self.text[self.at..self.at + shape.bytes];
        (self.visit)(Word { kind: shape.kind, raw, at: self.at, text: &self.plain, caps, stretched });
        self.at += shape.bytes;
    }
}

/// A piece found by its shape: how long it is, and which part of it is its text.
struct Shape {
    kind: Kind,
    bytes: usize,
    from: usize,
    to: usize,
}

/// Counts capitals.
#[derive(Default)]
struct Case {
    upper: usize,
    lower: usize,
    first_upper: bool,
}

impl Case {
    fn see(&mut self, character: char) {
        if character.is_uppercase() {
            self.first_upper |= self.upper + self.lower == 0;
            self.upper += 1;
        } else if character.is_lowercase() {
            self.lower += 1;
        }
    }

    fn caps(&self) -> Caps {
        match (self.upper, self.lower) {
            (0, _) => Caps::Lower,
            (1, _) if self.first_upper => Caps::Title,
            (2.., 0) => Caps::Shout,
            _ => Caps::Mixed,
        }
    }
}
