//! The few dozen numbers that rules and layout give of a message, as the learned heads weigh them.

use super::lexicon::WordClass;
use super::scan::TokenKind;
use super::signals::Signals;
use super::weights::DENSE;

/// Subjects whose cues are weighed; hostility has its own signals.
const CUES: usize = 16;

/// Every signal is scaled to lie near 0…1, so that one regularisation fits all.
pub(crate) fn dense(signals: &Signals) -> [f32; DENSE] {
    let mut dense = [0.0; DENSE];
    for (place, sum) in signals.cues.iter().take(CUES).enumerate() {
        dense[place] = sum.clamp(-2.0, 6.0) / 2.0;
    }
    let valence = &signals.valence;
    let rule = crate::sentiment::rule_score(valence);
    let layout = [
        rule,
        rule.abs(),
        valence.positive.min(12.0) / 4.0,
        valence.negative.max(-12.0) / 4.0,
        (valence.exclamations / 2.0).min(2.0),
        valence.questions.min(3.0) / 2.0,
        mean(valence.positive + valence.negative, valence.hits),
        (valence.hits / 4.0).min(2.0),
    ];
    dense[16..24].copy_from_slice(&layout);
    dense[24..38].copy_from_slice(&counts(signals));
    dense[38..48].copy_from_slice(&shape(signals));
    dense
}

fn mean(sum: f32, count: f32) -> f32 {
    if count > 0.0 { sum / count / 2.0 } else { 0.0 }
}

/// How often each sort of token occurs, with falling returns.
fn counts(signals: &Signals) -> [f32; 14] {
    let mut counts = [0.0f32; 14];
    let mut words = 0.0;
    for token in &signals.scan.tokens {
        let place = match token.kind {
            TokenKind::Url => 0,
            TokenKind::Currency => 1,
            TokenKind::Email => 2,
            TokenKind::Handle => 3,
            TokenKind::Hashtag => 4,
            TokenKind::Emoji => 5,
            TokenKind::Version => 6,
            TokenKind::Code => 7,
            // Masks of numbers by their digits: five and more are telephone, short code or account.
            TokenKind::Number if (25..40).contains(&token.hash) => 8,
            TokenKind::Number => 9,
            TokenKind::Word => {
                words += 1.0;
                counts[10] += f32::from(token.shouted as u8);
                counts[11] += f32::from(token.class.has(WordClass::FIRST) as u8);
                counts[12] += f32::from(token.class.has(WordClass::SECOND) as u8);
                continue;
            }
            _ => continue,
        };
        counts[place] += 1.0;
    }
    counts.iter_mut().for_each(|count| *count = (*count).min(4.0).sqrt() / 2.0);
    counts[13] = (1.0f32 + words).ln() / 5.0;
    counts
}

/// What layout, place and the rules of hostility say.
fn shape(signals: &Signals) -> [f32; 10] {
    let shape = &signals.scan.shape;
    let some = |count: u32| (count.min(4) as f32).sqrt() / 2.0;
    let first = signals.scan.tokens.first();
    let hostility = &signals.hostility;
    [
        some(shape.code_lines),
        some(shape.trace_lines),
        some(shape.headings + shape.bullets),
        some(shape.numbered),
        some(shape.images),
        f32::from(first.is_some_and(|token| token.class.has(WordClass::QUESTION)) as u8),
        f32::from((signals.scan.body_from > 0) as u8),
        shape.capitals as f32 / shape.letters.max(8) as f32,
        hostility.hate / 4.0,
        hostility.insult / 4.0,
    ]
}
