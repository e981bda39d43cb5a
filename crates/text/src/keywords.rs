//! The few words of a message that say what it is about, as spans.

use std::ops::Range;

use crate::reader::Input;
use crate::reader::hash::hash_word;
use crate::reader::lexicon::WordClass;
use crate::reader::scan::{Scan, Token, TokenKind};
use crate::reading::{Place, Span};
use crate::runs;

const KEYWORDS_MAX: usize = 5;
const CANDIDATES_MAX: usize = 64;
/// Lines, and bytes of each, whose runs are weighed.
const LINES_MAX: usize = 20;
const RUN_BYTES_MAX: usize = 1200;
/// Tokens that are weighed; later ones rarely name the subject.
const TOKENS_MAX: usize = 400;

/// At most five words, best first: words of the title, repeated, capitalised or tagged ones win; words without a subject never do.
pub(crate) fn keywords(scan: &Scan, input: &Input<'_>) -> Vec<Span> {
    let mut seen: Vec<(u32, f32, Span)> = Vec::with_capacity(16);
    let mut add = |hash: u32, weight: f32, span: Span| match seen.iter().position(|(known, ..)| *known == hash) {
        Some(before) => seen[before].1 += weight,
        None if seen.len() < CANDIDATES_MAX => seen.push((hash, weight, span)),
        None => {}
    };
    for (at, token) in scan.tokens.iter().take(TOKENS_MAX).enumerate() {
        let span = span(token);
        if may_be_subject(token) && is_plain(span.words(input)) {
            add(token.hash, weight(token, at, input.text), span);
        }
    }
    if let Some(title) = input.title.filter(|title| runs::may_hold(title)) {
        let end = title.floor_char_boundary(RUN_BYTES_MAX);
        runs::each_word(&title[..end], &mut |word| add_run(title, word, Place::Title, &mut add));
    }
    if runs::may_hold(input.text) {
        for (start, end) in scan.own.iter().take(LINES_MAX).map(|(start, end)| (*start as usize, *end as usize)) {
            let line = &input.text[start..end];
            let line = &line[..line.floor_char_boundary(RUN_BYTES_MAX)];
            runs::each_word(line, &mut |word| {
                add_run(input.text, start + word.start..start + word.end, Place::Text, &mut add);
            });
        }
    }
    seen.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.2.start.cmp(&b.2.start)));
    seen.truncate(KEYWORDS_MAX);
    seen.into_iter().map(|(.., span)| span).collect()
}

/// A word of a script whose words are found as runs.
fn add_run(text: &str, word: Range<usize>, place: Place, add: &mut impl FnMut(u32, f32, Span)) {
    let letters = text[word.clone()].chars().count() as f32;
    let weight = 0.5 + letters / 4.0 + if place == Place::Title { 0.8 } else { 0.0 };
    let span = Span { place, start: word.start as u32, end: word.end as u32 };
    add(hash_word(&text[word]), weight, span);
}

/// Neither a character of a script that has other words, nor a word with something in it that nobody sees.
fn is_plain(word: &str) -> bool {
    let strange = |character: char| match character {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => true,
        _ => runs::is_of(character),
    };
    word.is_ascii() || !word.chars().any(strange)
}

pub(crate) fn span(token: &Token) -> Span {
    let place = if token.in_title { Place::Title } else { Place::Text };
    Span { place, start: token.start, end: token.end }
}

fn may_be_subject(token: &Token) -> bool {
    const EMPTY: WordClass = WordClass::STOP
        .with(WordClass::NEGATOR)
        .with(WordClass::BOOSTER)
        .with(WordClass::DAMPENER)
        .with(WordClass::PROFANE);
    let long = token.end - token.start > 2;
    matches!(token.kind, TokenKind::Word | TokenKind::Hashtag) && long && !token.class.has(EMPTY) && !token.in_heading
}

fn weight(token: &Token, at: usize, text: &str) -> f32 {
    let length = (token.end - token.start).min(12) as f32;
    let capital = !token.in_title
        && at > 0
        && text.as_bytes().get(token.start as usize).is_some_and(u8::is_ascii_uppercase)
        && !token.shouted;
    let mut weight = 0.5 + length / 8.0 + if capital { 0.6 } else { 0.0 };
    if token.in_title || token.kind == TokenKind::Hashtag {
        weight += 0.8;
    }
    if token.valence != 0 {
        weight *= 0.5;
    }
    weight / (1.0 + at as f32 / 200.0)
}
