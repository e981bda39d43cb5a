//! Which language a message is in, as far as its scripts and commonest words tell.

use super::lexicon::WordClass;
use super::scan::{Scan, TokenKind};
use crate::reading::LanguageReading;

/// English or French by their commonest words; other scripts by their letters; else `und`.
pub(crate) fn detect(scan: &Scan, text: &str) -> LanguageReading {
    let words = scan.tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let mut counts = [0.0f32; 3];
    for token in words {
        counts[0] += 1.0;
        counts[1] += f32::from(token.class.has(WordClass::ENGLISH) as u8);
        counts[2] += f32::from(token.class.has(WordClass::FRENCH) as u8);
    }
    if let Some(code) = script(text) {
        return LanguageReading { code, confidence: 0.9 };
    }
    let [all, english, french] = counts;
    if all == 0.0 {
        return LanguageReading { code: "und", confidence: 0.0 };
    }
    let (code, hits, rival) = if french > english { ("fr", french, english) } else { ("en", english, french) };
    let confidence = (0.5 + 0.5 * (hits - rival) / (hits + rival + 1.0)).min(0.99);
    if hits == 0.0 && all > 6.0 {
        return LanguageReading { code: "und", confidence: 0.2 };
    }
    LanguageReading { code, confidence }
}

fn script(text: &str) -> Option<&'static str> {
    let first = text.chars().take(400).find(|c| *c >= '\u{370}' && c.is_alphabetic())?;
    match first {
        '\u{370}'..='\u{3ff}' => Some("el"),
        '\u{400}'..='\u{4ff}' => Some("ru"),
        '\u{590}'..='\u{5ff}' => Some("he"),
        '\u{600}'..='\u{6ff}' => Some("ar"),
        '\u{900}'..='\u{97f}' => Some("hi"),
        '\u{e00}'..='\u{e7f}' => Some("th"),
        '\u{3040}'..='\u{30ff}' => Some("ja"),
        '\u{4e00}'..='\u{9fff}' => Some("zh"),
        '\u{ac00}'..='\u{d7af}' => Some("ko"),
        _ => None,
    }
}
