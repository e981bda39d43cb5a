//! Hashes of words as the readings fold them: lower case, no accents, no long runs of a letter.

const HASH_SEED: u32 = 0x811c_9dc5;
const HASH_PRIME: u32 = 0x0100_0193;

/// Letters of a longer word that stand for its stem.
const STEM_LETTERS: u32 = 5;

/// Builds the two hashes of a word, lower-case and without accents.
pub(crate) struct Fold {
    pub(crate) capped_at_two: u32,
    pub(crate) capped_at_one: u32,
    last: u32,
    run: u32,
    pub(crate) letters: u32,
    pub(crate) capitals: u32,
    pub(crate) elongated: bool,
    first: u32,
    count: u32,
    prefix: u32,
}

impl Fold {
    pub(crate) fn new() -> Fold {
        let hash = HASH_SEED;
        Fold {
            capped_at_two: hash,
            capped_at_one: hash,
            last: 0,
            run: 0,
            letters: 0,
            capitals: 0,
            elongated: false,
            first: 0,
            count: 0,
            prefix: 0,
        }
    }

    pub(crate) fn ascii(&mut self, byte: u8) {
        self.letters += u32::from(byte.is_ascii_alphabetic());
        self.capitals += u32::from(byte.is_ascii_uppercase());
        self.feed(u32::from(byte.to_ascii_lowercase()));
    }

    pub(crate) fn wide(&mut self, c: char) {
        match c {
            '’' => return self.feed(u32::from(b'\'')),
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' => return,
            _ => {}
        }
        self.letters += 1;
        self.capitals += u32::from(c.is_uppercase());
        for lower in c.to_lowercase() {
            self.feed(u32::from(bare_letter(lower)));
        }
    }

    fn feed(&mut self, unit: u32) {
        self.run = if unit == self.last { self.run + 1 } else { 1 };
        self.last = unit;
        if self.count == 0 {
            self.first = unit;
        }
        self.count += 1;
        if self.count == STEM_LETTERS + 1 {
            self.prefix = self.capped_at_two;
        }
        if self.run <= 2 {
            self.capped_at_two = (self.capped_at_two ^ unit).wrapping_mul(HASH_PRIME);
        } else {
            self.elongated = true;
        }
        if self.run == 1 {
            self.capped_at_one = (self.capped_at_one ^ unit).wrapping_mul(HASH_PRIME);
        }
    }

    /// Hash of the first five letters of a longer word, else 0.
    pub(crate) fn stem(&self) -> u32 {
        self.prefix
    }

    /// French elisions: `l'`, `j'`, `qu'` are words of their own.
    pub(crate) fn elides(&self) -> bool {
        let first = char::from_u32(self.first).unwrap_or(' ');
        self.count == 1 && "ljncdstm".contains(first) || self.count == 2 && first == 'q' && self.last == u32::from(b'u')
    }
}

/// A Latin letter without its accent, as a code point.
pub(crate) fn bare_letter(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

/// Hash of bytes as they are, for masks, emoji and emoticons.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u32 {
    bytes.iter().fold(HASH_SEED ^ 0x5555, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(HASH_PRIME))
}

/// Hash of a word as the scanner folds it.
pub(crate) fn hash_word(word: &str) -> u32 {
    let mut fold = Fold::new();
    for c in word.chars() {
        if c.is_ascii() { fold.ascii(c as u8) } else { fold.wide(c) }
    }
    fold.capped_at_two
}

/// The same for a word of lower-case letters without accents or runs, known when the program is built.
pub(crate) const fn hash_lower(word: &str) -> u32 {
    let (mut hash, mut at) = (HASH_SEED, 0);
    while at < word.len() {
        hash = (hash ^ word.as_bytes()[at] as u32).wrapping_mul(HASH_PRIME);
        at += 1;
    }
    hash
}

/// Joins the hash of a sequence with the next word's.
pub(crate) fn hash_join(sequence: u32, next: u32) -> u32 {
    (sequence.rotate_left(7) ^ next).wrapping_mul(0x9e37_79b1).rotate_left(13)
}

/// Scripts that are written without spaces: each character stands alone.
pub(crate) fn is_wide_script(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
