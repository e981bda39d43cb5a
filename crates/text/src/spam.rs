//! How likely a message is advertising or a trick that nobody asked for.

use crate::reader::scan::{Scan, TokenKind};

/// 0…1 from cues and layout.
pub(crate) fn score(scan: &Scan, cues: f32) -> f32 {
    let count = |kind| scan.tokens.iter().filter(|token| token.kind == kind).count().min(3) as f32;
    let long_numbers = scan.tokens.iter().filter(|token| (25..40).contains(&token.hash)).count().min(2) as f32;
    let shouted = scan.tokens.iter().filter(|token| token.shouted).count().min(5) as f32;
    let layout = 0.5 * count(TokenKind::Url) + 0.5 * count(TokenKind::Currency) + 0.5 * long_numbers + 0.1 * shouted;
    1.0 / (1.0 + (3.0 - 1.4 * cues - layout).exp())
}
