//! Which language a text is written in: the script decides, and within a script hashed runs of letters.
//!
//! Five scripts hold several languages and have a table each (`tools/language` learns them); every other script stands for
//! one. Languages without a table are taken for their nearest neighbour: Indonesian for Malay, Bosnian for Croatian,
//! Macedonian for Bulgarian or Serbian, Afrikaans for Dutch, Galician for Portuguese or Spanish, Nynorsk for Norwegian.

pub mod features;
pub mod model;
mod noise;
mod parts;
pub mod scripts;

use std::sync::LazyLock;

use features::{HASHES_MAX, Padded};
use model::{LANES_MAX, Model, Sum};
pub(crate) use noise::is_noise;
pub use parts::{Part, parts};
use scripts::{SCRIPTS, Script};

/// What is read of a text: more does not change the answer.
pub const READ_BYTES_MAX: usize = 4096;

/// A language and how sure that is, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Language {
    /// ISO 639-1, else 639-3; `und` when nothing says.
    pub code: &'static str,
    pub confidence: f32,
}

/// What a text without letters is written in.
pub const UNKNOWN: Language = Language { code: "und", confidence: 0.0 };

static MODEL: LazyLock<Model<'static>> = LazyLock::new(|| {
    Model::parse(include_bytes!("../models/language.bin")).expect("the embedded model is what tools/language wrote")
});

/// A less sure answer is wrong five times out of six on single words never seen: then nothing is answered. Chosen by
/// cross-validation (`tools/language`): .45 points of the right answers to single words go, and 2.2 of the wrong ones.
const CONFIDENCE_MIN: f32 = 0.25;

/// The language of a text. `und` when it holds no words: nothing, emoji, numbers, URLs, handles, code between backticks,
/// identifiers, versions; when its words are cries or keyboard mash; and when no language is likely.
/// Of a text in two languages the one with more letters.
pub fn identify(text: &str) -> Language {
    identify_with(&MODEL, text)
}

/// [`identify`] with another model than the embedded one.
pub fn identify_with(model: &Model<'static>, text: &str) -> Language {
    let text = &text[..text.floor_char_boundary(READ_BYTES_MAX)];
    let mut letters = [0u32; SCRIPTS];
    let mut sums: [Option<Sum>; TABLES] = std::array::from_fn(|_| None);
    let mut word = Word::default();
    for piece in (Prose { rest: text }) {
        for character in piece.chars() {
            match Script::of(character) {
                Some(script) => {
                    letters[script as usize] += script.weight();
                    let Some(table) = script.table() else {
                        word.end(model, &mut sums);
                        continue;
                    };
                    if word.table != table {
                        word.end(model, &mut sums);
                        word.table = table;
                    }
                    word.padded.push(character);
                }
                None => word.end(model, &mut sums),
            }
        }
        word.end(model, &mut sums);
    }
    let found = decide(&letters, sums);
    if found.confidence < CONFIDENCE_MIN || is_noise(text) { UNKNOWN } else { found }
}

/// Tables of the model: Latin, Cyrillic, Arabic, Devanagari, Han.
pub const TABLES: usize = 5;

/// The word being read.
#[derive(Default)]
struct Word {
    padded: Padded,
    table: usize,
}

impl Word {
    #[inline]
    fn end<'m>(&mut self, model: &'m Model<'static>, sums: &mut [Option<Sum<'m, 'static>>; TABLES]) {
        if self.padded.is_empty() {
            return;
        }
        let sum = sums[self.table].get_or_insert_with(|| Sum::new(&model.tables[self.table]));
        let mut hashes = [0; HASHES_MAX];
        let mut count = 0;
        self.padded.hashes(|hash| {
            hashes[count] = hash;
            count += 1;
        });
        sum.add(&hashes[..count]);
        self.padded.clear();
    }
}

/// The script with most letters wins; its table chooses within.
fn decide(letters: &[u32; SCRIPTS], mut sums: [Option<Sum<'_, 'static>>; TABLES]) -> Language {
    let all: u32 = letters.iter().sum();
    let of = |script: Script| letters[script as usize];
    let east = of(Script::Han) + of(Script::Kana);
    let count = |script: Script| if script.table() == Some(EAST) { east } else { of(script) };
    let Some(script) = ALL_SCRIPTS.iter().copied().rev().max_by_key(|script| count(*script)).filter(|_| all > 0) else {
        return UNKNOWN;
    };
    let share = count(script) as f32 / all as f32;
    // Kana is Japanese alone, but for a の on a Chinese signboard.
    if script.table() == Some(EAST) && of(Script::Kana) * 10 >= east {
        return Language { code: "ja", confidence: share };
    }
    match script.table().and_then(|table| sums[table].take()) {
        Some(sum) => best(sum, share),
        None => script.only_language().map_or(UNKNOWN, |code| Language { code, confidence: share }),
    }
}

const EAST: usize = 4;

fn best(sum: Sum<'_, 'static>, share: f32) -> Language {
    let codes = sum.codes();
    let (logits, count): ([f32; LANES_MAX], usize) = sum.logits();
    let logits = &logits[..count];
    let top = (0..count).max_by(|a, b| logits[*a].total_cmp(&logits[*b]).then(b.cmp(a))).unwrap_or(0);
    let total: f32 = logits.iter().map(|logit| (logit - logits[top]).exp()).sum();
    Language { code: codes[top], confidence: share / total }
}

const ALL_SCRIPTS: [Script; SCRIPTS] = [
    Script::Latin,
    Script::Cyrillic,
    Script::Arabic,
    Script::Devanagari,
    Script::Han,
    Script::Kana,
    Script::Hangul,
    Script::Greek,
    Script::Hebrew,
    Script::Bengali,
    Script::Gurmukhi,
    Script::Gujarati,
    Script::Tamil,
    Script::Telugu,
    Script::Thai,
    Script::Georgian,
    Script::Armenian,
    Script::Kannada,
    Script::Malayalam,
    Script::Sinhala,
    Script::Oriya,
    Script::Lao,
    Script::Burmese,
    Script::Khmer,
    Script::Tibetan,
    Script::Ethiopic,
];

/// The parts of a text that are language: no URLs, addresses, handles, hashtags' signs or code between backticks.
struct Prose<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Prose<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() {
                return None;
            }
            if let Some(code) = self.rest.strip_prefix('`') {
                let fence = if code.starts_with("``") { "```" } else { "`" };
                let from = fence.len();
                let end = self.rest[from..].find(fence).map_or(self.rest.len(), |end| from + end + fence.len());
                self.rest = &self.rest[end..];
                continue;
            }
            let end = self.rest.find(|c: char| c.is_whitespace() || c == '`').unwrap_or(self.rest.len());
            let (piece, rest) = self.rest.split_at(end);
            self.rest = rest;
            let technical = piece.starts_with('@')
                || piece.contains("://")
                || piece.starts_with("www.")
                || noise::is_identifier(piece)
                || (piece.contains('@') && piece.contains('.'));
            if !technical {
                return Some(piece);
            }
        }
    }
}
