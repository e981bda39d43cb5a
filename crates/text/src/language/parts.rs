//! Texts in more than one language: which stretch is written in which.

use std::ops::Range;

use super::scripts::Script;
use super::{Language, identify};

/// A stretch of a text in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Bytes of the text.
    pub at: Range<usize>,
    pub language: Language,
}

/// A sentence is taken for another language than the whole text's only when it is this long (letters; those of Chinese,
/// Japanese and Korean count threefold) …
const LETTERS_MIN: u32 = 12;

/// … and this sure.
const CONFIDENCE_MIN: f32 = 0.9;

/// Sentences looked at; the rest goes with the last of them.
const SENTENCES_MAX: usize = 200;

/// The stretches of a text, sentence by sentence, neighbours in the same language joined. One part for most texts, none for a
/// text without letters.
pub fn parts(text: &str) -> Vec<Part> {
    let whole = identify(text);
    if whole.code == "und" {
        return Vec::new();
    }
    let mut parts: Vec<Part> = Vec::new();
    for at in sentences(text) {
        let own = identify(&text[at.clone()]);
        let distinct = own.confidence >= CONFIDENCE_MIN && letters(&text[at.clone()]) >= LETTERS_MIN;
        let language = if distinct { own } else { parts.last().map_or(whole, |part| part.language) };
        match parts.last_mut() {
            Some(last) if last.language.code == language.code => last.at.end = at.end,
            _ => parts.push(Part { at, language }),
        }
    }
    parts
}

fn letters(text: &str) -> u32 {
    text.chars().filter_map(Script::of).map(Script::weight).sum()
}

fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, end) in
        text.match_indices(['.', '!', '?', '。', '！', '？', '\n', '(', ')', '"', '«', '»', '“', '”', '|', '/'])
    {
        if found.len() + 1 == SENTENCES_MAX {
            break;
        }
        let end = at + end.len();
        if letters(&text[start..end]) >= LETTERS_MIN {
            found.push(start..end);
            start = end;
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}
