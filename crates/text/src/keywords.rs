//! The few words of a message that say what it is about, as spans.

use crate::reader::lexicon::WordClass;
use crate::reader::scan::{Scan, Token, TokenKind};
use crate::reading::{Place, Span};

const KEYWORDS_MAX: usize = 5;
const CANDIDATES_MAX: usize = 64;
/// Tokens that are weighed; later ones rarely name the subject.
const TOKENS_MAX: usize = 400;

/// At most five words, best first: words of the title, repeated, capitalised or tagged ones win; words without a subject never do.
pub(crate) fn keywords(scan: &Scan, text: &str) -> Vec<Span> {
    let mut seen: Vec<(u32, f32, Span)> = Vec::with_capacity(16);
    for (at, token) in scan.tokens.iter().take(TOKENS_MAX).enumerate() {
        if !may_be_subject(token) {
            continue;
        }
        let weight = weight(token, at, text);
        match seen.iter().position(|(hash, ..)| *hash == token.hash) {
            Some(before) => seen[before].1 += weight,
            None if seen.len() < CANDIDATES_MAX => seen.push((token.hash, weight, span(token))),
            None => {}
        }
    }
    seen.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.2.start.cmp(&b.2.start)));
    seen.truncate(KEYWORDS_MAX);
    seen.into_iter().map(|(.., span)| span).collect()
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
