//! The meaning of a text as 256 numbers: one row per word piece, summed; made by `tools/vectors`.

mod pieces;

use pieces::Words;

/// How many numbers a text's vector has.
pub const DIMENSIONS: usize = 256;

static TABLE: &[u8] = include_bytes!("vectors/table.bin");
const MAGIC: &[u8] = b"TRV1";
const HEADER_BYTES: usize = 16;

/// A text's meaning: length 1, or all zeros where no piece of the text is known.
pub type Vector = [f32; DIMENSIONS];

/// The table of word pieces, read where it lies in the program: nothing is copied or built on loading.
#[derive(Clone, Copy)]
pub struct Vectors {
    words: Words,
    mean: &'static [u8],
    scales: &'static [u8],
    rows: &'static [u8],
}

impl Vectors {
    /// The table that comes with the program.
    pub fn built_in() -> Self {
        Self::from_bytes(TABLE).expect("the table in the program is whole: a test reads it")
    }

    /// Reads another table that `tools/vectors` wrote; `None` when the bytes are no table or are cut short.
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let head = bytes.get(..HEADER_BYTES)?;
        if !head.starts_with(MAGIC) || number(head, 2) as usize != DIMENSIONS {
            return None;
        }
        let (count, folds) = (number(head, 1) as usize, number(head, 3) as usize);
        let mut rest = bytes.get(HEADER_BYTES..)?;
        let mean = cut(&mut rest, DIMENSIONS * 4)?;
        let slots = cut(&mut rest, pieces::SLOTS * 2)?;
        let folds = cut(&mut rest, folds * 8)?;
        let offsets = cut(&mut rest, (count + 1) * 4)?;
        let scales = cut(&mut rest, count * 4)?;
        let rows = cut(&mut rest, count * DIMENSIONS)?;
        let words = Words { slots, folds, offsets, letters: rest };
        Some(Self { words, mean, scales, rows })
    }

    /// The meaning of `text`, of length 1. The cosine of two texts is the sum of the products.
    pub fn embed(&self, text: &str) -> Vector {
        let mut sum = self.sum(text);
        normalise(&mut sum);
        sum
    }

    /// The word pieces of `text` in order, as the vocabulary spells them: `##` stands before one that continues a word.
    /// [`Vectors::embed`] sums their rows; what is unknown is passed over.
    pub fn pieces(&self, text: &str) -> Vec<&'static str> {
        let mut found = Vec::new();
        self.words.each_piece(text, |piece| found.push(self.words.spelling(piece)));
        found
    }

    /// Whether a word is common enough to be a piece of its own.
    pub(crate) fn knows_word(&self, word: &str) -> bool {
        let mut pieces = 0;
        self.words.each_piece(word, |_| pieces += 1);
        pieces == 1
    }

    /// The sum of the rows of the pieces of `text`, before it is made of length 1.
    fn sum(&self, text: &str) -> Vector {
        let mut sum = [0.0; DIMENSIONS];
        self.words.each_piece(text, |piece| {
            let scale = f32::from_bits(number(self.scales, piece));
            let row = &self.rows[piece * DIMENSIONS..(piece + 1) * DIMENSIONS];
            for (total, value) in sum.iter_mut().zip(row) {
                *total += scale * f32::from(*value as i8);
            }
        });
        sum
    }

    /// The 256 signs of a vector against the common middle: texts that mean the same differ in few bits.
    pub fn code(&self, vector: &Vector) -> [u64; 4] {
        let mut code = [0; 4];
        for (at, value) in vector.iter().enumerate() {
            let above = *value > f32::from_bits(number(self.mean, at));
            code[at / 64] |= u64::from(above) << (at % 64);
        }
        code
    }
}

/// Bits that differ between two codes, 0 to 256; about `acos(cosine) / π × 256` of the centred vectors.
pub fn distance(left: &[u64; 4], right: &[u64; 4]) -> u32 {
    left.iter().zip(right).map(|(a, b)| (a ^ b).count_ones()).sum()
}

/// The cosine of two vectors of length 1.
pub fn cosine(left: &Vector, right: &Vector) -> f32 {
    let mut lanes = [0.0f32; 16];
    for (a, b) in left.chunks_exact(16).zip(right.chunks_exact(16)) {
        for (lane, (x, y)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += x * y;
        }
    }
    lanes.iter().sum()
}

/// Makes a vector of length 1; zeros stay zeros.
pub fn normalise(vector: &mut Vector) {
    let length = cosine(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
}

fn cut(rest: &mut &'static [u8], bytes: usize) -> Option<&'static [u8]> {
    let (head, tail) = rest.split_at_checked(bytes)?;
    *rest = tail;
    Some(head)
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let four = &bytes[at * 4..at * 4 + 4];
    u32::from_le_bytes([four[0], four[1], four[2], four[3]])
}
