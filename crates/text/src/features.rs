//! What a classifier sees of a message: hashed words and parts of words, layout, and meaning, title and body apart.

pub mod layout;

use crate::reader::{Input, Reader};
use crate::reading::Kind;
use crate::vectors::{DIMENSIONS, Vectors};
use crate::words::{self, Kind as Piece};

/// A body longer than this adds nothing: what is asked for stands at the top, and logs follow.
pub const BODY_BYTES_MAX: usize = 8 << 10;
const TITLE_BYTES_MAX: usize = 1 << 10;
const MEANING_BYTES_MAX: usize = 2 << 10;
/// Parts of words have this many characters, a space at each end of the word counted in.
const PART_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=5;
/// A body longer than this has an opening: what it is about stands there, and weighs by itself.
const OPENING_BYTES: usize = 400;
/// A line is known by its beginning.
const LINE_BYTES_MAX: usize = 60;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// The groups of features; each is brought to length 1 by itself before it is weighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Words and pairs of neighbours.
    TitleWords,
    /// See `TitleWords`.
    BodyWords,
    /// Parts of words, so that a misspelt word is still half of itself.
    TitleParts,
    /// See `TitleParts`.
    BodyParts,
    /// Words of the beginning of a long body.
    Opening,
    /// Whole lines: those of a form or a template come again and again.
    Lines,
    /// The dimensions of the vector of [`crate::vectors`].
    TitleMeaning,
    /// See `TitleMeaning`.
    BodyMeaning,
    /// How much of each kind of markup and of marks there is.
    Layout,
    /// What the built-in readings say.
    Reading,
}

/// How many blocks there are.
pub const BLOCKS: usize = 10;

impl Block {
    /// Every block, in the order of their numbers.
    pub const ALL: [Block; BLOCKS] = [
        Block::TitleWords,
        Block::BodyWords,
        Block::TitleParts,
        Block::BodyParts,
        Block::Opening,
        Block::Lines,
        Block::TitleMeaning,
        Block::BodyMeaning,
        Block::Layout,
        Block::Reading,
    ];

    /// Whether rare features weigh more in this block.
    pub(crate) fn counts_words(self) -> bool {
        (self as usize) < Block::TitleMeaning as usize
    }
}

/// One message's features by block: (hash, count), sorted by hash, each hash once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// By the number of the block.
    pub blocks: [Vec<(u32, f32)>; BLOCKS],
}

/// What messages are read with.
pub struct Senses {
    vectors: Vectors,
    reader: Reader,
}

impl Senses {
    /// The table and the readings that come with the program.
    pub fn built_in() -> Self {
        Self { vectors: Vectors::built_in(), reader: Reader::new() }
    }
}

/// Cuts a message into its features.
pub fn features(senses: &Senses, title: &str, text: &str) -> Features {
    let mut found = Features::default();
    let title = layout::cut(title, TITLE_BYTES_MAX);
    let body = layout::plain(layout::cut(text, 4 * BODY_BYTES_MAX));
    let plain = layout::cut(&body.text, BODY_BYTES_MAX);
    for (text, words, meaning) in
        [(title, Block::TitleWords, Block::TitleMeaning), (plain, Block::BodyWords, Block::BodyMeaning)]
    {
        if text.is_empty() {
            continue;
        }
        let parts = Block::ALL[words as usize + 2];
        each_phrase(text, &mut |phrase| found.blocks[words as usize].push((hash(words, phrase.key()), 1.0)));
        each_part(text, &mut |part| found.blocks[parts as usize].push((hash(parts, part), 1.0)));
        let vector = senses.vectors.embed(layout::cut(text, MEANING_BYTES_MAX));
        let first = meaning_hash(meaning);
        found.blocks[meaning as usize] = (first..).zip(vector).collect();
    }
    if plain.len() > OPENING_BYTES {
        let opening = &mut found.blocks[Block::Opening as usize];
        let text = layout::cut(plain, OPENING_BYTES);
        each_phrase(text, &mut |phrase| opening.push((hash(Block::Opening, phrase.key()), 1.0)));
    }
    found.blocks[Block::Lines as usize] = lines(layout::cut(text, BODY_BYTES_MAX));
    let layout = body.layout.iter().map(|(name, count)| (hash(Block::Layout, name), (1.0 + *count).ln() * 0.5));
    found.blocks[Block::Layout as usize] = layout.collect();
    found.blocks[Block::Reading as usize] = readings(&senses.reader, title, layout::cut(text, 4 * BODY_BYTES_MAX));
    found.blocks.iter_mut().for_each(merge);
    found
}

/// The lines of a text that has several.
fn lines(text: &str) -> Vec<(u32, f32)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let hashed = |line: &str| (hash(Block::Lines, &layout::cut(line, LINE_BYTES_MAX).to_lowercase()), 1.0);
    let found: Vec<(u32, f32)> = lines.map(hashed).collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// The signs of the whole message's meaning, title and body together.
