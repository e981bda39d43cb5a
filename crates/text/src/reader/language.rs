//! Which language a message is in: the model's answer, checked against the commonest words where it is unsure.

use super::lexicon::WordClass;
use super::scan::{Scan, TokenKind};
use crate::language::{identify, is_noise};
use crate::reading::LanguageReading;

/// A surer answer is not questioned.
const SURE: f32 = 0.6;

/// Fewer words do not outvote the model: `die` alone is as good German as English.
const WORDS_MIN: f32 = 3.0;

/// Classes whose words are English.
const ENGLISH: WordClass =
    WordClass::ENGLISH.with(WordClass::GROUP).with(WordClass::HARM_VERB).with(WordClass::HATE_VERB);

/// The language of a message; where the model is unsure and most words are common English or French ones, that.
pub(crate) fn detect(scan: &Scan, text: &str) -> LanguageReading {
    let found = identify(text);
    // Of cries nothing is asked: the words of a title would answer for them.
    if found.confidence >= SURE || is_noise(text) {
        return LanguageReading { code: found.code, confidence: found.confidence };
    }
    let words = scan.tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let [mut all, mut english, mut french] = [0.0f32; 3];
    for token in words {
        all += 1.0;
        english += f32::from(token.class.has(ENGLISH) as u8);
        french += f32::from(token.class.has(WordClass::FRENCH) as u8);
    }
    let (code, hits) = if french > english { ("fr", french) } else { ("en", english) };
    let voted = all >= WORDS_MIN && hits * 2.0 > all && english != french;
    // The model's confidence may be in another language: the share of known words says how sure this one is.
    let (code, confidence) = match voted {
        true if code == found.code => (code, found.confidence.max(hits / all)),
        true => (code, hits / all),
        false => (found.code, found.confidence),
    };
    LanguageReading { code, confidence }
}
