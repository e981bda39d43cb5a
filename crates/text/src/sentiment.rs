//! How a message feels about its subject, −1…1: valences of words and emoji under negation, emphasis and contrast.

use crate::reader::lexicon::WordClass;
use crate::reader::scan::{Scan, Token, TokenKind};
use crate::reader::weights::SENTIMENT;

/// What the rules saw; the score is made from it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Valence {
    /// Sum of positive and sum of negative valences after the rules.
    pub(crate) positive: f32,
    pub(crate) negative: f32,
    pub(crate) exclamations: f32,
    pub(crate) questions: f32,
    /// Words with a valence.
    pub(crate) hits: f32,
}

/// Words before a valence within which a negator or an intensifier counts.
const REACH: usize = 3;
const NEGATED: f32 = -0.74;
const SHOUTED: f32 = 0.7;
const BOOSTED: f32 = 0.3;

/// Weighs every word that has a valence; `phrases` is what phrases add to their words.
pub(crate) fn valence(scan: &Scan, phrases: f32) -> Valence {
    let tokens = &scan.tokens;
    let mut sum = Valence::default();
    let shouting = scan.shape.letters > 0 && scan.shape.capitals * 2 > scan.shape.letters;
    let mut before_but = Valence::default();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Exclamation => sum.exclamations += (token.end - token.start).min(4) as f32,
            TokenKind::Question => sum.questions += 1.0,
            _ => {}
        }
        if token.class.has(WordClass::BUT) && sum.hits > 0.0 {
            before_but = sum;
        }
        if token.valence != 0 {
            let weighed = weigh(tokens, at, shouting);
            sum.hits += 1.0;
            *(if weighed > 0.0 { &mut sum.positive } else { &mut sum.negative }) += weighed;
        }
    }
    if before_but.hits > 0.0 {
        // What follows "but" is what the author came to say.
        sum.positive = 1.4 * (sum.positive - before_but.positive) + 0.5 * before_but.positive;
        sum.negative = 1.4 * (sum.negative - before_but.negative) + 0.5 * before_but.negative;
    }
    *(if phrases > 0.0 { &mut sum.positive } else { &mut sum.negative }) += phrases;
    sum
}

/// The valence of the word at `at` after what stands before it.
fn weigh(tokens: &[Token], at: usize, shouting: bool) -> f32 {
    let token = &tokens[at];
    let mut valence = f32::from(token.valence) / 10.0;
    let sign = valence.signum();
    if token.shouted && !shouting {
        valence += SHOUTED * sign;
    }
    if token.elongated {
        valence += BOOSTED * sign;
    }
    let mut distance = 0;
    for before in tokens[..at].iter().rev() {
        if matches!(before.kind, TokenKind::Stop | TokenKind::Break | TokenKind::Question) || distance == REACH {
            break;
        }
        let fading = 1.0 - 0.1 * distance as f32;
        if before.class.has(WordClass::NEGATOR) {
            valence *= NEGATED;
        } else if before.class.has(WordClass::BOOSTER) && token.kind != TokenKind::Emoji {
            valence += BOOSTED * sign * fading;
        } else if before.class.has(WordClass::DAMPENER) {
            valence -= BOOSTED * sign * fading;
        }
        distance += usize::from(before.kind != TokenKind::Comma);
    }
    valence
}

/// Points of the raters' scale, -4…4, that fill the score's range.
const POINTS: f32 = 3.0;

/// -1…1 from the learned head, which predicts the raters' mean.
pub(crate) fn score(logits: &[f32]) -> f32 {
    (logits[SENTIMENT] / POINTS).clamp(-1.0, 1.0)
}

/// A score from the rules alone.
pub(crate) fn rule_score(seen: &Valence) -> f32 {
    let sum = seen.positive + seen.negative;
    let emphasis = 0.29 * seen.exclamations.min(4.0);
    let sum = sum
        + if sum > 0.0 {
            emphasis
        } else if sum < 0.0 {
            -emphasis
        } else {
            0.0
        };
    sum / (sum * sum + 15.0).sqrt()
}