pub(crate) fn code(senses: &Senses, title: &str, text: &str) -> [u64; 4] {
    let body = layout::plain(layout::cut(text, 4 * BODY_BYTES_MAX));
    let whole = format!("{} {}", layout::cut(title, TITLE_BYTES_MAX), layout::cut(&body.text, MEANING_BYTES_MAX));
    senses.vectors.code(&senses.vectors.embed(&whole))
}

fn readings(reader: &Reader, title: &str, text: &str) -> Vec<(u32, f32)> {
    let reading = reader.read(&Input { text, title: Some(title).filter(|title| !title.is_empty()), products: None });
    let named = |name: &str, value: f32| (hash(Block::Reading, name), value);
    let mut found: Vec<(u32, f32)> =
        Kind::ALL.iter().zip(reading.confidences).map(|(kind, confidence)| named(kind.word(), confidence)).collect();
    found.push(named("feeling", reading.sentiment.score));
    found.push(named("urgency", reading.urgency.score));
    found.push(named("asks", f32::from(u8::from(reading.asks_reply))));
    found
}

/// The dimensions of a vector have the lowest hashes, title and body apart.
fn meaning_hash(block: Block) -> u32 {
    if block == Block::TitleMeaning { 0 } else { DIMENSIONS as u32 }
}

/// One word of the message, or two neighbours.
pub struct Phrase<'a> {
    key: &'a str,
    /// As the author wrote it, where that is known: a mask has no spelling.
    pub raw: Option<&'a str>,
}

impl Phrase<'_> {
    /// What is hashed: the word in small letters, or the name of its kind behind U+0001 where its letters say nothing; of two
    /// neighbours both, and `^` before the first.
    pub fn key(&self) -> &str {
        self.key
    }

    pub(crate) fn hash(&self, block: Block) -> u32 {
        hash(block, self.key)
    }
}

/// The phrases of a title or body as [`features`] sees them, for evidence.
pub fn phrases(title: &str, text: &str, found: &mut impl FnMut(Block, &Phrase<'_>)) {
    each_phrase(layout::cut(title, TITLE_BYTES_MAX), &mut |phrase| found(Block::TitleWords, &phrase));
    let body = layout::plain(layout::cut(text, 4 * BODY_BYTES_MAX));
    each_phrase(layout::cut(&body.text, BODY_BYTES_MAX), &mut |phrase| found(Block::BodyWords, &phrase));
}

fn each_phrase(text: &str, found: &mut impl FnMut(Phrase<'_>)) {
    let mut pair = String::from("^");
    let mut before: Option<usize> = None;
    words::words(text, &mut |word| {
        let Some(name) = masked(&word) else { return };
        let end = word.at + word.raw.len();
        found(Phrase { key: name, raw: (word.kind == Piece::Word).then_some(word.raw) });
        let middle = pair.len();
        pair.push(' ');
        pair.push_str(name);
        let raw = before.filter(|_| word.kind == Piece::Word).and_then(|start| text.get(start..end));
        found(Phrase { key: &pair, raw: raw.filter(|raw| raw.len() < 60 && !raw.contains('\n')) });
        before = (word.kind == Piece::Word).then_some(word.at);
        pair.drain(..=middle);
    });
}

/// What stands for a word: itself, or the name of its kind where its letters say nothing.
fn masked<'a>(word: &words::Word<'a>) -> Option<&'a str> {
    match word.kind {
        Piece::Word | Piece::Dense | Piece::Emoji | Piece::Emoticon | Piece::Hashtag => Some(word.text),
        Piece::Mark => match word.text {
            "." | "," | ":" | ";" | "\n" => None,
            mark => Some(mark),
        },
        Piece::Number => Some("\u{1}number"),
        Piece::Version => Some("\u{1}version"),
        Piece::Url => Some("\u{1}url"),
        Piece::Email => Some("\u{1}email"),
        Piece::Handle => Some("\u{1}handle"),
        Piece::Code => Some("\u{1}code"),
    }
}

fn each_part(text: &str, found: &mut impl FnMut(&str)) {
    let mut padded = String::new();
    let mut starts: Vec<usize> = Vec::new();
    words::words(text, &mut |word| {
        if !matches!(word.kind, Piece::Word | Piece::Hashtag) {
            return;
        }
        padded.clear();
        padded.push(' ');
        padded.push_str(word.text);
        padded.push(' ');
        starts.clear();
        starts.extend(padded.char_indices().map(|(at, _)| at));
        starts.push(padded.len());
        for length in PART_CHARACTERS {
            for ends in starts.windows(length + 1) {
                found(&padded[ends[0]..ends[length]]);
            }
        }
    });
}

fn merge(block: &mut Vec<(u32, f32)>) {
    block.sort_unstable_by_key(|(hash, _)| *hash);
    block.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

/// A hash above those of the dimensions.
fn hash(block: Block, key: &str) -> u32 {
    let mut hash = SEED.wrapping_mul(block as u64 + 1);
    for byte in key.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 29;
    ((hash.wrapping_mul(SEED) >> 32) as u32).max(2 * DIMENSIONS as u32)
}
