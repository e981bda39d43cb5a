//! Whether the author waits for an answer: questions and requests to the reader, not rhetoric.

use crate::reader::cues::Subject;
use crate::reader::lexicon::WordClass;
use crate::reader::scan::TokenKind;
use crate::reader::signals::Signals;
use crate::reading::Kind;

/// Rules, unmeasured.
pub(crate) fn asks_reply(signals: &Signals) -> bool {
    if signals.spam >= 0.5 {
        return false;
    }
    let tokens = &signals.scan.tokens;
    let marks = tokens.iter().filter(|token| token.kind == TokenKind::Question).count() as f32;
    let opens = tokens.first().is_some_and(|token| token.class.has(WordClass::QUESTION));
    let cues = signals.cues[Subject::ASKS.0 as usize] + 0.6 * signals.cues[Kind::Question as usize];
    let wanted = 0.9 * marks.min(2.0) + f32::from(opens as u8) * 0.5 + cues;
    wanted >= 0.9
}
