//! Sentences of a short message that are read by themselves: what each speaks for may be hidden in the whole.

use std::ops::Range;

use super::hash::hash_lower;
use super::scan::{Scan, Token, TokenKind};
use super::signals::Signals;

/// A longer text is about one thing, with much around it.
const TOKENS_MAX: usize = 160;
/// Words that a sentence has at least; a shorter one belongs to the one before it.
const WORDS_MIN: usize = 3;
/// What the phrases of a sentence weigh together at least that let it be read for their kind.
const CUES_MIN: f32 = 1.5;

/// Kinds that a sentence may add, the first so many: spam is what a whole message is, and "other" is none.
pub const SPOKEN: usize = 8;

/// Some of these kinds.
pub(crate) type Spoken = [bool; SPOKEN];

/// The sentences whose phrases speak for wanted kinds, as tokens, with those kinds; a clause after "and" or "but" counts as one.
pub(crate) fn sentences(signals: &Signals, wanted: Spoken) -> Vec<(Range<usize>, Spoken)> {
    let mut total = [0.0; SPOKEN];
    let cues = || signals.found.iter().filter(|cue| wanted.get(usize::from(cue.subject.0)) == Some(&true));
    cues().for_each(|cue| total[usize::from(cue.subject.0)] += cue.weight.max(0.0));
    if total.iter().all(|sum| *sum < CUES_MIN) {
        return Vec::new();
    }
    let ranges = ranges(&signals.scan);
    if ranges.len() < 2 {
        return Vec::new();
    }
    let mut sums = vec![[0.0; SPOKEN]; ranges.len()];
    for cue in cues() {
        let at = ranges.partition_point(|range| range.end <= cue.tokens.0 as usize);
        if let Some(sums) = sums.get_mut(at) {
            sums[usize::from(cue.subject.0)] += cue.weight;
        }
    }
    let speaking = ranges.into_iter().zip(sums).map(|(range, sums)| (range, sums.map(|sum: f32| sum >= CUES_MIN)));
    speaking.filter(|(_, speaks)| speaks.contains(&true)).collect()
}

/// A sentence as if nothing stood around it.
pub(crate) fn alone(scan: &Scan, range: Range<usize>) -> Scan {
    let tokens = scan.tokens[range].to_vec();
    let place = (tokens[0].start, tokens[tokens.len() - 1].end);
    Scan { tokens, own: vec![place], ..Scan::default() }
}

/// Token ranges of the sentences of a short text; none if it has a title.
fn ranges(scan: &Scan) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let (from, end) = (scan.body_from, scan.tokens.len());
    // A title says what it is all for.
    if from > 0 || end > TOKENS_MAX {
        return ranges;
    }
    let (mut start, mut words) = (from, 0);
    for at in from..end {
        let token = &scan.tokens[at];
        if words >= WORDS_MIN && joins(token) && words_from(&scan.tokens[at + 1..]) >= WORDS_MIN {
            ranges.push(start..at);
            (start, words) = (at, 0);
        }
        words += usize::from(token.kind == TokenKind::Word);
        let ends = matches!(
            token.kind,
            TokenKind::Stop | TokenKind::Exclamation | TokenKind::Question | TokenKind::Break | TokenKind::Emoji
        );
        if ends && words >= WORDS_MIN {
            ranges.push(start..at + 1);
            (start, words) = (at + 1, 0);
        }
    }
    match ranges.last_mut() {
        Some(last) if words < WORDS_MIN => last.end = end,
        _ => ranges.push(start..end),
    }
    ranges
}

/// Words up to the end of the clause.
fn words_from(tokens: &[Token]) -> usize {
    let inside = |token: &&Token| matches!(token.kind, TokenKind::Word | TokenKind::Code | TokenKind::Quote);
    tokens.iter().take_while(inside).filter(|token| token.kind == TokenKind::Word).count()
}

fn joins(token: &Token) -> bool {
    token.kind == TokenKind::Word && JOINTS.contains(&token.hash)
}

/// Words between two clauses.
const JOINTS: [u32; 4] = [hash_lower("and"), hash_lower("but"), hash_lower("et"), hash_lower("mais")];
