//! Cutting a text into the word pieces of the teacher's vocabulary, greedily and longest first (WordPiece, uncased).

/// Places in the hash table of the vocabulary: a power of two, under half full.
pub(super) const SLOTS: usize = 1 << 16;
/// A longer run of letters is no word of any language here.
const WORD_LETTERS_MAX: usize = 100;
const PIECE_BYTES_MAX: usize = 72;
const SEED: u32 = 0x811c_9dc5;
const INNER_SEED: u32 = mix(mix(SEED, b'#'), b'#');

/// The vocabulary as it lies in the program: hash slots, letters without their marks, and where each piece's text is.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) slots: &'static [u8],
    pub(super) folds: &'static [u8],
    pub(super) offsets: &'static [u8],
    pub(super) letters: &'static [u8],
}

impl Words {
    /// Calls `found` with the number of each piece of `text`, in order; what is unknown is passed over.
    pub(super) fn each_piece(&self, text: &str, mut found: impl FnMut(usize)) {
        let mut word = String::with_capacity(64);
        for letter in text.chars() {
            if letter.is_ascii() {
                match letter {
                    'a'..='z' | '0'..='9' => word.push(letter),
                    'A'..='Z' => word.push(letter.to_ascii_lowercase()),
                    _ => self.end_word(&mut word, letter, &mut found),
                }
            } else {
                self.other_letter(letter, &mut word, &mut found);
            }
        }
        self.end_word(&mut word, ' ', &mut found);
    }

    /// How the vocabulary writes a piece.
    pub(super) fn spelling(&self, piece: usize) -> &'static str {
        std::str::from_utf8(self.letters_of(piece)).expect("tools/vectors writes whole letters")
    }

    fn other_letter(&self, letter: char, word: &mut String, found: &mut impl FnMut(usize)) {
        for letter in letter.to_lowercase() {
            match self.without_marks(letter) {
                '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => {}
                plain if stands_alone(plain) => self.end_word(word, plain, found),
                plain => word.push(plain),
            }
        }
    }

    /// Ends the word at `mark`, a letter that is a word of its own or white space.
    fn end_word(&self, word: &mut String, mark: char, found: &mut impl FnMut(usize)) {
        self.cut_word(word, found);
        word.clear();
        if !mark.is_whitespace() && !mark.is_control() {
            let mut bytes = [0; 4];
            self.cut_word(mark.encode_utf8(&mut bytes), found);
        }
    }

    fn cut_word(&self, word: &str, found: &mut impl FnMut(usize)) {
        if word.len() > WORD_LETTERS_MAX {
            return;
        }
        let mut rest = word.as_bytes();
        let mut seed = SEED;
        while !rest.is_empty() {
            let Some((piece, bytes)) = self.longest(rest, seed) else { return };
            found(piece);
            rest = &rest[bytes..];
            seed = INNER_SEED;
        }
    }

    /// The longest piece that `rest` begins with, and its length in bytes.
    fn longest(&self, rest: &[u8], seed: u32) -> Option<(usize, usize)> {
        let mut hashes = [0; PIECE_BYTES_MAX];
        let mut hash = seed;
        for (slot, byte) in hashes.iter_mut().zip(rest) {
            hash = mix(hash, *byte);
            *slot = hash;
        }
        let prefix: &[u8] = if seed == SEED { b"" } else { b"##" };
        (1..=rest.len().min(PIECE_BYTES_MAX))
            .rev()
            .find_map(|bytes| Some((self.find(hashes[bytes - 1], prefix, &rest[..bytes])?, bytes)))
    }

    fn find(&self, hash: u32, prefix: &[u8], letters: &[u8]) -> Option<usize> {
        let mut at = (hash ^ (hash >> 15)) as usize & (SLOTS - 1);
        loop {
            let piece = u16::from_le_bytes([self.slots[at * 2], self.slots[at * 2 + 1]]) as usize;
            let piece = piece.checked_sub(1)?;
            if self.letters_of(piece).strip_prefix(prefix) == Some(letters) {
                return Some(piece);
            }
            at = (at + 1) & (SLOTS - 1);
        }
    }

    fn letters_of(&self, piece: usize) -> &'static [u8] {
        let (start, end) = (super::number(self.offsets, piece), super::number(self.offsets, piece + 1));
        &self.letters[start as usize..end as usize]
    }

    fn without_marks(&self, letter: char) -> char {
        let (mut low, mut high) = (0, self.folds.len() / 8);
        while low < high {
            let middle = (low + high) / 2;
            let known = super::number(self.folds, middle * 2);
            if known == letter as u32 {
                return char::from_u32(super::number(self.folds, middle * 2 + 1)).unwrap_or(letter);
            }
            if known < letter as u32 { low = middle + 1 } else { high = middle }
        }
        letter
    }
}

/// Whether a letter outside ASCII is a word of its own: Chinese characters, punctuation, symbols and white space.
fn stands_alone(letter: char) -> bool {
    !letter.is_alphanumeric()
        || matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

const fn mix(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}
