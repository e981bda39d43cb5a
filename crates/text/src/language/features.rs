//! What the language model looks at: short runs of letters, hashed.

use super::scripts::Script;

/// The longest run of letters, the ends of the word included.
pub const RUN_LETTERS_MAX: usize = 5;

/// Of a longer word only the start is looked at.
pub const WORD_LETTERS_MAX: usize = 30;

/// A word has no more runs than this.
pub const HASHES_MAX: usize = (WORD_LETTERS_MAX + 2) * RUN_LETTERS_MAX + 1;

/// A word in lower case with a mark at either end, ready to be cut into runs.
pub struct Padded {
    letters: [u32; WORD_LETTERS_MAX + 2],
    used: usize,
}

const EDGE: u32 = 0x110000;

impl Default for Padded {
    fn default() -> Self {
        Self { letters: [EDGE; WORD_LETTERS_MAX + 2], used: 1 }
    }
}

impl Padded {
    /// Adds a letter, lower-cased.
    #[inline]
    pub fn push(&mut self, letter: char) {
        if ('\u{300}'..='\u{36f}').contains(&letter) && self.compose(letter) {
            return;
        }
        if self.used > WORD_LETTERS_MAX {
            return;
        }
        let lower = match letter {
            'A'..='Z' => letter.to_ascii_lowercase(),
            '\0'..='\u{7f}' => letter,
            'İ' => 'i',
            _ => letter.to_lowercase().next().unwrap_or(letter),
        };
        self.letters[self.used] = lower as u32;
        self.used += 1;
    }

    /// Joins an accent to the letter before it, where both make one character.
    fn compose(&mut self, accent: char) -> bool {
        let last = char::from_u32(self.letters[self.used - 1]);
        let joined = last.and_then(|last| unicode_normalization::char::compose(last, accent));
        if let Some(joined) = joined {
            self.letters[self.used - 1] = joined as u32;
        }
        joined.is_some()
    }

    /// Nothing was added.
    pub fn is_empty(&self) -> bool {
        self.used == 1
    }

    /// Ready for the next word.
    pub fn clear(&mut self) {
        self.used = 1;
    }

    /// Calls `visit` with the hash of each run of 1 to [`RUN_LETTERS_MAX`] letters, edges included, and of the whole word.
    #[inline]
    pub fn hashes(&mut self, mut visit: impl FnMut(u32)) {
        self.letters[self.used] = EDGE;
        let letters = &self.letters[..=self.used];
        for start in 0..letters.len() {
            let mut hash = 0;
            for (length, letter) in letters[start..].iter().take(RUN_LETTERS_MAX).enumerate() {
                hash = step(hash, *letter);
                // An edge by itself says nothing.
                if length > 0 || *letter != EDGE {
                    visit(spread(hash));
                }
            }
        }
        if letters.len() > RUN_LETTERS_MAX {
            visit(spread(letters.iter().fold(1, |hash, letter| step(hash, *letter))));
        }
    }
}

#[inline]
fn step(hash: u32, letter: u32) -> u32 {
    (hash ^ letter).wrapping_mul(0x0100_0193).rotate_left(13).wrapping_add(0x9e37_79b9)
}

/// The high bits choose the bucket, so they must depend on all others.
#[inline]
fn spread(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
    (hash ^ (hash >> 12)).wrapping_mul(0x297a_2d39)
}

/// Calls `visit` with the hash of every run of letters of one table's scripts in the words of `text`.
pub fn text_hashes(text: &str, table: usize, mut visit: impl FnMut(u32)) {
    let mut word = Padded::default();
    for character in text.chars() {
        let own = Script::of(character).is_some_and(|script| script.table() == Some(table));
        if own {
            word.push(character);
        } else if !word.is_empty() {
            word.hashes(&mut visit);
            word.clear();
        }
    }
    if !word.is_empty() {
        word.hashes(visit);
    }
}
